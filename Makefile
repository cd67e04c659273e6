# make run   set up and serve at http://127.0.0.1:8000, watching inbox/
# make demo  the same in a throw-away folder, with sample letters dropped in and a login for each role
# make test  set up and pass every test
# make check format, lint, types, import contracts (part of make test)
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
EVALUATION ?=

.PHONY: run demo test check measure clean

run: $(VENV)/ready
	$(BIN)/vanthu serve

demo: $(VENV)/ready-dev
	$(BIN)/python -m tests.demo

test: $(VENV)/ready-dev check
	$(BIN)/pytest -q

check: $(VENV)/ready-dev
	./check

# Figures of docs/measurements.md; the evaluation sets are not part of the project.
measure: $(VENV)/ready-dev
	@test -n "$(EVALUATION)" || { echo "make measure EVALUATION=<folder of the evaluation sets>"; exit 2; }
	$(BIN)/python -m benchmarks.measure "$(EVALUATION)"

$(VENV)/ready: requirements.lock pyproject.toml setup.sh
	./setup.sh $(PYTHON) $(VENV) requirements.lock
	touch $@

$(VENV)/ready-dev: requirements-dev.lock pyproject.toml setup.sh
	./setup.sh $(PYTHON) $(VENV) requirements-dev.lock tests
	touch $(VENV)/ready $@

clean:
	rm -rf $(VENV) build *.egg-info
