# `make site` publishes, `make test` proves; `make help` lists the rest. Works with GNU Make 3.81 (macOS) and newer.
# PYTHON=… names the interpreter that .venv is made with, ARGS=… is handed to the command of the target.

.DEFAULT_GOAL := help
.PHONY: help site serve desk draft build check test lint pytest soak bench lock audit sbom install install-dev system clean distclean

JISR := .venv/bin/jisr
RUN := .venv/bin/python -m
ARGS :=
ADVISORIES :=

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1	/p' Makefile | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

# A conflict or a wrong seed makes `draft` fail, and the other articles are published all the same.
site: install ## the whole site: install, draft what is missing, build
	@$(JISR) draft $(ARGS); drafted=$$?; $(JISR) build || exit; \
	printf '\nThe site is in %s/site/\n' "$$(pwd)"; \
	printf 'Look at it: make serve, or: python3 -m http.server -d site 8000, then http://localhost:8000/\n'; \
	exit $$drafted

serve: install ## the site on localhost, built again at each change
	@$(JISR) serve $(ARGS)

desk: install ## correct, approve and ask in a browser
	@$(JISR) desk $(ARGS)

draft: install ## fill in missing English
	@$(JISR) draft $(ARGS)

build: install ## build site/ from what is there
	@$(JISR) build $(ARGS)

check: install ## every check of texts, translations and glossary
	@$(JISR) check $(ARGS)

# mypy has one core only: the other installs what the tests need, and takes them at once. In CI nobody comes again for
# what mypy would keep.
test: install-dev ## ruff, mypy and all tests but the long ones
	@$(MAKE) --no-print-directory -j 2 lint pytest

lint: install-dev
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy --strict $(if $(CI),--cache-dir=/dev/null)

# One file's tests stay in one process: what a file builds once (a site, a browser) is then built once. The order of
# the files is that of tests/conftest.py: the longest first.
pytest: install-dev system
	@$(RUN) pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

soak: system ## the long tests
	@sh requirements/install.sh soak
	@$(RUN) pytest -m soak $(ARGS)
	@$(RUN) pytest -m "hypothesis and not soak" --hypothesis-profile soak $(ARGS)
	@$(RUN) tests.mutations --at-least 92

bench: install-dev ## the figures: a publication, beside other builders too; the engine, the name index, the search
	@for script in benchmarks/bench_*.py; do \
		printf '\n%s\n' "$$script"; $(RUN) "benchmarks.$$(basename "$$script" .py)" $(ARGS) || exit; done

lock: install ## pin requirements/*.in again (ARGS=--upgrade: to the newest)
	@sh requirements/lock.sh $(ARGS)

audit: install-dev ## licences and known vulnerabilities of what the locks pin (ADVISORIES=osv.zip: from that file)
	@$(RUN) requirements.dependencies audit $(ADVISORIES)

sbom: install-dev ## .build/sbom.json: the locks as a CycloneDX bill of materials
	@$(RUN) requirements.dependencies sbom .build/sbom.json

install: ## .venv as the locks say
	@sh requirements/install.sh run

install-dev:
	@sh requirements/install.sh dev

# Chromium, gettext, Node.js, Java: installed as root on Debian, else named in one line; then tests/web/ by npm.
system: install-dev
	@$(RUN) tests.system_tools

clean: ## remove what can be made again; .venv and models stay
	@rm -rf .build site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find build_tools tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## that, and .venv (of each Python)
	@rm -rf .venv .venv-*
