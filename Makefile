# Each target sets up what it needs first. `make help` lists them.

CONFIG ?= config/config.yaml
CORES ?= all
PYTHON ?= python3
VENV := .venv
NPM ?= npm
WEB := src/activation_atlas/viewer/web

INSTALLED := $(VENV)/installed
BUNDLE := $(WEB)/dist/viewer.js
RUN_NAME := import sys, yaml; from activation_atlas.settings import RunSettings, parse; \
	print(parse(RunSettings, yaml.safe_load(open(sys.argv[1]))).run)

# The set-up's own Python and npm come first.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := atlas
.PHONY: atlas figures test benchmark viewer lint format schema clean help

atlas: $(INSTALLED) $(BUNDLE) ## make the atlas of CONFIG on CORES cores, and say where its page is
	@test -f '$(CONFIG)' || { echo 'error: There is no config $(CONFIG): give the path of a YAML file.'; exit 1; }
	snakemake --cores $(CORES) --configfile $(CONFIG)
	@echo "The page: $(CURDIR)/results/$$(python -c '$(RUN_NAME)' $(CONFIG))/atlas/index.html"

figures: $(INSTALLED) ## draw the figures of the review, and say where their page is
	snakemake figures --cores $(CORES) --configfile $(CONFIG)
	@echo "The page: $(CURDIR)/results/$$(python -c '$(RUN_NAME)' $(CONFIG))/figures/index.html"

test: $(INSTALLED) $(BUNDLE) ## run all tests
	cd $(WEB) && $(NPM) test
	pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

benchmark: atlas ## repeat the measurements that README.md reports
	set -e; for name in icons pictures recipes dictionaries textures materials samples googlenet \
		scale stages; do python benchmarks/$$name.py; done

viewer: $(BUNDLE) ## build the page's script and style

lint: $(INSTALLED) ## check the style of Python, rules and page
	ruff check .
	ruff format --check .
	snakefmt --check workflow
	cd $(WEB) && $(NPM) run check

format: $(INSTALLED) ## format Python and rules
	ruff check --fix .
	ruff format .
	snakefmt workflow

schema: $(INSTALLED) ## write the config's schema and table of keys from the settings
	python workflow/schemas/write.py

clean: ## remove the set-up and what it built; results/ stays
	rm -rf $(VENV) $(WEB)/node_modules $(WEB)/dist .pytest_cache .ruff_cache

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	@echo 'Installing into $(VENV): some minutes and 7 GB'
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(BUNDLE): $(INSTALLED) src/activation_atlas/palette.css $(wildcard $(WEB)/src/*/* $(WEB)/*.json)
	cd $(WEB) && $(NPM) ci --no-audit --no-fund && $(NPM) run build
	touch $@
