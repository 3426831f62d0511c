"""make audit [MERCHANT=id]: verifies an audit chain on the local AWS, the demo merchant's unless named."""

import json
import os
import sys

from infra import audit
from infra.local import place, stack
from infra.local.place import REGION, STACK


def main() -> int:
    where = place.here()
    note = where.state / "demo.json"
    if not note.exists():
        sys.exit("There is no local data to audit. Start the stack with: make run")
    stack.use_local_keys()
    os.environ["AWS_ENDPOINT_URL"] = where.aws_url
    demo = json.loads(note.read_text(encoding="utf-8"))["merchant_id"]
    merchants = sys.argv[1:] or [demo]
    sys.argv[1:] = [*merchants, "--region", REGION, "--stack", STACK]
    return audit.main()


if __name__ == "__main__":
    sys.exit(main())
