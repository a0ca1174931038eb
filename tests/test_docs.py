"""What the documents show works when it is copied."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import run

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("document", ["README.md", "docs/rule-format.md"])
def test_the_rule_that_is_shown_proves_itself(document: str, tmp_path: Path) -> None:
    """A shipped rule that takes the same words would do it in its place."""
    text = (ROOT / document).read_text(encoding="utf-8")
    [rule] = re.findall(r"```toml\n(message = .*?)```", text, re.DOTALL)
    path = tmp_path / "my_rules/mysite/seed-catalogue.toml"
    path.parent.mkdir(parents=True)
    path.write_text(rule, encoding="utf-8")
    done = run("rules", "test", tmp_path / "my_rules")
    assert done.stdout == b"2 tests of 1 rule: 2 passed, 0 failed, 0 todo\n"
    assert done.returncode == 0


def examples(document: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("code", examples("docs/integrations.md"))
def test_the_adapters_do_what_is_shown(code: str, tmp_path: Path) -> None:
    for line in code.splitlines():
        if found := re.match(r"(?:import|from) (\w+)", line):
            pytest.importorskip(found[1])
    script = tmp_path / "example.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_library_does_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [code] = examples("README.md")
    monkeypatch.chdir(tmp_path)
    [rule] = re.findall(r"```toml\n(message = .*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    path = tmp_path / "my_rules/mysite/seed-catalogue.toml"
    path.parent.mkdir(parents=True)
    path.write_text(rule, encoding="utf-8")
    text = "The mill turns.\nREAD MORE"
    names: dict[str, Any] = {"text": text, "snippets": [text, text]}
    exec(code, names)
    assert names["result"].text == "The mill turns."
    assert names["original"] == text
    assert [line.removed for line in names["lines"]] == [False, True]
    assert [cluster.copies for cluster in names["clusters"]] == [2]
    assert names["tool"].clean(f"{text}\nOrder the seed catalogue").text == "The mill turns."
