# What can be done here? `make` lists it. Needs Python 3.11 or newer and make; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
# Stamps: a step runs again only when a file that it read has changed.
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
TDLIB := .tdlib/.installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo run test check bench tdlib picture words lock clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## play a week of invented news in this terminal; needs no token and no network
	@$(BIN)/seedwatch demo

install: $(RUNTIME) ## put the program and what it needs into .venv

run: $(RUNTIME) ## start the service with ./sources.yaml and ./.env
	@$(BIN)/seedwatch run

test: $(DEV) ## run the tests
	@$(BIN)/pytest

check: $(DEV) ## check style, types and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(DEV) ## say what can be measured; RUN="summaries.py articles.jsonl" measures
ifdef RUN
	@$(BIN)/python bench/$(RUN)
else
	@for each in bench/*.py; do echo "$$each: $$(sed -n '1s/^"""//p' "$$each")"; done
endif

tdlib: $(TDLIB) ## fetch Telegram's own parser, which some tests ask; needs npm

picture: $(DEV) ## draw docs/demo.svg anew from what the demo prints
	@$(BIN)/python docs/make_picture.py

words: $(DEV) ## collect the bot's own words for translation into bot/chat/catalogues
	@$(BIN)/python docs/make_words.py

lock: $(DEV) ## pin anew what pyproject.toml asks for; LOCK_OPTIONS=--upgrade takes the newest versions
	@$(LOCK) $(LOCK_OPTIONS) --group build pyproject.toml --output-file requirements/runtime.txt
	@$(LOCK) $(LOCK_OPTIONS) --all-extras --group build --group dev --constraints requirements/runtime.txt pyproject.toml \
		--output-file requirements/dev.txt

clean: ## remove what was made here, except data/ and .env
	@rm -rf $(VENV) .tdlib .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	@find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A name on the PATH need not work (a version manager's shim, a Python without venv), so each is tried.
$(CREATED):
	@for each in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
		if "$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$each; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or newer with its venv module was found. Install one (on Debian or Ubuntu:" \
			"apt-get install python3 python3-venv), or name one: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "creating $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV)
	@touch $@

$(RUNTIME): requirements/runtime.txt pyproject.toml $(CREATED)
	@echo "installing what the program needs"
	@$(PIP) --require-hashes --requirement requirements/runtime.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "installing what its tests need"
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

$(TDLIB): requirements/npm/package.json requirements/npm/package-lock.json
	@command -v npm >/dev/null || { echo "npm was not found. Install it (on Debian or Ubuntu: apt-get install npm)" >&2; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null
	@touch $@
