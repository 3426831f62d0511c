"""The first retrieval engine: BM25 over the wordings of each entry, its text at a smaller weight.

A model is plain JSON: what stores it needs to know nothing of it. It has one part per language, so
that the words of one language do not thin out another's.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from chalicelib.bot.model import Hit, Model, Source
from chalicelib.bot.text import LITTLE, language_of, tokens

FORMAT = 1
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
    ids = [source.id for source in sources]
    return {"ids": ids, "wordings": _field(wordings), "bodies": _field(bodies)}


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


def retrieve(model: Model, text: str, locale: str, k: int) -> list[Hit]:
    """The `k` best entries, best first; none where no word is shared."""
    words = [word for word, _ in Counter(tokens(text)).most_common(QUERY_TOKENS)]
    spoken = language_of(text, locale)
    hits = [
        hit
        for language, part in model["locales"].items()
        for hit in _hits(part, words, 1.0 if language == spoken else OTHER_LANGUAGE)
    ]
    return nlargest(k, hits, key=lambda hit: hit.score)


@dataclass(slots=True)
class _Found:
    """What one text has of the words asked for; `rarity` is their weight whatever its length."""

    score: float = 0.0
    rarity: float = 0.0
    words: int = 0


@dataclass(slots=True)
class _Search:
    total: float = 0.0
    found: dict[int, _Found] = field(default_factory=lambda: defaultdict(_Found))


def _search(texts: Mapping[str, Any], words: Iterable[str]) -> _Search:
    search, norms, count = _Search(), texts["norms"], len(texts["of"])
    for word in words:
        posting = texts["postings"].get(word, ())
        having = len(posting) // 2
        rarity = math.log(1 + (count - having + 0.5) / (having + 0.5))
        rarity *= LITTLE_WEIGHT if word in LITTLE else 1.0
        search.total += rarity
        for at in range(0, len(posting), 2):
            times = posting[at + 1]
            text = search.found[posting[at]]
            text.score += rarity * times * (K1 + 1) / (times + norms[posting[at]])
            text.rarity += rarity
            text.words += 1
    return search


def _hits(part: Mapping[str, Any], words: Sequence[str], weight: float) -> list[Hit]:
    asked, bodies = _search(part["wordings"], words), _search(part["bodies"], words)
    near: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    of, sizes = part["wordings"]["of"], part["wordings"]["sizes"]
    for place, text in asked.found.items():
        near[of[place]].append((text.score, text.rarity / asked.total, text.words / sizes[place]))
    body = {part["bodies"]["of"][place]: text.score for place, text in bodies.found.items()}
    hits = []
    for number in near.keys() | body.keys():
        best = nlargest(len(NEIGHBOURS), near.get(number, ()))
        score = sum(share * each[0] for share, each in zip(NEIGHBOURS, best, strict=False))
        _, cover, fit = best[0] if best else (0.0, 0.0, 0.0)
        score += BODY_WEIGHT * body.get(number, 0.0)
        hits.append(Hit(part["ids"][number], weight * score, cover, fit))
    return hits
