# make bulletin: set everything up and run a whole practice month on Suining's plan.
# make test:     set everything up and run all tests.     make lint: linter, types, layers.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: bulletin test lint plans clean

bulletin: $(READY)
	$(BIN)/tongbao demo .

test: $(READY)
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

plans: $(READY)
	$(BIN)/python -m plans.build

$(READY): setup.cfg pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'tongbao needs Python 3.11 or newer, e.g. make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info
