import pytest

from chalicelib.people.passwords import weakness

EMAIL = "owner@shop.example"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short-one", "length"),
        ("x" * 129, "length"),
        ("owner@shop.example", "own_address"),
        ("OWNER@shop.example", "own_address"),
        ("aaaaaaaaaaaa", "repetition"),
        ("1212121212", "repetition"),
        ("1234567890", "run"),
        ("0987654321", "run"),
        ("qwertyuiop", "run"),
        ("1qaz2wsx3edc", "run"),
        ("1q2w3e4r5t", "run"),
        ("abcdefghijk", "run"),
        ("password123!", "common"),
        ("P@ssw0rd2026", "common"),
        ("letmein12345", "common"),
        ("Welcome2026!", "common"),
        ("iloveyou1314", "common"),
        ("woaini520520", "common"),
        ("adminadmin1", "common"),
        ("13800138001273", "common"),
    ],
)
def test_an_easy_password_is_refused_by_its_rule(password: str, rule: str) -> None:
    assert weakness(password, email=EMAIL) == rule


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "a-quiet-lane-of-bamboo", "x7#kQ9!vLm2p", "我喜欢喝龙井茶和普洱"],
)
def test_a_password_of_ones_own_passes(password: str) -> None:
    assert weakness(password, email=EMAIL) is None
