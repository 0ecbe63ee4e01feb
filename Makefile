# The commands a person uses; CI calls the same ones. `make run` and `make test` are all a new user needs.
PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS ?= 1

.PHONY: run test check setup setup-tests train evaluate bench bench-search bench-nlu embeddings fmt lock clean

run: setup            ## set everything up and start the bot on http://127.0.0.1:8000
	@$(BIN)/congdanso run

test: setup-tests     ## run all tests (starts the real processes too)
	@$(BIN)/python -m pytest $(ARGS)

check: setup-tests    ## lint, format, types, import contract, content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/congdanso check-content

setup:
	@$(PYTHON) deploy/environments.py

setup-tests:
	@$(PYTHON) deploy/environments.py --with-tests

train: setup          ## train the model if its inputs changed
	@$(BIN)/congdanso train

evaluate: setup       ## FILE=questions.jsonl (or a folder): score a running bot
	@$(BIN)/congdanso evaluate $(FILE) $(ARGS)

embeddings: setup     ## the extra for other embedding models (docs/embedding.md says how to avoid GPU libraries)
	@$(PYTHON) -m pip --python $(BIN)/python install -r deploy/requirements/embeddings.in

bench: setup-tests    ## one turn of ours next to stock Rasa, in one run
	@$(BIN)/python tests/bench/turn_time.py

bench-nlu: setup-tests ## our understanding next to stock Rasa's: hours, unless ARGS="--folds 0 --epochs 12"
	@PYTHONPATH=. $(BIN)/python -m tests.bench.nlu.compare $(ARGS)

bench-search: setup-tests ## the search at 2,642, 20,000 and 100,000 entries, next to SQLite FTS5 and bm25s
	@$(BIN)/python tests/bench/search/search_time.py $(ARGS)

fmt: setup-tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: setup-tests     ## resolve the requirements again
	@$(PYTHON) deploy/lock.py

clean:                ## remove everything that was made, content and code excepted
	rm -rf .venv .venv-nlu .tools var models/*.tar.gz models/manifest.json
