# Footnote. `make help` lists what can be made.
PYTHON ?= python3.11
# Where the CPU build of torch comes from. Elsewhere than here, name PyTorch's CPU index too (README, "Install").
TORCH ?= torch==2.13.0
ARTICLES ?= seeds
PORT ?= 7860
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test soak check eval bench gate baseline record models native lock

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/installed ## set up everything, index seeds/ (or ARTICLES=folder), serve the page
	@$(BIN)/python -m rag fetch || echo "footnote: going on with what is there"
	@$(BIN)/python app.py --articles "$(ARTICLES)" --port $(PORT) $(if $(DATA),--data "$(DATA)")

test: .venv/installed models browser ## set up everything, run all checks and tests
	$(MAKE) --no-print-directory check
	$(MAKE) --no-print-directory gate
	$(BIN)/python -m pytest

soak: .venv/installed browser ## run the tests of the page RUNS times (20), and say which failed how often
	$(BIN)/python tests/soak.py $(or $(RUNS),20)

check: .venv/installed ## format, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/installed models ## how often answers about seeds/ are right: ENGINE=auto
	$(BIN)/python -m evals seeds/questions.jsonl --articles seeds --out out/seeds --engine $(or $(ENGINE),auto)

# docs/bench.md says how to read it. With other articles: BENCH="CASES --articles DIR"; one part alone: BENCH="--only cold"
bench: .venv/installed models ## how fast and how small is it on this machine? Ten minutes on an idle one, all in out/bench
	$(BIN)/python -m evals bench --out out/bench $(BENCH)

# The runs of the gate: quotes; recorded replies of the local model, as it reads, as it would write prose behind an
# endpoint, and as it reads articles with planted instructions; and replies written by hand that hold a slip each.
EVALS := $(BIN)/python -m evals
SEEDS := seeds/questions.jsonl --articles seeds --data out/gate/seeds
PLANTED := evals/injection/cases.jsonl --articles evals/injection/articles --data out/gate/planted
QUOTES := $(SEEDS) --engine extractive --out out/gate/quotes
READ := $(SEEDS) --engine local --robust --out out/gate/read --replies evals/baseline/read/replies.jsonl
PROSE := $(SEEDS) --engine openai --out out/gate/prose --replies evals/baseline/prose/replies.jsonl
SLIPS := evals/slips/cases.jsonl --articles seeds --data out/gate/seeds --engine openai --out out/gate/slips --replies evals/slips/replies.jsonl
INJECTED := $(PLANTED) --engine local --out out/gate/injected --replies evals/baseline/injected/replies.jsonl

gate: .venv/installed models ## are answers as good as the baseline in evals/baseline? Fails when any case broke
	$(EVALS) $(QUOTES) --baseline evals/baseline/quotes --hold all
	$(EVALS) $(READ) --baseline evals/baseline/read --hold all
	$(EVALS) $(PROSE) --baseline evals/baseline/prose --hold all
	$(EVALS) $(SLIPS) --baseline evals/baseline/slips --hold all
	$(EVALS) $(INJECTED) --baseline evals/baseline/injected --hold all

record: .venv/installed models ## have the models answer anew what the gate replays (minutes; needs an endpoint, too), and take it as the baseline
	$(EVALS) $(READ) --record
	$(EVALS) $(PROSE) --record
	$(EVALS) $(INJECTED) --record
	$(MAKE) --no-print-directory baseline

baseline: .venv/installed models ## take the answers as they are now as the baseline of the gate: read what changed before
	for run in quotes read prose slips injected; do mkdir -p evals/baseline/$$run; done
	$(EVALS) $(QUOTES)
	$(EVALS) $(READ)
	$(EVALS) $(PROSE)
	$(EVALS) $(SLIPS)
	$(EVALS) $(INJECTED)
	for run in quotes read prose slips injected; do cp out/gate/$$run/results.jsonl evals/baseline/$$run/ || exit 1; done

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
