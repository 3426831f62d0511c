"""The first retrieval engine: BM25 over the wordings of each entry, its text at a smaller weight.

A model is plain JSON: what stores it needs to know nothing of it. It has one part per language, so
that the words of one language do not thin out another's.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

from chalicelib.bot.model import Hit, Model, Source
from chalicelib.bot.text import LITTLE, language_of, tokens
from chalicelib.core.values import Struct, field

FORMAT = 2  # 1 had no weights
K1, B = 1.2, 0.5
LITTLE_WEIGHT = 0.15
# An entry counts with its best wordings: several that are near say more than one.
NEIGHBOURS = (1.0, 0.5, 0.4)
BODY_WEIGHT = 0.3
OTHER_LANGUAGE = 0.5
# What one entry or question may cost: words beyond these are not read.
WORDING_TOKENS, BODY_TOKENS, QUERY_TOKENS = 120, 300, 64


def encode(entries: Iterable[Source]) -> dict[str, Any]:
    by_locale: dict[str, list[Source]] = defaultdict(list)
    for entry in entries:
        by_locale[entry.locale].append(entry)
    parts = {locale: _part(sources) for locale, sources in sorted(by_locale.items())}
    return {"format": FORMAT, "locales": parts}


def _part(sources: Sequence[Source]) -> dict[str, Any]:
    wordings, bodies = [], []
    for number, source in enumerate(sources):
        said = [source.title, *source.alternatives, " ".join(source.keywords)]
        found = [list(tokens(text))[:WORDING_TOKENS] for text in said]
        wordings += [(number, words) for words in found if words]
        bodies.append((number, list(tokens(source.body))[:BODY_TOKENS]))
    ids, said_by = [source.id for source in sources], _field(wordings)
    said_by |= _weighed(said_by, len(ids))
    return {"ids": ids, "wordings": said_by, "bodies": _field(bodies)}


def _field(texts: Sequence[tuple[int, Sequence[str]]]) -> dict[str, Any]:
    """`of`: whose text it is. `norms`: how its length weakens its words. `sizes`: its different words.

    `postings`: text, count, text, count, … of each word.
    """
    postings: dict[str, list[int]] = defaultdict(list)
    for place, (_, words) in enumerate(texts):
        for word, count in Counter(words).items():
            postings[word] += (place, count)
    mean = sum(len(words) for _, words in texts) / max(1, len(texts)) or 1
    return {
        "of": [number for number, _ in texts],
        "norms": [round(K1 * (1 - B + B * len(words) / mean), 3) for _, words in texts],
        "sizes": [len(set(words)) for _, words in texts],
        "postings": dict(sorted(postings.items())),
    }


def _weighed(texts: Mapping[str, Any], entries: int) -> dict[str, Any]:
    """`weights`: how much each text says, the rarities of its words. `counts`: texts of each entry."""
    of, weights = texts["of"], [0.0] * len(texts["of"])
    for word, posting in texts["postings"].items():
        rarity = _rarity(word, posting, of, entries)
        for place in posting[::2]:
            weights[place] += rarity
    counts = Counter(of)
    return {
        "weights": [round(each, 3) for each in weights],
        "counts": [counts[number] for number in range(entries)],
    }


def _rarity(word: str, posting: Sequence[int], of: Sequence[int], entries: int) -> float:
    """By how few entries say it: what an entry says in all of its wordings is no common word for that."""
    having = len(set(map(of.__getitem__, posting[::2])))
    rarity = math.log(1 + (entries - having + 0.5) / (having + 0.5))
    return rarity * LITTLE_WEIGHT if word in LITTLE else rarity


def retrieve(model: Model, text: str, locale: str, k: int) -> list[Hit]:
    """The `k` best entries, best first; none where no word is shared."""
    words = [word for word, _ in Counter(tokens(text)).most_common(QUERY_TOKENS)]
    spoken = language_of(text, locale)
    hits = [
        hit
        for language, part in model["locales"].items()
        for hit in _hits(part, words, 1.0 if language == spoken else OTHER_LANGUAGE, k)
    ]
    return nlargest(k, hits, key=lambda hit: hit.score)


class _Found(Struct):
    """What one text has of the words asked for; `rarity` is their weight whatever its length."""

    score: float = 0.0
    rarity: float = 0.0


class _Search(Struct):
    total: float = 0.0
    found: dict[int, _Found] = field(default_factory=lambda: defaultdict(_Found))


def _search(texts: Mapping[str, Any], words: Iterable[str], entries: int) -> _Search:
    search, norms = _Search(), texts["norms"]
    for word in words:
        posting = texts["postings"].get(word, ())
        rarity = _rarity(word, posting, texts["of"], entries)
        search.total += rarity
        for at in range(0, len(posting), 2):
            times = posting[at + 1]
            text = search.found[posting[at]]
            text.score += rarity * times * (K1 + 1) / (times + norms[posting[at]])
            text.rarity += rarity
    return search


def _hits(part: Mapping[str, Any], words: Sequence[str], weight: float, k: int) -> list[Hit]:
    ids, wordings, bodies = part["ids"], part["wordings"], part["bodies"]
    if "weights" not in wordings:
        wordings = {**wordings, **_weighed(wordings, len(ids))}
    asked = _search(wordings, words, len(ids))
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for place, text in asked.found.items():
        near[wordings["of"][place]].append((text.score, place))
    found = _search(bodies, words, len(ids)).found
    body = {bodies["of"][place]: text.score for place, text in found.items()}
    scored = []
    for number in near.keys() | body.keys():
        best = nlargest(len(NEIGHBOURS), near[number])
        score = sum(share * each[0] for share, each in zip(NEIGHBOURS, best, strict=False))
        score += BODY_WEIGHT * body.get(number, 0.0)
        scored.append((score, number, [place for _, place in best]))
    return [
        Hit(ids[number], weight * score, *_shares(asked, wordings, number, best))
        for score, number, best in nlargest(k, scored, key=itemgetter(0))
    ]


def _shares(
    asked: _Search, wordings: Mapping[str, Any], number: int, best: Sequence[int]
) -> tuple[float, float, float]:
    """`best`: the entry's nearest wordings; none where its text alone was found."""
    if not best:
        return 0.0, 0.0, 0.0
    found = [asked.found[place].rarity for place in best]
    fits = [_share(some, wordings["weights"][at]) for some, at in zip(found, best, strict=True)]
    most = min(len(NEIGHBOURS), wordings["counts"][number])
    return _share(found[0], asked.total), fits[0], sum(fits) / most


def _share(some: float, whole: float) -> float:
    """Rounded as the wholes are; those of words that everybody says are rounded to nothing."""
    return min(1.0, round(some / whole, 3)) if whole else 0.0
