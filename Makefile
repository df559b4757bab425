# Sets up, checks, tests and runs everything. A fresh machine needs python3 (3.11 or newer), make and git.
SHELL   := /bin/bash
PYTHON  ?= python3
VENV    := .venv
UV      := .tools/bin/uv
PY      := $(VENV)/bin/python
MEMBERS := $(wildcard libs/*/pyproject.toml services/*/pyproject.toml simulators/pyproject.toml devstack/pyproject.toml)
FOLDERS := $(dir $(MEMBERS))
NAMES   := $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(MEMBERS))
NOEMIT  := $(foreach n,$(NAMES),--no-emit-package $(n))
PACKAGES := $(foreach f,$(FOLDERS),$(notdir $(patsubst %/,%,$(f))))
export UV_SYSTEM_CERTS := 1
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup lock demo up down test test-all check format e2e chaos bench catalogue digests release mission replay clean

help:            ## this list
	@grep -hE '^[a-z0-9%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup: $(VENV)/.stamp  ## install everything this repository needs, pinned by hash

$(UV): tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "setup: Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "setup: this Python has no venv; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .tools
	.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tools.lock
	@touch $@

$(VENV)/.stamp: requirements.lock $(MEMBERS) devstack/system-packages.sh | $(UV)
	@bash devstack/system-packages.sh
	test -x $(PY) || $(UV) venv -q --python $(PYTHON) $(VENV)
	VIRTUAL_ENV=$(VENV) $(UV) pip sync -q --require-hashes requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install -q --no-deps $(foreach f,$(FOLDERS),-e $(f))
	VIRTUAL_ENV=$(VENV) $(UV) pip install -q --no-deps --require-hashes -r libs/schematron/tests/rules.lock
	@touch $@

lock: | $(UV)    ## resolve the dependencies again and write requirements.lock
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate $(NOEMIT) \
	  pyproject.toml $(MEMBERS) --group dev -o requirements.lock

demo: setup      ## start everything, run one invoice from sign-up to receipt, leave it running (CHECK=1: check and stop)
	$(PY) -m devstack.demo $(if $(CHECK),--check)

up: setup        ## start the whole network and leave it running until Ctrl-C
	$(VENV)/bin/stafett up

down:            ## stop the network (WIPE=1: and clear what it holds)
	$(VENV)/bin/stafett down $(if $(WIPE),--wipe)

check: setup     ## format, lint, types, import rules, sizes, generated files
	$(VENV)/bin/ruff format --check -q .
	$(VENV)/bin/ruff check -q .
	$(VENV)/bin/mypy $(foreach p,$(PACKAGES),-p $(p))
	$(VENV)/bin/lint-imports > .lint-imports.log || { cat .lint-imports.log; exit 1; }
	$(PY) -m devstack.house
	$(PY) -m devstack.catalogue --check
	$(PY) -m devstack.mission --check
	$(PY) -m devstack.frozen

format: setup    ## put the code in its form
	$(VENV)/bin/ruff format -q . && $(VENV)/bin/ruff check -q --fix .

test: setup      ## every test that is not slow
	$(VENV)/bin/pytest -q -m "not slow" -n 2 --dist loadfile

test-all: setup  ## every test
	$(VENV)/bin/pytest -q

e2e: setup       ## whole journeys on the whole network
	$(VENV)/bin/pytest -q tests/e2e

chaos: setup     ## 200 invoices in flight while everything is killed once
	$(VENV)/bin/pytest -q tests/chaos

bench: setup     ## speeds, side by side with something known; figures go to tests/bench/results
	$(PY) tests/bench/run.py

catalogue: setup ## write schemas, event catalogue, AsyncAPI, streams and consumers
	$(PY) -m devstack.catalogue

digests: setup   ## add the digests of new versions of views and states, over the stores in tests/stored/whole
	$(PY) -m devstack.whole digests

release: setup   ## freeze today's schemas and samples of facts as numbered files
	$(PY) -m devstack.catalogue --release

mission: setup   ## write the table of requirement rows and the tests that prove them
	$(PY) -m devstack.mission

replay: setup    ## rebuild every service of the local network from its store alone, NATS stopped; compare digests
	$(VENV)/bin/stafett replay --all

env-%: | $(UV)   ## an environment that holds one service and only what it names
	$(UV) venv -q --clear --python $(PYTHON) .envs/$*
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate $(NOEMIT) \
	  -c requirements.lock services/$*/pyproject.toml $(wildcard libs/*/pyproject.toml) -o .envs/$*/requirements.lock
	VIRTUAL_ENV=.envs/$* $(UV) pip sync -q --require-hashes .envs/$*/requirements.lock
	VIRTUAL_ENV=.envs/$* $(UV) pip install -q --no-deps $(addprefix ./,$(dir $(wildcard libs/*/pyproject.toml))) ./services/$*

clean:           ## remove what can be made again
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .envs
