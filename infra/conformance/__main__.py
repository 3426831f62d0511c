"""make conformance: the contract of all stores, held against AWS's own DynamoDB Local.

Needs Java and Maven; where one of them is missing, or Maven brings nothing, it says so and ends well,
unless it is told that they must be there (CONFORMANCE=must).
"""

import os
import sys

from infra.conformance.jars import Missing, fetch
from infra.conformance.server import running
from infra.local import say
from infra.local.check import tool
from infra.local.place import Trouble


def main() -> None:
    try:
        with running(fetch()) as address:
            tool("pytest", "-q", "tests/conformance", env={"DYNAMODB_LOCAL": address})
    except Missing as missing:
        say.line(f"the contract was not held against DynamoDB Local: {missing}")
        sys.exit(1 if os.environ.get("CONFORMANCE") == "must" else 0)
    except Trouble as trouble:
        say.complain(str(trouble))
        sys.exit(1)


if __name__ == "__main__":
    main()
