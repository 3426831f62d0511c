"""Verifies the audit chain of one merchant: make audit MERCHANT=… [REGION=…]

Reads the stack's tables from its outputs; where AWS_ENDPOINT_URL is set, on the local AWS. Exit 1 and a
line per fault where an entry was edited, removed, added or reordered, or the chain was cut.
"""

import argparse
import json
import sys

import boto3

from chalicelib.core.caller import system
from chalicelib.core.config import Config
from chalicelib.core.ids import MerchantId, is_id
from chalicelib.table.desk import Desk
from infra.parts import ROOT

TABLES = ("desk", "ledger", "keys", "sockets")


def config_of(region: str, stack: str) -> Config:
    cfn = boto3.client("cloudformation", region_name=region)
    described = cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in described}
    tables = {f"{table.upper()}_TABLE": outputs[f"{table.title()}Table"] for table in TABLES}
    return Config.read({**tables, "AWS_REGION": region, "KEY_ARN": outputs["KeyArn"]})


def main() -> int:
    asked = argparse.ArgumentParser(description="Verify a merchant's audit chain.")
    asked.add_argument("merchant")
    asked.add_argument("--region", default="us-east-1")
    asked.add_argument("--stack", default="")
    given = asked.parse_args()
    if not is_id(given.merchant):
        sys.exit("Name a merchant by its id (26 characters).")
    regional = json.loads((ROOT / f"infra/regions/{given.region}.json").read_text("utf-8"))
    config = config_of(given.region, given.stack or regional["stack"])
    from chalicelib.wiring import House  # its call guard lets nobody describe stacks from here on

    house = House(config)
    desk = Desk(merchant=MerchantId(given.merchant), caller=system("audit"))
    with desk.open():
        n, faults = house.audit.verify(desk)
    for fault in faults:
        print(f"entry {fault.n}: {fault.what}")
    print(f"{n} entries, {len(faults)} faults")
    return 1 if faults or n == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
