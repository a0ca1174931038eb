from pathlib import Path

from cleaner.proving import prove
from cleaner.report.rules import outcome

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
