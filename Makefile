.PHONY: demo test lint bench docs

demo:
	python3 .ci/do.py demo

test:
	python3 .ci/do.py test

bench:
	python3 .ci/do.py bench

lint:
	python3 .ci/do.py setup
	.venv/bin/ruff check --fix . && .venv/bin/ruff format . && .venv/bin/mypy

docs:
	python3 .ci/do.py setup
	.venv/bin/python docs/generate.py
