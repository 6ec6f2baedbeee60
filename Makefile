# Every verb is one line; what it does stands in deploy/local.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
PREPARE := $(PYTHON) deploy/local/prepare.py
export PORT IMI_RUN_DIR

.DEFAULT_GOAL := help
.PHONY: help run test check bench drill lock clean

help: ## show the verbs
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

run: ## the whole system on this machine (PORT=8080, IMI_RUN_DIR=.run); Ctrl-C stops it
	@$(PREPARE) -m imi_local run

test: ## everything that proves the system, as the pipeline runs it
	@$(PREPARE) --tests -m imi_local.verify

check: ## only what needs no servers: style, types, import rules, unit tests
	@$(PREPARE) --tests -m imi_local.verify --quick

bench: ## ratios against baselines measured in the same run
	@$(PREPARE) --tests -m tests.bench

drill: ## a thousand commands while processes are killed at random
	@$(PREPARE) --tests -m tests.chaos

lock: ## pin the packages again, with hashes and without index addresses
	@$(PREPARE) --tests -m imi_local.lock

clean: ## forget the virtual environment and caches (data in .run stay)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
