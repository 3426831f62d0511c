# Needs only Python 3.11 or newer: every line first makes the environment that its tool runs in.
PYTHON ?= python3
REGION ?= us-east-1
DIALOGUES ?= infra/local/dialogues.jsonl
TOOL := $(PYTHON) infra/local/bootstrap.py
export RESET DESK_PORT SHOP_PORT AWS_PORT LIMIT CONCURRENCY MINUTES PARTS BY

.PHONY: run test conformance soak lint bench deploy replay audit redrive
run: ; @$(TOOL) -m infra.local.run
test: ; @$(TOOL) -m infra.local.check all
conformance: ; @$(TOOL) -m infra.conformance
lint: ; @$(TOOL) -m infra.local.check lint
bench: ; @$(TOOL) -m infra.bench
replay: ; @$(TOOL) -m infra.replay $(DIALOGUES)
soak: ; @$(TOOL) -m infra.local.soak $(DIALOGUES)
deploy: ; @$(TOOL) infra/deploy.py --region $(REGION)
# The merchant of the local stack's demo, or another one there, or one of a region.
audit: ; @$(TOOL) -m $(if $(findstring command,$(origin REGION)),infra.audit $(MERCHANT) --region $(REGION),infra.local.audit $(MERCHANT))
redrive: ; @$(TOOL) -m $(if $(findstring command,$(origin REGION)),infra.redrive $(QUEUE) --region $(REGION),infra.local.redrive $(QUEUE))
