# Everything a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PLUGINS := $(wildcard plugins/*)
EDITABLE := --no-deps --no-build-isolation --quiet $(foreach p,. $(PLUGINS),-e $(p))
# Modules are compiled once, not in every process, whatever the surroundings say.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo demo-systems test test-extras check bench bench-peers quality lock clean

demo: $(VENV)/run.done
	@$(BIN)/matcher demo

# One story for each of the founding systems, with the commands that staff would type.
demo-systems: $(VENV)/run.done
	@$(BIN)/matcher demo-systems

test: $(VENV)/dev.done
	@$(BIN)/python -m pytest -n 2

# What needs torch, a second model or a browser.
test-extras: $(VENV)/dev.done
	@$(BIN)/python -m pip install --quiet -r requirements/extras.txt
	@timeout 900 $(BIN)/python -m pytest -m extras

check: $(VENV)/dev.done
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Speed and memory, written into README.md and benchmarks/README.md: make bench [SIZE=10000,100000]
bench: $(VENV)/dev.done
	@$(BIN)/python -m benchmarks $(if $(SIZE),--size $(SIZE))

# The same beside other engines, which it installs: make bench-peers [SIZE=100000]
bench-peers: $(VENV)/dev.done
	@$(BIN)/python -m pip install --quiet -r benchmarks/peers/requirements.txt
	@$(BIN)/python -m benchmarks.peers $(if $(SIZE),--size $(SIZE))

# Linking quality on development sets, beside models that it installs (half an hour): make quality DATA=path/to/data
quality: $(VENV)/dev.done
	@$(BIN)/python -m pip install --quiet -r benchmarks/quality/requirements.txt
	@$(BIN)/python -m benchmarks.quality --data $(DATA) --write

lock:
	@pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras --allow-unsafe -o requirements/run.txt pyproject.toml requirements/run.in
	@pip-compile -q --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras --allow-unsafe -o requirements/dev.txt pyproject.toml requirements/run.in

clean:
	@rm -rf $(VENV) demo demo-sistemi

$(VENV)/run.done: requirements/run.txt pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install $(EDITABLE)
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/run.done
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
