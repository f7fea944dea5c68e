# make bulletin: set everything up and run a whole practice month on Suining's plan.
# make test:     set everything up and run all tests.     make lint: linter, types, layers.
# make bench:    measure everything that docs/performance.md says, and write it anew.
# make wheel:    build the wheel and use it from a fresh environment.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: bulletin test reliability bench lint wheel plans clean

bulletin: $(READY)
	$(BIN)/tongbao demo .

test: $(READY)
	$(BIN)/python -m pytest -n auto

reliability: $(READY)
	TONGBAO_RELIABILITY=1 $(BIN)/python -m pytest tests/reliability

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pyexcel pyexcel-xlsx
	$(BIN)/python -m benchmarks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	$(PYTHON) -m venv dist/venv
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd dist && venv/bin/tongbao plans && venv/bin/tongbao init workspace --plan suining-2017

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
