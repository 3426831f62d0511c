"""The matrix of roles and rights, written out a second time: a change must be meant twice."""

import pytest

from chalicelib.core.rights import RIGHTS, Right, Role, may

EVERY = set(Right)
MATRIX = {
    Role.OWNER: EVERY,
    Role.ADMIN: EVERY - {Right.OWNERS},
    Role.SUPERVISOR: {
        Right.READ,
        Right.READ_CUSTOMERS,
        Right.CHANGE_CUSTOMERS,
        Right.ANSWER,
        Right.REASSIGN,
        Right.KNOWLEDGE,
        Right.REVIEW,
    },
    Role.AGENT: {Right.READ, Right.READ_CUSTOMERS, Right.CHANGE_CUSTOMERS, Right.ANSWER},
    Role.AUDITOR: {Right.READ, Right.AUDIT, Right.REVIEW},
    Role.VIEWER: {Right.READ},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_matrix_says(role: Role) -> None:
    assert {right for right in Right if may(role, right)} == MATRIX[role]


def test_no_role_is_left_out() -> None:
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("role", ["", "OWNER", "owner ", "root"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, right) for right in Right)
