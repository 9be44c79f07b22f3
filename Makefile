# Two commands matter: `make run` starts the product, `make test` runs everything that CI runs.

help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

.PHONY: help run test tools lint types contracts suite battery mutants mutant-score cases intake-score format screenshots renderings benchmark speed lock clean
.DELETE_ON_ERROR:

# One more than CI has processors: a quarter of the suite waits for servers, browsers and disks.
JOBS ?= 3
ARGS ?=

# Where an environment forbids compiled modules to be kept, every child would compile the product anew.
export PYTHONDONTWRITEBYTECODE :=

ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
endif

# Paths are relative, so that a checkout may lie in a folder whose name has spaces. The stamps carry a checksum of the
# locks, the interpreter and the place: a change of any of them makes a new environment.
VENV := .venv
PY := $(VENV)/bin/python
LOCKS := requirements/build.txt requirements/runtime.txt requirements/dev.txt
WHICH := import sys; print(sys.version, sys.base_prefix)
STATE := $(shell { pwd; cat $(LOCKS); "$(PYTHON)" -c '$(WHICH)'; } 2>/dev/null | cksum | cut -d' ' -f1)
RUNTIME := $(VENV)/.runtime-$(STATE)
TOOLS := $(VENV)/.tools-$(STATE)

# One package of the lock exists only as source. It is built with the setuptools of build.txt, whose hash is known;
# in an isolated build pip would fetch whatever is newest. --use-pep517 makes old pips build it in the same way.
INSTALL := $(PY) -m pip install -q -q --disable-pip-version-check --no-input
# A lock names every package there is to install, so nothing is looked for beyond it: --no-deps.
LOCKED := $(INSTALL) --no-deps --no-build-isolation --use-pep517 --require-hashes

$(RUNTIME):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing the locked packages into $(VENV); this happens once, and again when the lock changes."
	@"$(PYTHON)" -m venv --clear $(VENV) || { echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(LOCKED) -r requirements/runtime.txt
	@$(INSTALL) --no-build-isolation --no-deps --no-index -e .
	@touch $@

$(TOOLS): | $(RUNTIME)
	@echo "Installing what the checks need as well."
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

run: $(RUNTIME) ## Start the product and print its address and the one-time passwords of the demo accounts
	@exec $(PY) -m tracker run --demo $(ARGS)

# The types take one processor for as long as a tenth of the suite takes two.
test: $(TOOLS) ## Run everything that CI runs, on both databases
	@$(MAKE) --no-print-directory -j 2 lint contracts
	@$(MAKE) --no-print-directory -j 2 types suite

tools: $(TOOLS) ## Install what the product and the checks need

lint: $(TOOLS) ## Check style and format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(TOOLS) ## Check types
	$(PY) -m basedpyright

contracts: $(TOOLS) ## Check which room may import which
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

suite: $(TOOLS) ## Run the tests alone (ARGS="-k words" chooses, JOBS=4 uses more processes)
	@$(PY) -m tests.browser.chromium
	TMPDIR="$$($(PY) -m tests.scratch)" $(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

battery: $(TOOLS) ## Run at full size what the suite takes samples of (hours; ARGS="-k words" chooses)
	$(PY) -m pytest tests/battery -n $(JOBS) --dist worksteal $(ARGS)
	@$(MAKE) --no-print-directory mutants ARGS=

mutants: $(TOOLS) ## Change the rules in small ways and count the changes that no test notices (ARGS="tracker.domain.status*")
	$(PY) -m mutmut run --max-children $(JOBS) $(ARGS)
	$(PY) -m mutmut results

mutant-score: $(TOOLS) ## Try a sample of those changes and estimate the share that is noticed (ARGS="--count 1500 --seed 2")
	$(PY) -m tests.mutants $(ARGS)

cases: $(TOOLS) ## Write docs/cases.md anew from the record that the product starts with
	$(PY) -m tests.cases

intake-score: $(TOOLS) ## Measure what is read out of the labelled texts and write the figures of docs/intake.md (ARGS="--details")
	$(PY) -m tests.intake.score $(ARGS)

format: $(TOOLS) ## Put the code into its format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

screenshots: $(TOOLS) ## Walk through the product in a browser and keep the README's pictures
	@CHROMIUM_REQUIRED=1 $(PY) -m tests.browser.chromium
	SCREENSHOTS=docs/pictures $(PY) -m pytest -p no:randomly -m browser tests/browser $(ARGS)

renderings: $(TOOLS) ## Make reports in every format, look at each as its readers do, and write docs/renderings.md
	$(PY) -m tests.exports.renderings

benchmark: $(TOOLS) ## Measure the product beside its floors and write docs/performance.md (ARGS="--claims 1000000")
	$(PY) -m benchmarks.performance $(ARGS)

speed: $(TOOLS) ## Measure how fast the audit log is verified and written, against a floor (ARGS="--entries 1000000")
	$(PY) -m benchmarks.audit_log $(ARGS)

COMPILE := ../$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --only-binary :all: --no-binary flask-principal \
	--override overrides.in $(ARGS)

lock: $(TOOLS) ## Write the hashed lock from requirements/*.in (ARGS=--upgrade takes the newest)
	cd requirements && $(COMPILE) dev.in -o dev.txt
	cd requirements && $(COMPILE) -c dev.txt runtime.in -o runtime.txt
	cd requirements && $(COMPILE) -c dev.txt build.in -o build.txt

clean: ## Remove what was made, but never var/, which holds the record
	rm -rf $(VENV) mutants dist build .coverage .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
