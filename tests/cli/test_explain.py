"""``cleaner explain``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.matchers.test_structure import PAGE
from tests.support import PROSE, run


def test_a_line_of_the_overview_for_each_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{PAGE}\n\n")
    done = run("explain", tmp_path / "a.txt")
    shown = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert len(shown) == len(PAGE.split("\n"))
    assert shown[0].split()[:2] == ["1", "-"]
    assert "core/page-shape" in shown[0]
    assert (tmp_path / "a.txt").read_text() == f"{PAGE}\n\n"


def test_a_line_is_told_with_the_parts_of_its_score(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    done = run("explain", "a.txt", "--line", "6", "--top", "3", cwd=tmp_path)
    first, *rest = done.stdout.decode().splitlines()
    assert first == "a.txt:6: goes: Harbour"
    assert any("core/page-shape" in line or "web/menu-run" in line for line in rest)
    figures = [float(line.split()[0]) for line in rest if line.startswith("    ")]
    score = next(line for line in rest if "by the shape of the page" in line and "log" not in line)
    assert len(figures) == 5
    assert abs(sum(figures) - float(score.split("page ")[1].split(",")[0])) < 0.03


def test_json_holds_every_feature() -> None:
    done = run("explain", "-", "--output-format", "json", stdin=PAGE.encode())
    lines = json.loads(done.stdout)
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    score = lines[5]["score"]
    parts = sum(part["log_odds"] for part in score["parts"])
    assert abs(score["base"] + parts - score["log_odds"]) < 0.01
    assert any("weight" in name for part in score["parts"] for name in part["features"])


def test_lines_of_a_text_in_one_line_are_told_apart() -> None:
    text = " ".join(PAGE.split())
    shown = run("explain", "-", stdin=text.encode()).stdout.decode().splitlines()
    places = [line.split()[0] for line in shown]
    assert places[0] == "1"
    assert all(place.startswith("1:") for place in places[1:])
    found = json.loads(run("explain", "-", "--output-format", "json", stdin=text.encode()).stdout)
    assert [f"1:{one['column']}" for one in found[1:]] == places[1:]
    done = run("explain", "-", "--line", places[3], stdin=text.encode())
    assert done.stdout.decode().startswith(
        f"standard input:{places[3]}: goes: {found[3]['text']}\n"
    )
    assert len(run("explain", "-", "--line", "1", stdin=text.encode()).stdout) > len(done.stdout)


def test_wrong_lines_and_files(tmp_path: Path) -> None:
    done = run("explain", "-", "--line", "99", stdin=PROSE[0].encode())
    assert (done.returncode, b"blank or not there\n  without --line" in done.stderr) == (2, True)
    (tmp_path / "a.jsonl").write_text("{}")
    done = run("explain", tmp_path / "a.jsonl")
    assert (done.returncode, b"many documents" in done.stderr) == (2, True)
    assert run("explain", tmp_path / "none.txt").returncode == 2


def test_html_counts_as_extracted(tmp_path: Path) -> None:
    body = "".join(f"<p>{line} {PROSE[0]}</p>" for line in PROSE * 2)
    (tmp_path / "a.html").write_text(f"<html><body><article>{body}</article></body></html>")
    done = run("explain", tmp_path / "a.html")
    assert done.returncode == 0
    assert b"%" in done.stdout


def test_a_page_cannot_command_the_terminal(tmp_path: Path) -> None:
    text = "\n".join(
        (*PROSE, "A line with \x1b]0;a title\x07 and \x9bmore of it, or नदी\u200dके\t.")
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for arguments in ([], ["--line", "6"]):
        shown = run("explain", "a.txt", *arguments, cwd=tmp_path).stdout.decode()
        assert "A line with \\x1b]0;a title\\x07 and \\x9bmore of it, or नदी\u200dके\t." in shown
