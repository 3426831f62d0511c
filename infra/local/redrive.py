"""make redrive [QUEUE=…]: hands in anew what the local AWS has set aside."""

import os
import sys

from infra import redrive
from infra.local import place, stack
from infra.local.place import REGION, STACK


def main() -> int:
    stack.use_local_keys()
    os.environ["AWS_ENDPOINT_URL"] = place.here().aws_url
    sys.argv[1:] = [*sys.argv[1:], "--region", REGION, "--stack", STACK]
    return redrive.main()


if __name__ == "__main__":
    sys.exit(main())
