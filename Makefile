.PHONY: demo test fuzz lint bench docs

demo:
	python3 .ci/do.py demo

test:
	python3 .ci/do.py test

fuzz:
	python3 .ci/do.py setup
	HYPOTHESIS_PROFILE=long .venv/bin/pytest -n auto --dist loadgroup tests/test_promises.py tests/matchers

bench:
	python3 .ci/do.py bench

lint:
	python3 .ci/do.py setup
	.venv/bin/ruff check --fix . && .venv/bin/ruff format . && .venv/bin/mypy

docs:
	python3 .ci/do.py setup
	.venv/bin/python docs/generate.py
