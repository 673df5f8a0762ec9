# Every target sets .venv up by itself; pyproject.toml says what goes into it.
# A Python for which the engine has a wheel, brought by uv if need be; any other has to compile it.
HAS_WHEEL := import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 13)))
PYTHON ?= $(shell \
	for name in python3 python3.13 python3.11; do $$name -c "$(HAS_WHEEL)" 2>/dev/null && echo $$name && exit; done; \
	uv python find 3.13 2>/dev/null || (uv python install --quiet 3.13 && uv python find 3.13) 2>/dev/null || \
	(command -v cc >/dev/null && command -v python3))
MISSING := error: needs Python 3.13 or 3.11, or uv to bring one, or a C compiler for the engine
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
INSTALLED := $(VENV)/.installed
# The commands that older ones install load a module that takes longer than a short script.
PIP := pip>=25.2

.PHONY: run test test-select lint types format bench clean

run: $(INSTALLED)
	$(BIN)/ohosrun examples/post_json.js

test: $(READY)
	$(BIN)/python -m pytest -n 2

# What waits for sockets, with the way that Windows has.
test-select: $(READY)
	_OHOSRUN_POLLER=select $(BIN)/python -m pytest -n 2 tests/runtime/test_loop.py tests/runtime/example_server \
		tests/runtime/transport tests/runtime/watch

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The tests are for systems with forks and pipes; what they test is checked for each.
types: $(READY)
	$(BIN)/mypy
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin ohosrun.py runtime bindings
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 ohosrun.py runtime bindings

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# What a run needs.
$(INSTALLED): pyproject.toml Makefile
	@test -n "$(PYTHON)" || { echo "$(MISSING)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade '$(PIP)'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# And what the tests, lint and types need.
$(READY): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
