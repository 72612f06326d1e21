# Every target explains itself: `make help`.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.DEFAULT_GOAL := help

demo: $(VENV)/installed  ## Install, then play the sample company's day in a throw-away database
	@$(BIN)/tiercoach demo

chat: $(VENV)/installed  ## Talk to the sample company in the terminal
	@$(BIN)/tiercoach chat --demo

test: $(VENV)/installed  ## Install, then run every test
	$(BIN)/pytest -q -n auto

check: lint test  ## What CI runs: style, types, the floors of the house, every test

lint: $(VENV)/installed  ## Style, types, and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/installed  ## Put the source into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/bench  ## Install what we are measured against, then measure (PARTS=…); takes minutes
	@$(BIN)/python -m tests.benchmarks $(PARTS)

faults: $(VENV)/installed  ## Kill the bot wherever it may be, and reckon; takes minutes
	$(BIN)/pytest -q -s tests/acceptance/crashes_at_length.py
	WHOLE_MONTH=1 $(BIN)/pytest -q tests/post/test_a_month_of_mornings.py

clean:  ## Remove what was installed and cached
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/bench: $(VENV)/installed
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

.PHONY: demo chat test check lint fmt bench faults clean help
