"""Public holidays by country, from the `holidays` library, make-up working days (调休) included.

The library is loaded when a calendar that names a country is first asked: with its first country it
loads the definitions of all, which no door should pay for at its start.
"""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from chalicelib.core.values import Value

# A language that the library does not have for a country leaves the names in the country's own.
LANGUAGES = {"zh": "zh_CN", "en": "en_US"}
ORIGINAL = "original"


class PublicDays(Value, frozen=True):
    """One country's year: its days off by name, and the weekend days that are worked for them."""

    holidays: Mapping[date, str]
    made_up: frozenset[date]


@lru_cache(maxsize=256)
def public_days(country: str, year: int, locale: str) -> PublicDays:
    """Nothing for years that the library does not know of a country.

    China announces its make-up days each November for the year that follows: they come with the
    library's next version.
    """
    from holidays import country_holidays

    language = LANGUAGES.get(locale, ORIGINAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of such years
        found = country_holidays(country, years=year, language=language)
    return PublicDays(
        holidays={day: name for day, name in found.items() if day.year == year},
        made_up=frozenset(day for day in found.weekend_workdays if day.year == year),
    )


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The two-letter codes that a calendar may name."""
    from holidays.utils import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))
