from pathlib import Path

import pytest

from cleaner.learn.teaching import Pack
from cleaner.proving import prove
from cleaner.report.rules import outcome
from tests.learn.corpus import examine, texts

RULE = """message = "promotion"
kind = "line"
safety = "safe"
[phrases]
en = ["buy my book"]
[[tests]]
name = "{name}"
input = "One.\\nBuy my book!\\nTwo."
want = "{want}"
"""


def rule(folder: Path, name: str, want: str, extra: str = "") -> Path:
    path = folder / "mysite" / "promo.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE.format(name=name, want=want) + extra)
    return path


def test_failing_case_shows_a_diff_and_missing_proof(tmp_path: Path) -> None:
    rule(tmp_path, "wrong", "One.\\nBuy my book!\\nTwo!")
    report = prove([tmp_path])
    assert not report.ok
    lines = "\n".join(outcome(report))
    assert "FAILED mysite/promo: wrong" in lines
    assert "-Two!" in lines
    assert "UNPROVED mysite/promo: no test shows what it must leave" in lines
    text = RULE.partition("[[tests]]")[0]
    (tmp_path / "mysite/promo.toml").write_text(text.format(name="", want=""))
    assert "0 tests of 1 rule: 0 passed" in "\n".join(outcome(prove([tmp_path])))


def test_a_rule_that_looks_for_nothing_is_told(tmp_path: Path) -> None:
    path = rule(tmp_path, "drops", "One.\\nTwo.")
    good = path.read_text()
    assert prove([tmp_path]).outcomes[0].verdict == "passed"
    path.write_text(good.replace('"line"', '"block"'))
    assert "no [start.phrases] and no start.patterns" in prove([tmp_path]).outcomes[0].reason
    path.write_text(good.replace('"buy my book"', ""))
    assert "nothing to look for, no [phrases]" in prove([tmp_path]).outcomes[0].reason
    path.write_text(good.replace("my book", "my books", 1))
    assert prove([tmp_path]).outcomes[0].reason == "the text is not what the case wants"


def test_near_miss_and_todo(tmp_path: Path) -> None:
    extra = (
        '[[tests]]\nname = "stays"\ninput = "To buy my book is easy."\nwant = "To buy my book is easy."\n'
        '[[tests]]\nname = "later"\ninput = "Buy my books"\nwant = ""\ntodo = true\n'
    )
    rule(tmp_path, "right", "One.\\nTwo.", extra)
    report = prove([tmp_path])
    assert report.ok
    assert [o.verdict for o in report.outcomes] == ["passed", "passed", "todo"]


def test_a_file_of_a_learned_pack_is_proved_in_its_company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examine(texts("shop", 8))[1]
    pack = Pack.at(tmp_path / "mysite")
    pack.write(pack.paths(found))
    report = prove([tmp_path / "mysite/among-others.toml"])
    assert report.ok, [one.reason for one in report.outcomes]
    assert {one.rule.id for one in report.outcomes} == {"mysite/among-others"}
    several = [tmp_path / "mysite" / name for name in ("among-others.toml", "header-lines.toml")]
    assert len({one.rule.id for one in prove(several).outcomes}) == 2
    monkeypatch.chdir(tmp_path)
    assert len({one.rule.id for one in prove([*several, "mysite"]).outcomes}) == len(pack.disk)
