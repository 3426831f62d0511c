"""Which names can be sending domains at all."""

import re
from collections.abc import Iterable

import idna

from chalicelib.core.errors import Invalid

LONGEST = 253
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Where everybody has an address, nobody has the domain. What is not here cannot be proved either.
PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.de"),
        *("gmx.net", "web.de", "mail.ru", "yandex.ru", "zoho.com", "qq.com", "vip.qq.com"),
        *("foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com"),
        *("aliyun.com", "139.com", "189.cn", "wo.cn", "tom.com", "21cn.com", "naver.com"),
    }
)
# Ends under which others register their names.
SUFFIXES = frozenset(
    f"{second}.{top}"
    for top in ("cn", "uk", "jp", "kr", "au", "nz", "br", "tw", "hk", "in", "sg", "za", "tr", "mx")
    for second in ("com", "co", "net", "org", "gov", "edu", "ac", "or", "ne", "idv")
)
_RESERVED = frozenset({"local", "localhost", "internal", "invalid", "test", "onion", "arpa"})


def name_of(text: str) -> str:
    """A domain as the DNS writes it; Invalid where it is none that anybody could have."""
    try:
        name = idna.encode(text.strip().rstrip(".").lower(), uts46=True).decode()
    except idna.IDNAError as error:
        raise _wrong("This is not a domain.", "domain") from error
    labels = name.split(".")
    if len(name) > LONGEST or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise _wrong("This is not a domain.", "domain")
    if len(labels) == 1 or name in SUFFIXES or labels[-1] in _RESERVED:
        raise _wrong("Others register their names under this one.", "public_suffix")
    if name in PUBLIC:
        raise _wrong("Everybody may have an address there.", "public_mail")
    return name


def ensure_not_ours(name: str, ours: Iterable[str]) -> None:
    """Neither the desk's own domains nor what stands above or below them."""
    for own in filter(None, ours):
        if name == own or name.endswith(f".{own}") or own.endswith(f".{name}"):
            raise _wrong("This domain is the desk's own.", "ours")


def domain_of(address: str) -> str:
    """Of a mail address, as it would be claimed; empty where it is none."""
    local, _, name = address.partition("@")
    try:
        return name_of(name) if local else ""
    except Invalid:
        return ""


def _wrong(detail: str, rule: str) -> Invalid:
    return Invalid(detail, pointer="/domain", rule=rule)
