# Each target sets up what it needs first. `make help` lists them.

CONFIG ?= config/config.yaml
CORES ?= all
OPTIONS ?=
PYTHON ?= python3
VENV := .venv
NPM ?= npm
WEB := src/activation_atlas/viewer/web

INSTALLED := $(VENV)/installed
BUNDLE := $(WEB)/dist/viewer.js
RUN_NAME := import sys, yaml; from activation_atlas.settings import RunSettings, parse; \
	print(parse(RunSettings, yaml.safe_load(open(sys.argv[1]))).run)
RESULTS = $(CURDIR)/results/$$(python -c '$(RUN_NAME)' $(CONFIG))
SNAKEMAKE = snakemake $@ $(if $(PROFILE),--workflow-profile $(PROFILE),--cores $(CORES)) \
	--configfile $(CONFIG) $(OPTIONS)

# The set-up's own Python and npm come first.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := atlas
.PHONY: atlas figures classes neurons dreams dictionaries textures styles doodles
.PHONY: config test benchmark viewer lint format schema clean help

atlas: config ## make the atlas of CONFIG on CORES cores, or on the cluster of PROFILE
	$(SNAKEMAKE)
	@echo "The page: $(RESULTS)/atlas/index.html"

figures: config ## draw the figures of the review
	$(SNAKEMAKE)
	@echo "The page: $(RESULTS)/figures/index.html"

dictionaries: config ## say what each place of some images is to each layer
	$(SNAKEMAKE)
	@echo "The page: $(RESULTS)/dictionaries/index.html"

classes: config ## show classes by several recipes, on one sheet
	$(SNAKEMAKE)
	@echo "The sheet: $(RESULTS)/classes/sheet.png"

neurons: config ## show channels beside the images that excite them most
	$(SNAKEMAKE)
	@echo "The sheet lies in $(RESULTS)/neurons"

dreams textures styles doodles: config ## dream on photos; make textures, paintings, a landscape
	$(SNAKEMAKE)
	@echo "The sheet: $(RESULTS)/$@/sheet.png"

config: $(INSTALLED) $(BUNDLE)
	@test -f '$(CONFIG)' || { echo 'error: There is no config $(CONFIG): give the path of a YAML file.'; exit 1; }

test: $(INSTALLED) $(BUNDLE) ## run all tests
	cd $(WEB) && $(NPM) test
	pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

benchmark: atlas ## repeat the measurements that README.md reports
	set -e; for name in icons pictures recipes dictionaries textures materials samples googlenet \
		scale stages; do python benchmarks/$$name.py; done

viewer: $(BUNDLE) ## build the page's script and style

lint: $(INSTALLED) $(BUNDLE) ## check the style of Python, rules and page
	ruff check .
	ruff format --check .
	snakefmt --check workflow Snakefile
	cd $(WEB) && $(NPM) run check

format: $(INSTALLED) ## format Python and rules
	ruff check --fix .
	ruff format .
	snakefmt workflow Snakefile

schema: $(INSTALLED) ## write the config's schema, example and tables of keys from the settings
	python workflow/schemas/write.py

clean: ## remove the set-up and what it built; results/ stays
	rm -rf $(VENV) $(WEB)/node_modules $(WEB)/dist .pytest_cache .ruff_cache

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z ]+:.*## / {printf "%-32s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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
