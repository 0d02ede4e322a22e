# make        all set-up on a fresh machine, then the handouts in out/
# make test   all set-up, then the tests
# make lint   ruff and mypy
# make lock   new pins in requirements.lock
# make pictures   the pictures of the README (needs LibreOffice and poppler)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL = $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check

.PHONY: handouts test lint lock benchmarks pictures clean
.DEFAULT_GOAL := handouts

handouts: $(VENV)/installed
	$(BIN)/ipexport build

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

benchmarks: $(VENV)/installed
	$(BIN)/python benchmarks/run.py $(BENCHMARKS)

pictures: $(VENV)/installed
	$(BIN)/python docs/pictures.py

lock: $(VENV)/python
	$(INSTALL) uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --upgrade --quiet \
	  --no-header --no-annotate --no-emit-index-url -o requirements.lock pyproject.toml

# pip works from outside the environment, so that a Python without ensurepip will do.
$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ipexport needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv --without-pip $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml requirements.lock
	$(INSTALL) --constraint requirements.lock --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(INSTALL) --constraint requirements.lock --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) out/zh out/en out/zh-en out/manifest.json
