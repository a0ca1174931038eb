import subprocess
import sys

import pytest

import cleaner
from tests.support import PROSE


def test_functions() -> None:
    text = f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}"
    result = cleaner.clean(text)
    assert result.text == f"{PROSE[0]}\n{PROSE[1]}"
    assert cleaner.restore(result.text, result.edits) == text
    assert [f.rule for f in cleaner.check(text)] == ["news/read-more"]
    assert cleaner.clean(text, ignore=["news"]).text == text
    card = f"{text}\nRelated Articles\nA title\n2 hours ago\nAnother\n3 hours ago"
    assert {c.document for c in cleaner.clean(card, id="doc").related} == {"doc"}


def test_every_public_name_is_there() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name) is not None
    with pytest.raises(AttributeError):
        cleaner.nothing  # noqa: B018


def test_import_is_light() -> None:
    code = "import sys, cleaner; print([m for m in ('re2', 'typer', 'numpy', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_typed() -> None:
    from importlib.resources import files

    assert files("cleaner").joinpath("py.typed").is_file()
