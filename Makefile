# The portal's targets. `make help` lists them; a variable of .env.example can be given to any:
# make run PORT=9000

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# One more than there are processors: a fifth of their time tests wait, for servers and for browsers.
WORKERS_OF_TESTS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BENCH := var/bench/.venv
NODE := .ci/node/node_modules
SUPPLY := var/supply/.venv
SIZES ?= 1000,10000,100000
SECONDS ?= 5
MINUTES ?= 30
ARGS ?=

# The first Python that is new enough; PYTHON=... names another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint openapi api fuzz-api format lock sbom audit bench load faults topology screenshots clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.installed ## set up what is missing and serve at http://127.0.0.1:8000 (PORT=9000 CATALOGUE=empty)
	@$(BIN)/python manage.py serve --prepare

test: export SECRET_KEY ?= only-for-the-tests-and-nothing-is-signed-with-it-elsewhere
test: export ALLOWED_HOSTS ?= testserver
test: export PYTHONDONTWRITEBYTECODE := # or each of the servers and commands would compile all
test: $(VENV)/.installed-dev ## run the tests, in parallel, on PostgreSQL
	@$(BIN)/python -m pytest -n $(WORKERS_OF_TESTS) --dist worksteal $(ARGS)

lint: $(VENV)/.installed-dev ## check style, files of containers, and that no migration is missing
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/hadolint Dockerfile deploy/pgbouncer.Dockerfile
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	@$(BIN)/python manage.py makemigrations --check --dry-run

openapi: $(VENV)/.installed ## make docs/openapi.yaml anew, and what the changelog of the API says of it
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	@$(BIN)/python manage.py api_changes

api: $(NODE)/.installed ## lint docs/openapi.yaml, with Spectral and Redocly
	@$(NODE)/.bin/spectral lint --quiet --fail-severity=warn --ruleset .ci/node/spectral.yaml docs/openapi.yaml
	@REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		$(NODE)/.bin/redocly lint --config .ci/node/redocly.yaml docs/openapi.yaml

fuzz-api: SECONDS = 600
fuzz-api: $(VENV)/.installed-dev ## ask the API of a running portal what nobody thought of (PORT=9000 SECONDS=60 ARGS="--seed 1")
	@$(BIN)/st run docs/openapi.yaml --url http://127.0.0.1:$(or $(PORT),8000) --max-time $(SECONDS) \
		--report json --report-dir var/fuzz $(ARGS)

format: $(VENV)/.installed-dev ## rewrite the code in the project's style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# For every Python and system that we promise, with the packages that those named rest on. A package
# stays at its version until it is named: make lock ARGS="--upgrade-package django" (or --upgrade).
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(ARGS)

lock: $(VENV)/.installed-dev ## lock requirements*.in with hashes, and list the licences
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) --constraints requirements.txt requirements-dev.in --output-file requirements-dev.txt
	@$(LOCK) --constraints requirements.txt benchmarks/requirements.in \
		--output-file benchmarks/requirements.txt
	@$(LOCK) --constraints requirements.txt .ci/supply/requirements.in \
		--output-file .ci/supply/requirements.txt
	@$(MAKE) --no-print-directory $(VENV)/.installed-dev $(SUPPLY)/.installed
	@$(BIN)/python .ci/licences.py > docs/licences.md

sbom: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
sbom: $(SUPPLY)/.installed ## write what the portal is made of, for programs: var/supply/portal.cdx.json
	@$(SUPPLY)/bin/python .ci/supply/sbom.py > var/supply/portal.cdx.json
	@echo "  Materials     var/supply/portal.cdx.json"

audit: $(SUPPLY)/.installed ## ask OSV for vulnerabilities in what is locked (ARGS=requirements-dev.txt)
	@$(SUPPLY)/bin/python .ci/supply/audit.py $(ARGS)

bench: $(BENCH)/.installed ## measure speed, beside peers (SIZES=1000,10000 SECONDS=5)
	@$(BENCH)/bin/python -m benchmarks --sizes $(SIZES) --seconds $(SECONDS)

load: $(VENV)/.installed-dev ## serve for half an hour at 70 % of capacity, then beyond it (MINUTES=2 ARGS=--write)
	@$(BIN)/python -m benchmarks.endurance --minutes $(MINUTES) $(ARGS)

faults: $(VENV)/.installed-dev ## break and attack the portal on this machine: what is lost? (ARGS="--only killed")
	@$(BIN)/python -m faults $(ARGS)

topology: $(VENV)/.installed ## serve with two portals, a replica, PgBouncer, a cache and Caddy, from programs of this machine
	@$(BIN)/python -m topology

screenshots: $(VENV)/.installed-dev ## picture every kind of page of the running portal (ARGS="--only country", or "--desk editor")
	@$(BIN)/python -m screenshots $(ARGS)

clean: ## remove the virtual environment and collected files; the database in var/ stays
	rm -rf $(VENV) var/static var/static.collected .pytest_cache .ruff_cache

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed: install it, or name it: make run PYTHON=/path/to/python3"; \
		exit 1; }
	@echo "  Python        $$($(PYTHON) --version) in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "  Packages      installing $$(grep -c '^[a-z].*==' requirements.txt), about a minute ..."
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "  Packages      installing what tests and checks need ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

$(NODE)/.installed: .ci/node/package-lock.json
	@echo "  Packages      installing what checks the description of the API, with npm ..."
	@npm --prefix .ci/node ci --silent
	@touch $@

$(SUPPLY)/.installed: .ci/supply/requirements.txt
	@$(PYTHON) -m venv $(SUPPLY)
	@$(SUPPLY)/bin/python -m pip --disable-pip-version-check --quiet install \
		--require-hashes --requirement .ci/supply/requirements.txt
	@touch $@

$(BENCH)/.installed: benchmarks/requirements.txt
	@echo "  Packages      installing the portal and its peers in $(BENCH) ..."
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --quiet install \
		--require-hashes --requirement benchmarks/requirements.txt
	@touch $@
