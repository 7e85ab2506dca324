# The commands of the project. `make` alone tells what there is.

PYTHON ?= python3
DATA ?= var
PORT ?= 8000
ARGS ?=
BENCH_N ?= 1000000
# tests wait for processes, browsers and disks about as long as they compute; what one compiled the others need not
TESTERS ?= $(shell expr 2 \* $$(nproc))

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# the kernel ends the demo with make, also when make itself is killed; where setpriv is missing, Ctrl-C and TERM still do
WITH_MAKE := $(if $(shell command -v setpriv),setpriv --pdeathsig TERM)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test lint format coverage bench bench-quick screenshots wheel lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.runtime ## start the portal with fictional data on 127.0.0.1 (PORT=8000 DATA=var)
	@exec $(WITH_MAKE) $(BIN)/python -m portal demo --port "$(PORT)" --data "$(DATA)"

test: $(VENV)/.dev ## run all tests; installs what they need as root, and says so (ARGS="-k word")
	@sh .ci/provide.sh
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/.dev ## check style, types, floors and doors, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

format: $(VENV)/.dev ## put the code in its standard form
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

coverage: $(VENV)/.dev ## run the tests and report which branches they miss
	@sh .ci/provide.sh
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest -n auto $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	@echo "To be 100 %: domain, forms, mailboxes, core, sealing, vault"
	$(BIN)/coverage report --fail-under=100 \
	  --include='portal/domain/*,portal/forms/*,portal/mailboxes/*,portal/core/*,portal/sealing/*,portal/vault/*'

bench: $(VENV)/.dev ## measure all figures, both engines, up to BENCH_N=1000000 berichten; takes hours (ARGS="--only lezen")
	@$(BIN)/python -m benchmarks --n "$(BENCH_N)" $(ARGS)

bench-quick: $(VENV)/.dev ## measure the figures in short, on SQLite, in about two minutes (ARGS="--engines sqlite postgresql")
	@$(BIN)/python -m benchmarks --quick $(ARGS)

screenshots: $(VENV)/.dev ## picture every page and state at 1280 and 360 px, light and dark, in schermen/ (ARGS="--alleen beheer")
	@sh .ci/provide.sh
	@$(BIN)/python -m tests.gallery $(ARGS)

wheel: $(VENV)/.dev ## build dist/*.whl, with templates, static files and migrations inside
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

lock: ## renew uv.lock and the requirements files from pyproject.toml
	@sh .ci/lock.sh "$(PYTHON)"

clean: ## remove what these commands made, but never the data
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# A stamp per lock file: a second run is quick, a changed lock installs again.

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@echo "Installing what the portal needs, checked against the hashes in $< ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.made
	@echo "Installing what the portal and its tests need, checked against the hashes in $< ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@ $(VENV)/.runtime

# The project itself is not copied: a .pth file lets Python find it here, and $(BIN)/portal starts it.
$(VENV)/.made:
	@sh .ci/python.sh "$(PYTHON)"
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/berichtenportaal.pth"
	@printf '#!/bin/sh\nexec "%s/python" -m portal "$$@"\n' "$(CURDIR)/$(BIN)" > $(BIN)/portal
	@chmod 755 $(BIN)/portal
	@touch $@
