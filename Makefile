# `make serve` and `make test` are all that is needed: each sets up what it uses, once, in .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
# Commands and tests start Python often, which compiles everything each time where it may keep nothing.
export PYTHONDONTWRITEBYTECODE :=
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
ARGS ?=
# Tests that wait for other processes leave a core to others: half as many workers again as there are cores.
WORKERS = $(shell $(PYTHON) -c 'import os; print(min(4, os.cpu_count() * 3 // 2))')

ifdef UV
install = UV_LINK_MODE=copy uv pip install --quiet --python $(BIN)/python
make_venv = uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
else
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check
make_venv = $(PYTHON) -m venv $(VENV)
endif

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: $(VENV)/runtime ## Serve the graph and its page (ARGS="--port 9000" for options)
	@$(BIN)/paygraph serve $(ARGS)

.PHONY: test
test: $(VENV)/dev ## Run the tests, with nothing but Python (ARGS="-k refund" for options)
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(ARGS)

.PHONY: coverage
coverage: ## Run the tests and list the lines that none reaches (takes half as long again)
	@$(MAKE) test ARGS="--cov --cov-report=term-missing:skip-covered $(ARGS)"

.PHONY: coverage-engine
coverage-engine: $(VENV)/dev ## Run the billing engine's own tests, and print how much of it they reach
	@$(BIN)/python -m pytest --quiet tests/billing/engine --cov=app.domain.billing.engine --cov-report=term --cov-fail-under=90

.PHONY: install
install: $(VENV)/dev ## Set up everything without serving

.PHONY: lint
lint: $(VENV)/dev ## Check style
	@$(BIN)/ruff check . || { echo "\`make format\` puts right what a tool can." >&2; exit 1; }
	@$(BIN)/ruff format --check . || { echo "\`make format\` puts the style right." >&2; exit 1; }

.PHONY: format
format: $(VENV)/dev ## Put style right where a tool can
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/dev ## Check types
	@$(BIN)/mypy

.PHONY: imports
imports: $(VENV)/dev ## Check that imports run one way
	@$(BIN)/lint-imports --no-logo

.PHONY: weight
weight: $(VENV)/dev ## Weigh the schema at the size of all of Stripe's API: CPU seconds, megabytes, lines
	@$(BIN)/python -m tests.weight.weighing
	@$(BIN)/python -m tests.weight.serving

.PHONY: schema
schema: $(VENV)/dev ## Write the graph's SDL, after a change of it, to where the tests compare it
	@$(BIN)/paygraph schema > tests/shape/schema.graphql

.PHONY: bench
bench: $(VENV)/dev tests/benchmarks/peers/node_modules/installed ## Measure speed beside peers (ARGS=--quick for a short run)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: soak
soak: $(VENV)/dev ## Run a server under fire for minutes, and say what was lost (ARGS=--quick for a short run, --hostile)
	@$(BIN)/python -m tests.soak $(ARGS)

CLIENTS := $(patsubst %/package-lock.json,%/node_modules/installed,$(wildcard tests/clients/package-lock.json \
	tests/clients/*/package-lock.json))
.PHONY: clients
clients: node $(CLIENTS) ## Set up the real clients

.PHONY: test-clients
test-clients: $(VENV)/dev node chromium $(CLIENTS) ## Run real clients and a browser against a server
	@CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest tests/clients --numprocesses 2 --dist worksteal $(ARGS)

.PHONY: packages
packages: $(VENV)/dev node ## Build the packages for tests against paygraph, into dist
	@mkdir -p dist
	@cd tests/packages/pytest && $(abspath $(BIN))/python -c "$(BUILD)" $(abspath dist) && rm -rf build *.egg-info
	@cd tests/packages/npm && npm pack --silent --pack-destination $(abspath dist)

BUILD := import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))

.PHONY: wheel
wheel: $(VENV)/dev ## Build the wheel, into dist/
	@$(BIN)/python -m tests.house.wheel dist

.PHONY: test-wheel
test-wheel: $(VENV)/dev ## Build the wheel, install it elsewhere, and ask what it serves
	@$(BIN)/python -m pytest tests/installed $(ARGS)

.PHONY: node
node:
	@command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' \
		|| { echo "make $(MAKECMDGOALS) needs Node 20 or newer with npm, and it is not installed." >&2; exit 1; }

.PHONY: chromium
chromium:
	@test -n "$(CHROMIUM)" \
		|| { echo "make test-clients needs Chromium, and neither chromium nor google-chrome is installed." >&2; exit 1; }

%/node_modules/installed: %/package-lock.json | node
	@cd $* && npm ci --no-audit --no-fund
	@touch $@

.PHONY: pins
pins: ## Pin all dependencies anew, by hash (needs uv; ARGS=--upgrade for the newest)
	@$(pin) --extra build --output-file requirements.txt
	@$(pin) --extra build --extra dev --constraint requirements.txt --output-file requirements-dev.txt
pin = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make pins" $(ARGS)

# An environment of the project's own: first what serving needs, and only for contributors the rest.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "paygraph needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(make_venv) || { echo "A virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/locked: requirements.txt | $(BIN)/python
	@echo "Installing what serving needs (once)…"
	@$(install) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/runtime: pyproject.toml $(VENV)/locked
	@$(install) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/runtime
	@echo "Installing what tests and checks need (once)…"
	@$(install) --require-hashes -r requirements-dev.txt
	@touch $@
