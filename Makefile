# Footnote. `make help` lists what can be made.
PYTHON ?= python3.11
# Where the CPU build of torch comes from. Elsewhere than here, name PyTorch's CPU index too (README, "Install").
TORCH ?= torch==2.13.0
ARTICLES ?= seeds
PORT ?= 7860
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check eval models native lock

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/installed ## set up everything, index seeds/ (or ARTICLES=folder), serve the page
	@$(BIN)/python -m rag fetch || echo "footnote: going on with what is there"
	@$(BIN)/python app.py --articles "$(ARTICLES)" --port $(PORT) $(if $(DATA),--data "$(DATA)")

test: .venv/installed models browser ## set up everything, run all checks and tests
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest

check: .venv/installed ## format, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/installed models ## how often answers about seeds/ are right: ENGINE=auto
	$(BIN)/python -m evals seeds/questions.jsonl --articles seeds --out out/seeds --engine $(or $(ENGINE),auto)

models: .venv/installed ## fetch the embedder and the local model, once per user
	@$(BIN)/python -m rag fetch

native: .venv/installed ## build llama.cpp for this machine's own instructions (ten minutes; reads prompts faster)
	$(BIN)/pip install --quiet cmake ninja
	PATH="$(CURDIR)/$(BIN):$$PATH" CMAKE_ARGS="-DLLAMA_LLGUIDANCE=OFF -DLLAMA_BUILD_BORINGSSL=OFF -DLLAMA_BUILD_UI=OFF" \
	$(BIN)/pip install --no-deps --force-reinstall --no-cache-dir --no-binary xllamacpp $$(grep -oE '^xllamacpp==[^ ]+' requirements.lock)

lock: ## resolve the dependencies anew into requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --extra torch-needs --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-emit-package torch --upgrade --quiet -o requirements.lock

# torch goes first and without a hash: which build of it is right depends on the machine. All else is checked by hash.
.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps $(TORCH)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	touch $@

.PHONY: browser
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null; \
	  else echo "the page's tests need Chromium; install it with: sudo apt-get install chromium" >&2; exit 1; fi; }
