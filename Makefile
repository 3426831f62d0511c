# Needs only Python 3.11 or newer: every line first makes the environment that its tool runs in.
PYTHON ?= python3
TOOL := $(PYTHON) infra/local/bootstrap.py
REGION ?= us-east-1
export RESET DESK_PORT SHOP_PORT AWS_PORT

.PHONY: run test soak lint bench deploy replay audit
run: ; @$(TOOL) -m infra.local.run
test: ; @$(TOOL) -m infra.local.check all
lint: ; @$(TOOL) -m infra.local.check lint
deploy: ; @$(TOOL) infra/deploy.py --region $(REGION)
