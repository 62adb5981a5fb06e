# Sets up, runs and tests the project. Needs make and Python 3.11 or newer; everything else goes into .venv.
# Another interpreter: make run PYTHON=/path/to/python3

PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3.11 python3 python3.12 python3.13)
BIN := .venv/bin

# The package's isolated build is held to the lock too: older pip reads PIP_CONSTRAINT, newer PIP_BUILD_CONSTRAINT.
PIP_INSTALL := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt

.NOTPARALLEL:
.PHONY: help run test golden bench lock clean

help:
	@echo "make run      set up, then turn the leaflets in data/raw into documents in data/processed"
	@echo "make test     set up, then lint, check types and run the tests"
	@echo "make golden   write tests/golden anew; the run fails on purpose, so review the difference"
	@echo "make bench    speed against bare tokenization; FOLDER=... measures leaflets of your own"
	@echo "make lock     write constraints.txt anew with the latest versions that fit"
	@echo "make clean    remove .venv, caches and the content of data/processed"

run: .venv/run.stamp
	$(BIN)/leaflet run data/raw data/processed
	@echo "The documents are in data/processed, one a leaflet, such as:"
	@echo "  $$(find data/processed -name '*.txt.json' | sort | head -n 1)"
	@echo "Check every quote: $(BIN)/leaflet verify data/processed --raw data/raw"

test: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q

golden: .venv/dev.stamp
	$(BIN)/python -m pytest tests/test_golden.py --write-goldens

bench: .venv/dev.stamp
	$(BIN)/python tests/benchmarks/speed.py $(if $(FOLDER),"$(FOLDER)")

.venv/run.stamp: pyproject.toml constraints.txt .venv/bin/python
	@echo "Installing into .venv: the first time takes a minute"
	@$(PIP_INSTALL) -e .
	@touch $@

# What tests need includes what a run needs.
.venv/dev.stamp: pyproject.toml constraints.txt .venv/bin/python
	@echo "Installing into .venv, test tools included: the first time takes a minute"
	@$(PIP_INSTALL) -e '.[dev]'
	@touch .venv/run.stamp $@

.venv/bin/python:
	@for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$$python has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
		exec "$$python" -m venv --clear .venv; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found as: "$(PYTHONS)". Say which: make PYTHON=/path/to/python3" >&2; \
	exit 1

lock: .venv/bin/python
	rm -rf .venv/lock && $(BIN)/python -m venv .venv/lock
	.venv/lock/bin/python -m pip install -q --disable-pip-version-check --upgrade setuptools -e '.[dev]'
	{ echo "# Exact versions of all that runs, tests and builds the project, for Python 3.11. Written by: make lock"; \
		.venv/lock/bin/python -m pip freeze --all --exclude-editable --exclude pip; } > .venv/lock/constraints.txt
	mv .venv/lock/constraints.txt constraints.txt && rm -rf .venv/lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find data/processed -mindepth 1 ! -name .gitignore -delete
