"""What the documents show works when it is copied."""

import re
from pathlib import Path

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
