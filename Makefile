# The two commands: `make demo` and `make test`. Each sets itself up; Python 3.11 or newer and make are all it takes.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python that really runs and is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.stamp-installed
WORKERS ?= 2
# Options for pytest, as in: make test ARGS='-k rss'
ARGS ?=

FORMATS := rss,atom,newsml-g2,pdf,epub
DEMO := fixtures/editions/demo/edition.json
OUT := out

.PHONY: help demo test readers lint format golden pins bench clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all,dev]'
	@touch $@

demo: $(READY)  ## export the demo edition in five formats to out/ and validate what was written
	$(BIN)/syndicate export $(DEMO) --format $(FORMATS) -o $(OUT)
	$(BIN)/syndicate validate $(OUT)/*.rss $(OUT)/*.atom $(OUT)/*.newsml.xml $(OUT)/*.pdf $(OUT)/*.epub

lint: $(READY)  ## style, types and import direction
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: lint  ## everything that must hold: lint, tests, coverage
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term:skip-covered $(ARGS)

readers:  ## install the readers and checkers in JavaScript that the tests use when they are there; needs npm
	mkdir -p build/readers && cp tests/readers/package.json build/readers/
	PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm install --prefix build/readers --no-package-lock --no-audit --no-fund --loglevel=error

format: $(READY)  ## let ruff format and mend what it can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

golden: $(READY)  ## rewrite the golden files; read their diff before you commit it
	$(BIN)/pytest -q --update-golden $(ARGS)

pins:  ## write constraints.txt anew from a clean environment with the newest versions
	rm -rf build/pins && "$(PYTHON)" -m venv build/pins
	build/pins/bin/python -m pip install --quiet --disable-pip-version-check '.[all,dev,bench]'
	{ sed -n '/^#/p' constraints.txt; \
	  build/pins/bin/python -m pip freeze --exclude syndicate --exclude setuptools; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

bench: $(READY)  ## what starting up, feeds, books and pages cost, as ratios against peers in the same run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt 'Django<6'
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/feeds.py --quick
	$(BIN)/python benchmarks/newsml.py --rounds 3
	$(BIN)/python benchmarks/newsml_rules.py --rounds 3
	$(BIN)/python benchmarks/importers.py --quick
	$(BIN)/python benchmarks/epub.py --quick
	$(BIN)/python benchmarks/pdf.py --quick
	$(BIN)/python benchmarks/pdf_quality.py
	$(BIN)/python benchmarks/pdf_newspaper.py
	$(BIN)/python benchmarks/fit.py

clean:  ## remove the environment, caches and everything a run wrote
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* build dist
	find out -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
