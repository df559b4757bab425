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
.PHONY: help setup lock demo up down test test-all check format e2e chaos bench catalogue mission replay env-% clean

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

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
	@touch $@

lock: | $(UV)    ## resolve the dependencies again and write requirements.lock
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate $(NOEMIT) \
	  pyproject.toml $(MEMBERS) --group dev -o requirements.lock
