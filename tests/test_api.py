import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.errors import ConfigError, RuleError
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


@pytest.mark.parametrize(
    ("text", "words"), [(None, "not NoneType"), (b"a", "decode it first"), (["a"], "not list")]
)
def test_what_is_no_text_is_said(text: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        cleaner.clean(text)
    with pytest.raises(TypeError, match=words):
        cleaner.check(text)
    with pytest.raises(TypeError, match=words):
        cleaner.explain(text)


def test_a_name_that_is_no_setting_is_said() -> None:
    wrong: dict[str, Any] = {"foo": 1}
    for function in (lambda: cleaner.clean("a", **wrong), lambda: cleaner.Cleaner(**wrong)):
        with pytest.raises(TypeError, match="unexpected keyword argument 'foo'") as caught:
            function()
        assert "Settings" not in str(caught.value)


def test_one_name_is_as_good_as_a_list_of_one(tmp_path: Path) -> None:
    text = "A sentence of the mill.\nREAD MORE\nADVERTISEMENT"
    kept = cleaner.clean(text, ignore="news/read-more").text
    assert kept == cleaner.clean(text, ignore=["news/read-more"]).text
    assert "READ MORE" in kept
    assert cleaner.clean(text, select="commerce").text == kept
    with pytest.raises(RuleError, match="nowhere"):
        cleaner.Cleaner(rules=tmp_path / "nowhere")


def test_several_names_may_be_a_set() -> None:
    text = "A sentence of the mill.\nREAD MORE\nADVERTISEMENT"
    assert cleaner.clean(text, select={"commerce"}).text == "A sentence of the mill.\nREAD MORE"


def test_what_an_extractor_left_can_be_said() -> None:
    text = "\n".join((*PROSE, "Home", "Sport", "Weather"))
    assert cleaner.clean(text, extracted=True) == cleaner.Cleaner().clean(text, extracted=True)


def test_findings_have_the_lines_that_people_see() -> None:
    def lines(text: str) -> list[tuple[int, int]]:
        return [(found.line, found.end_line) for found in cleaner.check(text)]

    for end in ("\n", "\r\n", "\r"):
        assert lines(end.join([PROSE[0], "READ MORE", PROSE[1]])) == [(1, 2)]
        assert lines(end.join([PROSE[0], "", "READ MORE"])) == [(2, 3)]
    # A line end that is mended has the lines on both sides.
    broken = f"{PROSE[0]}\nThe blossom was open, according to\nMarta Oyelaran\n, who keeps bees."
    assert lines(broken) == [(1, 3), (2, 4)]


def test_a_finding_of_cards_has_them() -> None:
    text = "\n".join(
        (*PROSE, "Related Articles", "A title", "2 hours ago", "Another", "3 hours ago")
    )
    (found,) = cleaner.check(text, id="doc")
    assert [(card.title, card.document) for card in found.cards] == [
        ("A title", "doc"),
        ("Another", "doc"),
    ]


OUTSIDE = """
import cleaner
from cleaner import CleanerSettings, Level

level: Level = "safe"
settings: CleanerSettings = {"level": level, "rules": "my_rules/", "related": "drop"}
result = cleaner.clean("text", id="a", **settings)
text: str = cleaner.restore(result.text, result.edits)
status: cleaner.Status = result.status
rules: list[str] = [finding.rule for finding in cleaner.check("text", select=["news"])]
copies: list[int] = [c.copies for c in cleaner.dedup([{"text": "a", "age": "1 day ago"}, "b"])]
lines: list[bool] = [line.removed for line in cleaner.explain("text", level="safe")]
"""


WRONG = {
    'cleaner.clean("text", lvel="safe")': 'did you mean "level"?',
    'cleaner.check("text", select=5)': 'Argument "select" to "check"',
    'cleaner.Cleaner(level="sfe")': 'Argument "level" to "Cleaner"',
}


@pytest.mark.parametrize("wrong", [{}, WRONG])
def test_types_help_people_outside(wrong: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "outside.py"
    script.write_text("\n".join((OUTSIDE, *wrong, "")))
    # What a caller has of an installed package: its types, but no errors from inside.
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", script.name]
    paths = {"MYPYPATH": str(Path(cleaner.__file__).parent.parent)}
    done = subprocess.run(
        [*command, f"--cache-dir={tmp_path}", "--config-file="],
        cwd=tmp_path,
        env=os.environ | paths,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count(": error:") == len(wrong), done.stdout + done.stderr
    assert done.returncode == bool(wrong)
    assert all(said in done.stdout for said in wrong.values())


def test_a_share_is_a_share() -> None:
    with pytest.raises(ConfigError, match="max_removed is '20%'"):
        cleaner.Cleaner(max_removed="20%")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="max_removed is 20"):
        cleaner.Cleaner(max_removed=20)


def test_a_cleaner_shows_its_settings() -> None:
    tool = cleaner.Cleaner(level="safe", select="news")
    assert repr(tool) == "Cleaner(level='safe', select=('news',))"
    assert repr(cleaner.Cleaner(max_removed=0)) == "Cleaner(max_removed=0)"
    assert tool.settings.level == "safe"
    with pytest.raises(AttributeError):
        tool.settings = cleaner.Cleaner().settings  # type: ignore[misc]


WRONG_SETTINGS: list[dict[str, Any]] = [
    {"rules": None},
    {"rules": [None]},
    {"rules": {"id": "a/b"}},
    {"select": b"news"},
    {"ignore": 5},
    {"mojibake": "yes"},
    {"max_removed": True},
    {"level": "sfe"},
]


@pytest.mark.parametrize("wrong", WRONG_SETTINGS, ids=str)
def test_what_is_no_setting_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} is "):
        cleaner.clean("text", **wrong)


RULE = 'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\nmul = ["{}"]\n'


def test_rules_that_change_count_from_then_on(tmp_path: Path) -> None:
    rule = tmp_path / "mill" / "sign.toml"
    rule.parent.mkdir()
    text = f"{PROSE[0]}\nfirst sign\nother sign"
    for words, want in [("first sign", "other sign"), ("other sign", "first sign")]:
        rule.write_text(RULE.format(words))
        assert cleaner.clean(text, rules=tmp_path, select="mill").text == f"{PROSE[0]}\n{want}"


def test_the_same_cleaner_serves_who_asks_again() -> None:
    tool = cleaner.Cleaner(level="safe", ignore=["social", "news"])
    first, second = (pickle.loads(pickle.dumps(tool)) for _ in range(2))
    assert first is second
    assert first.settings == tool.settings
    assert copy.copy(tool) is copy.deepcopy(tool) is tool


def test_another_folder_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = tmp_path / "own" / "mill" / "sign.toml"
    rule.parent.mkdir(parents=True)
    rule.write_text(RULE.format("first sign"))
    monkeypatch.chdir(tmp_path)
    data = pickle.dumps(cleaner.Cleaner(rules="own", select="mill"))
    monkeypatch.chdir("/")
    assert pickle.loads(data).clean(f"{PROSE[0]}\nfirst sign").text == PROSE[0]
