# Readout. `make` alone lists what can be made. Every target sets up .venv first, and only if that is needed.
#   make report                                  the demonstration corpus -> reports/demo/index.html
#   make report SOURCES=~/my-articles NAME=mine  your own articles        -> reports/mine/index.html
#   make report NAME=mine                        the same corpus again, with nothing new read

PYTHON  ?= python3
JOBS    ?= 2
# these three from the command line only: some systems have a NAME of their own in the environment
SOURCES  =
LAB      =
NAME     = $(if $(SOURCES),mine,demo)

VENV    := .venv
READY   := $(VENV)/.ready
BIN     := $(VENV)/bin
READOUT := $(BIN)/readout
PIP     := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
PYTEST  := env -u READOUT_CORPUS $(BIN)/python -m pytest -q -n $(JOBS)
CORPUS   = data/corpora/$(NAME)

LINTED    := $(wildcard src tests scripts benchmarks data/lexicons/*.py)
NOTEBOOKS := $(wildcard notebooks)

LOCK_VENV := .venv-lock
UV        := uv>=0.13,<0.14

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test test-fast bench notebooks lint lab lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

report: $(READY) ## read SOURCES (none: the demonstration) into data/corpora/NAME, and write reports/NAME/index.html
ifeq ($(strip $(SOURCES)),)
ifeq ($(NAME),demo)
	@$(READOUT) demo
endif
else
ifeq ($(NAME),demo)
	$(error NAME=demo is the demonstration corpus; give your own articles another name: make report SOURCES=... NAME=mine)
endif
	@$(READOUT) ingest $(SOURCES) --corpus $(CORPUS)
endif
	@$(READOUT) report --corpus $(CORPUS) --out reports/$(NAME)

test: $(READY) lint ## lint, unit tests, and every notebook on the demonstration corpus
	@$(READOUT) demo
	@$(READOUT) annotate --corpus data/corpora/demo
	@$(PYTEST)
	@$(PYTEST) --dist loadfile --nbval-lax --nbval-current-env --nbval-cell-timeout 120 notebooks

test-fast: $(READY) ## the unit tests that take no network and little time
	@$(PYTEST) -m "not slow"

bench: $(READY) ## what annotating takes beside NLTK, spaCy, ripgrep and others, and whether anything differs
	@$(READOUT) demo
	@env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/annotate.py

notebooks: $(READY) ## run every notebook anew on the demonstration corpus, and keep only the outputs that are checked
	@$(READOUT) demo
	@env -u READOUT_CORPUS $(BIN)/jupyter nbconvert --log-level ERROR --to notebook --inplace --execute notebooks/*.ipynb
	@$(BIN)/nbstripout --keep-count --extra-keys metadata.language_info notebooks/*.ipynb

lint: $(READY) ## check the code's style and layout, and change nothing
	@$(BIN)/ruff check --quiet $(LINTED) $(NOTEBOOKS)
	@$(BIN)/ruff format --check --quiet $(LINTED) || { echo "To lay these out: $(BIN)/ruff format $(LINTED)"; exit 1; }

lab: $(READY) ## open JupyterLab at the notebooks (LAB="--no-browser": options of its own)
	@$(BIN)/python -m jupyterlab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks $(LAB)

# What is pinned stays pinned as long as pyproject.toml allows it. The lock is replaced only if it has changed: a newer
# one makes a new .venv.
lock: $(LOCK_VENV)/.ready ## pin every dependency again, after a change of pyproject.toml (UPGRADE=1: take newer versions)
	@cp requirements.lock $(LOCK_VENV)/ 2>/dev/null || true
	@$(LOCK_VENV)/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --fork-strategy fewest \
		--extra dev --group build --no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) \
		--output-file $(LOCK_VENV)/requirements.lock pyproject.toml
	@cmp -s $(LOCK_VENV)/requirements.lock requirements.lock || cp $(LOCK_VENV)/requirements.lock requirements.lock
	@{ echo "# The versions of requirements.lock without their hashes, for conda and for pip's -c. Made by: make lock"; \
		sed -n -E 's/^([A-Za-z0-9].*[^ ]) *\\$$/\1/p' requirements.lock; } > constraints.txt
	@echo "$$(grep -c == constraints.txt) packages pinned in requirements.lock and constraints.txt"

clean: ## remove .venv, reports and caches; corpora stay
	@rm -rf $(VENV) $(LOCK_VENV) reports build dist .cache .pytest_cache .ruff_cache .hypothesis condaenv.*.requirements.txt
	@find src tests notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} + 2>/dev/null || true
	@echo "Removed .venv, reports and caches. Corpora and fetched files stay; to remove them too: rm -r data/corpora data/raw"

# A changed lock makes a new environment (nothing is left over from the old one); a changed pyproject.toml only installs
# Readout itself again. The lock is complete, so pip need not resolve: it checks each hash and unpacks.
$(VENV)/.locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Readout needs Python 3.11 or later, and $(PYTHON) is older. Try: make PYTHON=python3.13 ..."; exit 1; }
	@echo "Setting up $(VENV): about a minute, 1.1 GB, once"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@touch $@

$(READY): $(VENV)/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(LOCK_VENV)/.ready:
	@$(PYTHON) -m venv --clear $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip -qq --disable-pip-version-check install '$(UV)'
	@touch $@
