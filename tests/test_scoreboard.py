"""``make bench`` says what it cannot measure before it begins."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks/scoreboard.py"
PAGE = {"text": "The mill turns.", "gold": "The mill turns.", "html": "<p>The mill turns.</p>"}


@pytest.mark.parametrize(
    ("page", "more", "said"),
    [
        (None, (), "pages.jsonl: no such file"),
        ({"text": "The mill turns."}, (), 'no page has "text", "html" and "gold"'),
        (PAGE, ("--cards", "cards.jsonl"), 'cards.jsonl: a card needs "text" and "cluster"'),
        (PAGE, ("--only", "clener"), "choose from"),
    ],
)
def test_what_cannot_be_measured_is_said_at_once(
    tmp_path: Path, page: dict[str, str] | None, more: tuple[str, ...], said: str
) -> None:
    if page is not None:
        (tmp_path / "pages.jsonl").write_text(json.dumps(page) + "\n")
    (tmp_path / "cards.jsonl").write_text('{"text": "The mill turns."}\n')
    command = [sys.executable, SCRIPT, "pages.jsonl", "--out", "out.md", *more]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.md").exists()
