# What can be done here? `make` lists it. Needs Python 3.11 or newer and make; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
# Stamps: a step runs again only when a file that it read has changed.
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
PIP := -m pip --disable-pip-version-check -qq install
TDLIB := .tdlib/.installed
EMULATORS := $(patsubst requirements/emulators/%.txt,.emulators/%/.installed,$(wildcard requirements/emulators/*.txt))
SITE := .site/.installed
PEERS := .peers/.installed
LINT := .lint/.installed
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate
LOCK := $(COMPILE) --generate-hashes

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo run test soak fuzz check lint-deploy sbom pylock bench bench-full tdlib emulators picture words site lock clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## play a week of invented news in this terminal; needs no token and no network
	@$(BIN)/seedwatch demo

install: $(RUNTIME) ## put the program and what it needs into .venv

run: $(RUNTIME) ## start the service with ./sources.yaml and ./.env
	@$(BIN)/seedwatch run

test: $(DEV) ## run the tests; COVERAGE=1 also asks how much of the code they run, which takes twice as long
	@$(BIN)/pytest --numprocesses=auto --dist=worksteal $(if $(COVERAGE),--cov)

soak: $(DEV) ## kill the program 200 times, with feeds that go on, and look for what was lost; SOAK="--rounds 20" is shorter
ifdef FLEET
	@$(BIN)/python -m tests.faults.fleet $(FLEET)
else
	@$(BIN)/python -m tests.faults.chaos $(SOAK)
endif

fuzz: $(DEV) ## search for input that breaks DOOR (see tests/faults/any_input.py) for SECONDS; needs atheris
	@$(BIN)/python -m tools.fuzz $(DOOR) $(or $(SECONDS),300)

check: $(DEV) ## check style, types and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

lint-deploy: $(LINT) ## hold deploy/ and .github/ against what other people's tools know (needs promtool and shellcheck)
	@.lint/bin/hadolint deploy/Dockerfile
	@.lint/bin/yamllint --strict deploy .github
	@.lint/bin/zizmor --offline --quiet --no-progress .github
	@.lint/bin/python -m tools.check_chart dist/chart.yaml
	@.lint/bin/kubernetes-validate --strict --quiet dist/chart.yaml
	@for each in dist/chart.yaml deploy/Dockerfile; do .lint/bin/checkov --config-file .checkov.yaml --file $$each || exit; done
	@promtool check rules deploy/prometheus/alerts.yaml
	@promtool check config --syntax-only deploy/prometheus/scrape.yaml
	@shellcheck .ci/run

sbom: $(LINT) ## list what is in the image, as CycloneDX, in dist/sbom.cdx.json
	@mkdir -p dist
	@.lint/bin/cyclonedx-py requirements --output-reproducible requirements/postgres.txt \
		--outfile dist/sbom.cdx.json

pylock: $(DEV) ## write what the program needs as dist/pylock.toml, with the addresses that this machine's registry has
	@mkdir -p dist
	@$(COMPILE) --group build --constraints requirements/runtime.txt pyproject.toml --output-file dist/pylock.toml

bench: $(DEV) $(PEERS) ## measure polls, deliveries and growth beside other programs, and write docs/performance.md (minutes)
ifdef RUN
	@$(BIN)/python bench/$(RUN)
else
	@$(BIN)/python bench/report.py --peers $(dir $(PEERS))bin/python
endif

bench-full: $(DEV) $(PEERS) ## the same with more feeds, more rounds and a million stored entries (an hour)
	@$(BIN)/python bench/report.py --full --peers $(dir $(PEERS))bin/python

tdlib: $(TDLIB) ## fetch Telegram's own parser, which some tests ask; needs npm

emulators: $(EMULATORS) ## install a Telegram and a Slack that others wrote, which some tests talk to

picture: $(DEV) ## draw docs/demo.svg anew from what the demo prints
	@$(BIN)/python docs/make_picture.py

words: $(DEV) ## collect the bot's own words for translation into bot/chat/catalogues
	@$(BIN)/python docs/make_words.py

site: $(SITE) ## build the documentation as a site into .site/html; a broken link is an error
	@NO_MKDOCS_2_WARNING=1 .site/bin/mkdocs build --quiet

lock: $(DEV) ## pin anew what pyproject.toml asks for; LOCK_OPTIONS=--upgrade takes the newest versions
	@$(LOCK) $(LOCK_OPTIONS) --group build pyproject.toml --output-file requirements/runtime.txt
	@$(LOCK) $(LOCK_OPTIONS) --extra postgres --group build --constraints requirements/runtime.txt pyproject.toml \
		--output-file requirements/postgres.txt
	@$(LOCK) $(LOCK_OPTIONS) --all-extras --group build --group dev --constraints requirements/runtime.txt pyproject.toml \
		--output-file requirements/dev.txt
	@$(LOCK) $(LOCK_OPTIONS) --group site --output-file requirements/site.txt
	@$(LOCK) $(LOCK_OPTIONS) --group lint --output-file requirements/lint.txt
	@$(LOCK) $(LOCK_OPTIONS) --group peers --output-file requirements/peers.txt
	@$(LOCK) $(LOCK_OPTIONS) --group telemelya --output-file requirements/emulators/telemelya.txt
	@$(LOCK) $(LOCK_OPTIONS) --group backlot --output-file requirements/emulators/backlot.txt

clean: ## remove what was made here, except data/ and .env
	@rm -rf $(VENV) .tdlib .emulators .site .peers .lint .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
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
	@echo "installing what the program needs, which takes a minute or two"
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/runtime.txt
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "installing what its tests need"
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

$(TDLIB): requirements/npm/package.json requirements/npm/package-lock.json
	@command -v npm >/dev/null || { echo "npm was not found. Install it (on Debian or Ubuntu: apt-get install npm)" >&2; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null
	@touch $@

$(SITE): requirements/site.txt $(CREATED)
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --requirement $<
	@touch $@

$(LINT): requirements/lint.txt $(CREATED)
	@echo "installing what looks over deploy/"
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --requirement $<
	@touch $@

$(PEERS): requirements/peers.txt $(CREATED)
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --requirement $<
	@touch $@

# Each in an environment of its own: what it needs would not go with what we need.
.emulators/%/.installed: requirements/emulators/%.txt $(CREATED)
	@echo "installing $*"
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --requirement $<
	@touch $@
