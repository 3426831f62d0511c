"""How a thing whose customer was erased says so on the wire; every other one is as it always was."""


def mark(*, erased: bool) -> dict[str, bool]:
    return {"erased": True} if erased else {}
