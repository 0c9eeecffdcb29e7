# `make demo` and `make test` are all the set-up: they need Python >= 3.11 with venv and pip, and make.
PYTHON ?= python3
VENV ?= .venv
DEMO ?= demo-output
EXAMPLES ?= 10000
MUTANTS ?= 100
MODULES ?=

# What goes with the journeys, so that both halves take as long.
EARLY := tests/unit/cohort

BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install
# What pip would compile on one processor, on all; files that are meant for another Python do not matter.
COMPILE := $(PY) -m compileall -qq -j 0 $(VENV)/lib || true
LOCK := $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test test-tools test-all test-deep mutation lint tools tools-debian lock build clean

help:  ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.demo  ## Make an area up, and check, scan, part, link and document it
	$(BIN)/cfgovern demo --out $(DEMO)
	@echo "Open $(abspath $(DEMO))/index.html in any browser."

test: $(VENV)/.dev  ## Lint, types, floors and every test that needs no outside tool
	@echo "Two halves run side by side: the journeys, and after them what lint and the other half said."
	@{ $(MAKE) --no-print-directory lint && $(PY) -m pytest tests/property tests/rules tests/unit --ignore=$(EARLY); \
	} >$(VENV)/half.log 2>&1 & other=$$!; \
	$(PY) -m pytest tests/journeys $(EARLY); first=$$?; \
	wait $$other; other=$$?; cat $(VENV)/half.log; exit $$((first + other))

test-tools: $(VENV)/.dev  ## Only the tests that need an outside tool, which is installed first, or a minute or more
	@$(PY) -m pytest -q -m "needs or long" --collect-only >/dev/null; case $$? in \
	  0) $(MAKE) --no-print-directory tools || exit 1; export CFGOVERN_ALL_TOOLS=1; \
	     $(PY) -m pytest -m "needs or long" tests/property tests/rules tests/unit >$(VENV)/half.log 2>&1 & other=$$!; \
	     $(PY) -m pytest -m "needs or long" tests/journeys; first=$$?; \
	     wait $$other; other=$$?; cat $(VENV)/half.log; exit $$((first + other)) ;; \
	  5) echo "No test needs an outside tool yet." ;; \
	  *) echo "The tests cannot be collected: run make test." >&2; exit 1 ;; \
	esac

test-all: lint tools  ## Every test, with the outside tools installed first
	CFGOVERN_ALL_TOOLS=1 CFGOVERN_SOAK=1 $(PY) -m pytest

test-deep: $(VENV)/.dev  ## New generated contracts: 10,000, or as many as EXAMPLES says (for a night)
	CFGOVERN_HYPOTHESIS=deep CFGOVERN_EXAMPLES=$(EXAMPLES) $(PY) -m pytest -s tests/property/test_contracts.py

mutation: $(VENV)-mutation/.made  ## Which small faults in the checks do the tests find? (for a night; MODULES="forms layout" for some)
	$(VENV)-mutation/bin/python -m tests.mutation $(MUTANTS) $(MODULES)

lint: $(VENV)/.dev  ## Style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir $(VENV)/.import-linter

tools: $(VENV)/.made tools-debian  ## Install the outside tools that some tests need (Debian, as root or with sudo)
	@$(PIP) --no-deps --require-hashes -r requirements/tools.txt
	@$(PIP) --no-deps --require-hashes --no-build-isolation --no-compile -r requirements/spark.txt

tools-debian:  # of them, what needs no virtual environment
	@missing="$$($(PYTHON) tests/tools.py)"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" -eq 0 ]; then run=; else run=sudo; fi; \
	  $$run apt-get -qq update && \
	  $$run env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing >/dev/null; \
	fi

lock: $(VENV)-lock/.made  ## Resolve again: write requirements/*.lock, with the hash of every file of each release
	$(LOCK) --upgrade setup.cfg requirements/build.in -o requirements/core.lock
	$(LOCK) setup.cfg requirements/build.in --extra link --extra documents -c requirements/core.lock -o requirements/demo.lock
	$(LOCK) --upgrade setup.cfg requirements/build.in --extra link --extra documents --extra test --extra dev -c requirements/core.lock -o requirements/dev.lock

build: $(VENV)/.dev  ## Build the wheel and the sdist into dist/
	$(PY) -m build --no-isolation

clean:  ## Remove everything that make made
	rm -rf $(VENV) $(VENV)-lock $(VENV)-mutation $(DEMO) build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find cfgovern tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps, so that a second run installs nothing.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cfgovern needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "The venv module is missing: install python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: requirements/core.lock | $(VENV)/.made
	$(PIP) --no-compile --require-hashes -r requirements/core.lock
	@$(COMPILE)
	@touch $@

$(VENV)/.installed: setup.cfg pyproject.toml $(VENV)/.core
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(PY) -m compileall -q cfgovern  # the process that reads submissions keeps nothing it compiles
	@touch $@

$(VENV)/.demo: requirements/demo.lock $(VENV)/.installed
	$(PIP) --no-compile --require-hashes -r requirements/demo.lock
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.installed
	$(PIP) --no-compile --require-hashes -r requirements/dev.lock
	@$(COMPILE)
	@touch $@

$(VENV)-mutation/.made: requirements/dev.lock requirements/mutation.txt
	$(PYTHON) -m venv $(VENV)-mutation
	$(VENV)-mutation/bin/python -m pip --quiet install --require-hashes -r requirements/dev.lock
	$(VENV)-mutation/bin/python -m pip --quiet install -r requirements/mutation.txt
	@touch $@

$(VENV)-lock/.made:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --quiet install 'uv>=0.13,<0.14'
	@touch $@
