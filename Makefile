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

# On PostgreSQL as well: what asks the database in words of its own, or depends on how it locks.
BOTH_DATABASES := $(addprefix tests/web/test_,search.py intake.py processing.py worker.py backlog.py trace.py review.py \
	api.py stand_ins.py reminders.py audit_page.py originals.py)

test: $(VENV)/ready-dev check
	$(BIN)/pytest -q
	$(BIN)/python -m tests.postgresql_server $(BIN)/pytest -q $(BOTH_DATABASES)

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
