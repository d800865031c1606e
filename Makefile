# Two commands do everything on a fresh machine: `make examine` and `make test`.
# Another Python: make test PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
READY := $(VENV)/.ready
OUT ?= out
GENUINE := sample_docs/documents/td3-2-0021-border-reader
FORGED := $(GENUINE)-photo-physical-ordinary
IN_LIGHTS = $(1)/data-page-white.jpg --uv $(1)/data-page-uv.jpg --ir $(1)/data-page-ir.jpg --channel scanner --inspected-on 2026-11-24
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# Nothing is installed whose hash is not written down; `make lock` writes them.
LOCKED = -m pip install --quiet --require-hashes --requirement
SUPPLY := $(VENV)/supply

.PHONY: help setup examine test test-extras docs lint format manifest schema wheel reproducible image lock audit sbom bench fuzz clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## Make .venv with docforensics, its engines and the development tools (`make examine` needs the core alone)

$(CORE): pyproject.toml requirements/core.txt tools/system_packages.sh
	sh tools/system_packages.sh
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "docforensics needs Python 3.11 to 3.13: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.13" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python $(LOCKED) requirements/core.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(READY): $(CORE) requirements/dev.txt
	sh tools/system_packages.sh tesseract-ocr
	$(BIN)/python $(LOCKED) requirements/dev.txt
	touch $@

examine: $(CORE)  ## Examine a genuine and a forged Utopia passport in three lights; write the pages to out/
	@mkdir -p $(OUT)
	@$(BIN)/docforensics examine $(call IN_LIGHTS,$(GENUINE)) --html $(OUT)/genuine.html
	@echo
	@$(BIN)/docforensics examine $(call IN_LIGHTS,$(FORGED)) --html $(OUT)/forged.html; status=$$?; \
	  test $$status -eq 10 || { echo "expected REFER or ALERT (10), got $$status" >&2; exit 1; }
	@echo
	@echo "The same as pages, with the findings drawn:"
	@echo "  $(abspath $(OUT))/genuine.html"
	@echo "  $(abspath $(OUT))/forged.html"

test: setup  ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

EXTRAS := tests/report/test_browser.py tests/editing/test_browser.py tests/batch/test_ray_executor.py tests/clients tests/service/test_postgres.py tests/service/test_openapi.py tests/service/test_browser.py tests/service/test_run.py tests/alerting/test_exchange.py

test-extras: setup  ## Install Chromium, TypeScript, Mono, PostgreSQL, Ray, MISP and STIX, and run the tests that need them; none may skip
	sh tools/system_packages.sh chromium typescript mono postgresql curl
	$(BIN)/python $(LOCKED) requirements/extras.txt
	$(BIN)/python -m pytest --no-skips $(EXTRAS)

docs: setup  ## Build the documentation into build/site, check its links, run the code on its pages
	sh tools/system_packages.sh openssl curl
	$(BIN)/python $(LOCKED) requirements/docs.txt
	$(BIN)/python -m tools.site
	$(BIN)/python -m sphinx -q -W --keep-going -E -d build/doctrees docs build/site
	$(BIN)/python -m tools.site.links build/site
	$(BIN)/python -m pytest -n auto --dist loadfile docs

lint: setup  ## Formatter, linter, types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: setup  ## Write the schema of reports, their codes and the types for clients from what the package declares
	$(BIN)/python tools/schema.py
	$(BIN)/python tools/alert_schema.py
	$(BIN)/python tools/codes.py
	$(BIN)/python tools/typescript.py

manifest: setup  ## Rewrite models/MANIFEST.toml after a model, calibration or template changed
	$(BIN)/python tools/manifest.py

wheel: setup  ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

reproducible: setup  ## Build the wheel twice, in other folders, at other times, under another umask: the bytes must be the same
	$(BIN)/python tools/reproducible.py

image: setup  ## Run the steps of the Containerfile in a clean root without an engine, start the service there and ask it (Linux, as root)
	sh tools/system_packages.sh debootstrap curl
	$(BIN)/python -m tools.image

$(SUPPLY)/.ready: requirements/supply.txt
	$(PYTHON) -m venv --clear $(SUPPLY)
	$(SUPPLY)/bin/python $(LOCKED) requirements/supply.txt
	touch $@

lock: setup $(SUPPLY)/.ready  ## Write hashes and licences of all that is installed, after pyproject.toml or constraints.txt changed
	PATH="$(abspath $(SUPPLY))/bin:$$PATH" $(BIN)/python tools/lock.py
	$(BIN)/python $(LOCKED) requirements/extras.txt
	$(BIN)/python tools/licences.py

audit: setup $(SUPPLY)/.ready  ## Ask for known vulnerabilities of what users install (core and extras)
	$(BIN)/python tools/audit.py $(SUPPLY)/bin/pip-audit

sbom: $(SUPPLY)/.ready  ## Write CycloneDX to dist/, with licences: sbom.json of the core and all extras, sbom-image.json of what the image installs
	$(call WRITE_SBOM,extras,sbom.json)
	$(call WRITE_SBOM,serve,sbom-image.json)

# Without a pip of its own, which would be listed.
define WRITE_SBOM
$(PYTHON) -m venv --clear --without-pip $(SUPPLY)/installed
$(SUPPLY)/bin/python -m pip --python $(SUPPLY)/installed/bin/python $(wordlist 3,9,$(LOCKED)) requirements/$(1).txt
@mkdir -p dist
$(SUPPLY)/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type library --output-reproducible --of JSON \
  --output-file dist/$(2) $(SUPPLY)/installed/bin/python
endef

bench: setup  ## Time one examination, stage by stage
	$(BIN)/python benchmarks/examine/examine.py

SECONDS_EACH ?= 60

fuzz: setup  ## Fuzz what strangers hand over, SECONDS_EACH a harness (60)
	$(BIN)/python $(LOCKED) requirements/fuzz.txt
	$(BIN)/python -m fuzz.run --seconds $(SECONDS_EACH)

clean:  ## Remove what these targets made
	rm -rf $(VENV) dist $(OUT)
