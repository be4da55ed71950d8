# よりあい. `make` alone lists what can be done. Everything happens in this folder: .venv, data/var, tests/.out.

PYTHON_IN_VENV = .venv/bin/python
PARTS = $(PYTHON_IN_VENV) -m tests.parts
GUARDS = tests/test_architecture.py tests/test_vocabulary.py tests/test_glossary.py

# Without compiled files every start costs seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check format migrate glossary pictures proof journeys hostile bench clean venv-run venv-test machine

help:
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: venv-run  ## 画面を開く / start on http://127.0.0.1:8501 (PORT=…, DATABASE_URL=… for PostgreSQL)
	@$(PYTHON_IN_VENV) -m jobs prepare
	@echo "ブラウザーで http://127.0.0.1:$${PORT:-8501} を開いてください。止めるときは Ctrl+C です。"
	@exec $(PYTHON_IN_VENV) -m uvicorn app:app --host 127.0.0.1 --port $${PORT:-8501} \
		--timeout-graceful-shutdown 3 --no-access-log --no-server-header

test: venv-test machine  ## すべてのテスト / all tests, part by part (only="rules acts" for some parts)
	@$(PARTS) $(only)

check: venv-test  ## 書き方・型・決まり / layout, lint, types and the rules of the house
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) -m pytest -q $(GUARDS)

format: venv-test  ## 書き方をそろえる / lay out the code and mend what can be mended by itself
	$(PYTHON_IN_VENV) -m ruff check --fix-only .
	$(PYTHON_IN_VENV) -m ruff format .

migrate: venv-test  ## 表の変更を記録する / write a migration from the models (name=add_deadline)
	@test -n "$(name)" || { echo 'make migrate name=add_deadline'; exit 2; }
	$(PYTHON_IN_VENV) -m alembic revision --autogenerate -m "$(name)"

glossary: venv-test  ## 用語集を作り直す / write docs/GLOSSARY.md from the vocabulary and the lifecycles
	$(PYTHON_IN_VENV) -m jobs glossary

pictures: venv-test machine  ## 画面の写真を撮る / photograph the screens
	$(PYTHON_IN_VENV) -m tests.pictures

proof: venv-test machine  ## 長い試練 / the long trials (tests marked proof)
	@$(PARTS) --proof

journeys: venv-test machine  ## 画面の道のりをすべて / every journey in the browser, on both databases
	@$(PARTS) --whole journeys

hostile: venv-test machine  ## 攻撃と故障をすべて / every attack and fault
	@$(PARTS) --whole hostile

bench: venv-test machine  ## 速さをはかる / measure the room, as ratios to the goals (only="live"; DATABASE_URL=… for PostgreSQL)
	@$(PYTHON_IN_VENV) -m bench $(only)

clean:  ## 作られたものを消す / remove what was made, but never the database in data/var
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/.out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv-run:
	@.ci/venv run

venv-test:
	@.ci/venv test

machine: venv-test
	@.ci/machine
