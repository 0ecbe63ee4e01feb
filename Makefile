# The commands a person uses; CI calls the same ones. `make run` and `make test` are all a new user needs.
PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS ?= 1

.PHONY: run test check setup setup-tests train evaluate bench fmt lock clean

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

evaluate: setup       ## FILE=questions.jsonl: score a running bot
	@$(BIN)/congdanso evaluate $(FILE)

bench: setup-tests    ## one turn of ours next to stock Rasa, in one run
	@$(BIN)/python tests/bench/turn_time.py

fmt: setup-tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: setup-tests     ## resolve the requirements again
	@$(PYTHON) deploy/lock.py

clean:                ## remove everything that was made, content and code excepted
	rm -rf .venv .venv-nlu .tools var models/*.tar.gz models/manifest.json
