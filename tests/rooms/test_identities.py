"""Two ways of writing one address are one identity, and two addresses never are."""

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.customers.identities import Kind, mailbox, normalised

SAME = {
    Kind.EMAIL: (
        ("Li.Na@Shop.EXAMPLE", "li.na@shop.example"),
        (" a@b.example ", "a@b.example"),
        ("a@b.example.", "a@b.example"),
        ("A@BÜCHER.example", "a@xn--bcher-kva.example"),
        ("a@bu\u0308cher.example", "a@xn--bcher-kva.example"),
        ("a@例子。测试", "a@xn--fsqu00a.xn--0zwm56d"),
        ("re\u0301my@a.example", "rémy@a.example"),
        ('"a@b"@c.example', '"a@b"@c.example'),
    ),
    Kind.PHONE: (
        ("+86 138-0013-8000", "+8613800138000"),
        ("0049 (0)30 1234567", "+49301234567"),
        ("＋８６１３８００１３８０００", "+8613800138000"),
    ),
    Kind.EXTERNAL: (("oAbC_1", "oAbC_1"),),
}


@pytest.mark.parametrize(
    ("kind", "given", "same"), [(kind, *pair) for kind, pairs in SAME.items() for pair in pairs]
)
def test_an_identity_has_one_form(kind: Kind, given: str, same: str) -> None:
    assert normalised(kind, given) == same
    assert normalised(kind, same) == same


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.EMAIL, "a@faß.example", "a@fass.example"),
        (Kind.EMAIL, "a@раypal.example", "a@paypal.example"),
        (Kind.EMAIL, "a+b@c.example", "a@c.example"),
        (Kind.EMAIL, "a@-ü-.example", "a@-u-.example"),
        (Kind.EXTERNAL, "oabc", "oABC"),
    ],
)
def test_what_looks_alike_is_not_the_same(kind: Kind, one: str, other: str) -> None:
    assert normalised(kind, one) != normalised(kind, other)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *(
            (Kind.PHONE, each)
            for each in ("13800138000", "+12", "+" + "1" * 16, "+0123456789", "x")
        ),
        (Kind.EXTERNAL, ""),
        (Kind.EXTERNAL, "x" * 321),
        (Kind.EMAIL, "a" * 320 + "@b.example"),
    ],
)
def test_what_is_none_is_refused(kind: Kind, given: str) -> None:
    with pytest.raises(Invalid):
        normalised(kind, given)


def test_a_mailbox_has_many_names_and_is_one() -> None:
    names = ("V@W.example", "v+1@w.example", "v+x+y@w.EXAMPLE.", " ｖ@ｗ.example")

    assert {mailbox(name) for name in names} == {"v@w.example"}
