"""Where results may go: never over a source, whatever links stand in the output folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.engine.plan import plan
from tests.engine.test_run import tree
from tests.support import page, run

DIRTY = page("READ MORE")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages, one of them in a folder below and one behind a link."""
    (tmp_path / "pages/sub").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    for name in ("pages/a.txt", "pages/b.txt", "pages/sub/c.txt", "elsewhere/d.txt"):
        (tmp_path / name).write_text(DIRTY)
    (tmp_path / "pages/linked").symlink_to("../elsewhere")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "leads", "document"),
    [
        ("sub", "../pages/sub", "sub/c.txt"),
        ("b.txt", "../pages/b.txt", "b.txt"),
        ("b.txt", "../pages/new.txt", "b.txt"),
        ("linked", "../elsewhere", "linked/d.txt"),
    ],
)
def test_a_link_in_the_output_that_leads_to_the_sources(
    folder: Path, name: str, leads: str, document: str
) -> None:
    (folder / "out" / name).symlink_to(leads)
    before = tree(folder / "pages") | tree(folder / "elsewhere")
    for command in (("clean",), ("dedup", "--unit", "paragraph")):
        for _ in range(2):
            done = run(*command, "pages", "-o", "out", cwd=folder)
            assert done.returncode == 2
            said = done.stderr.decode()
            assert f"out/{document}: a link leads from here into the sources" in said
            assert said.count("error: ") == 1
        assert tree(folder / "pages") | tree(folder / "elsewhere") == before


def test_a_source_that_is_named_alone(folder: Path) -> None:
    (folder / "out/b.txt").symlink_to("../pages/b.txt")
    done = run("clean", "pages/b.txt", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert (folder / "pages/b.txt").read_text() == DIRTY


def test_links_to_other_places_are_written_through(folder: Path) -> None:
    (folder / "there").mkdir()
    (folder / "out/sub").symlink_to("../there")
    (folder / "also").symlink_to("out")
    assert run("clean", "pages", "-o", "also", cwd=folder).returncode == 0
    assert (folder / "there/c.txt").read_text() == page()


@pytest.mark.parametrize("name", [".cleaner.lock", ".cleaner", "ledger.jsonl"])
def test_results_with_the_names_of_the_runs_own_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(DIRTY)
    done = run("clean", f"in/{name}", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "would overwrite the run's own file" in done.stderr.decode()


def test_a_page_with_the_name_of_a_folder(tmp_path: Path) -> None:
    """It had a record in the ledger, and no file."""
    (tmp_path / "in/a.txt").mkdir(parents=True)
    (tmp_path / "in/a.txt/b.md").write_text(DIRTY)
    (tmp_path / "in/a.html").write_text(f"<p>{page()}</p>")
    done = run("clean", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "in/a.html would be written where the folder" in done.stderr.decode()
    assert (tmp_path / "out/a.txt/b.md").read_text() == page()
    assert run("restore", "out", "-o", "back", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("command", [
    ["clean", "", "--in-place"], ["clean", "a.txt", "-o", ""], ["clean", "a.txt", "", "-o", "o"],
    ["check", "", "--fix"], ["dedup", "", "-o", "o"], ["dedup", "a.txt", "-o", ""],
    ["learn", "", "-o", "o"], ["learn", "a.txt", "-o", ""], ["restore", "", "--in-place"],
    ["restore", "o", "-o", ""], ["eval", "", "a.txt"], ["clean", "file://", "--in-place"],
    ["check", "a.txt", "--rules", ""],
])  # fmt: skip
def test_nothing_is_no_path(tmp_path: Path, command: list[str]) -> None:
    """It was the current folder: all that stood in it was cleaned."""
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert "names no file and no folder" in said or "is empty" in said
    assert "is here" in said or "is the current folder" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == DIRTY


def test_a_folder_by_its_dot(folder: Path) -> None:
    jobs, problems = plan([str(folder / "pages") + "/."], folder / "out")
    assert len(jobs) == 4
    assert not problems
