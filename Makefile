# The commands of the project. Everything Python lives in .venv, which is filled again when a lock file changes.
# All names here are relative, so that a space in the path of the checkout does no harm.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
RUN_LOCK := $(shell cksum <requirements.txt | tr ' ' '-')
DEV_LOCK := $(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' '-')
RUN_READY := .venv/ready-$(RUN_LOCK)
DEV_READY := .venv/ready-dev-$(DEV_LOCK)
# --no-compile: what the site imports is compiled when it is first imported, the rest never.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --no-compile

.PHONY: run test lint lock faults bench check browser
.DEFAULT_GOAL := run

# exec: Ctrl-C and SIGTERM reach the start command itself, and it ends with this make.
run: $(RUN_READY)
	@exec $(BIN)/python manage.py serve --with-parent

# Dozens of processes start: whatever the machine says, they find compiled what another has compiled.
test faults: export PYTHONDONTWRITEBYTECODE :=

test: $(DEV_READY) browser lint
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not faults"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m faults tests/faults

lint: $(DEV_READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	DEBUG=yes $(BIN)/python -m mypy

# The long form: every fault, ten seconds each, and the kill loop over 2,000 posts.
faults: $(DEV_READY)
	FAULTS=long $(BIN)/python -m pytest -m faults tests/faults

bench: $(DEV_READY)
	@for name in $$(grep -l "sys.exit(main" bench/*.py); do \
	  echo "== $$name"; $(BIN)/python -m "bench.$$(basename $$name .py)" || exit 1; done

lock: $(DEV_READY)
	$(BIN)/python -m piptools compile --quiet --allow-unsafe --generate-hashes --no-emit-find-links \
	  --no-emit-index-url --strip-extras --output-file=requirements.txt requirements.in
	$(BIN)/python -m piptools compile --quiet --allow-unsafe --generate-hashes --no-emit-find-links \
	  --no-emit-index-url --strip-extras --output-file=requirements-dev.txt requirements-dev.in

browser:
	@.ci/system chromium chromium "the browser journeys need it"

$(BIN)/python:
	@.ci/python "$(PYTHON)"

$(RUN_READY): $(BIN)/python
	@echo "Installing what the site needs into .venv ..."
	@$(PIP) --require-hashes -r requirements.txt
	@rm -f .venv/ready-[0-9]* && touch $@

$(DEV_READY): $(RUN_READY)
	@echo "Installing what the suite needs into .venv ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@rm -f .venv/ready-dev-* && touch $@
