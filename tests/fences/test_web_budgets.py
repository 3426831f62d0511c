"""Byte budgets of the web apps, as a browser pays them: gzip, first load; `app/*` is the whole app."""

import json

import pytest

from infra.bench.sizes import WEB, gzipped, pieces

DIST = WEB / "dist"
BUDGETS: dict[str, int] = json.loads((WEB / "budgets.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_a_web_app_stays_within_its_bytes(name: str, budget: int) -> None:
    if not DIST.exists():
        pytest.fail("web/dist is missing: `npm run build` in web/ makes it (make test does)")
    found = pieces(name, DIST)

    assert found
    assert sum(map(gzipped, found)) <= budget
