"""Buckets `files` and `uploads`. An object's path begins with its merchant, as keys do."""

from chalicelib.table.keys.parts import SEPARATOR, Bucket, Key, Owner, number, of


def knowledge_index(desk: Owner, revision: int) -> Key:
    return Key(Bucket.FILES, of(desk, "INDEX"), number(revision))


def knowledge_rows(desk: Owner, import_id: str) -> Key:
    return Key(Bucket.FILES, of(desk, "IMPORT"), import_id)


def upload(desk: Owner, caller: str, upload_id: str) -> Key:
    """What somebody has put there, and nobody has looked at."""
    return Key(Bucket.UPLOADS, of(desk, "UPLOAD", caller), upload_id)


def attachment(desk: Owner, file_id: str) -> Key:
    return Key(Bucket.FILES, of(desk, "ATTACHMENT"), file_id)


def object_path(key: Key) -> str:
    """`<merchant>/index/000000000007`"""
    _, merchant, *folders = key.pk.split(SEPARATOR)
    return "/".join((merchant, *(folder.lower() for folder in folders), key.sk))


def pk_of_path(path: str) -> str:
    """A partition key of the merchant that an object's path begins with."""
    return SEPARATOR.join(("M", path.partition("/")[0]))
