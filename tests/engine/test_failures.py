"""``failures.jsonl`` names all that failed, also what was no source before the run began."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cleaner import cluster, pipeline
from cleaner.engine import local
from cleaner.engine.plan import plan
from cleaner.engine.worker import Outcome, Settings
from cleaner.model import Edit
from tests.support import PROSE, page, run


def failed(out: Path) -> list[tuple[str, str]]:
    lines = (out / "failures.jsonl").read_text().splitlines()
    return [(found["source"], found["error"]) for found in map(json.loads, lines)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(page("READ MORE"))
    (tmp_path / "in/bytes.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "in/a.html").write_text(f"<p>{page()}</p>")
    return tmp_path


@pytest.mark.parametrize("command", [("clean",), ("dedup", "--unit", "paragraph")])
def test_sources_that_cannot_be_worked_on(folder: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "in", "gone.jsonl", "-o", "out", cwd=folder)
    assert done.returncode == 2
    found = failed(folder / "out")
    assert (
        "gone.jsonl",
        "gone.jsonl: no such file or folder (check the spelling of the path)",
    ) in (found)
    assert {source for source, _ in found} >= {"gone.jsonl", "bytes.txt"}
    told = done.stderr.decode()
    assert f"{len(found)} failures, listed above" in told
    assert all(told.count(error.split(" (")[0]) == 1 for _, error in found)
    run(*command, "in/a.txt", "-o", "out", cwd=folder)
    assert not (folder / "out/failures.jsonl").exists()


def test_two_sources_of_one_result(folder: Path) -> None:
    done = run("clean", "in", "-o", "out", "--json-progress", cwd=folder)
    assert done.returncode == 2
    assert [source for source, _ in failed(folder / "out")] == ["a.txt", "bytes.txt"]
    told = {line["event"]: line for line in map(json.loads, done.stderr.splitlines())}
    assert told["end"]["failures"] == told["totals"]["failures"] == 2
    assert "a.txt" in told["error"]["message"] or "bytes.txt" in told["error"]["message"]
    assert told["totals"]["documents"] == 1


def test_nothing_is_listed_where_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert run("clean", "in/a.txt", "gone", "--dry-run", cwd=folder).returncode == 2
    assert sorted(folder.rglob("*")) == before


def test_from_python(folder: Path) -> None:
    sources = [folder / "in/a.txt", folder / "gone"]
    totals = cluster.clean(sources, folder / "out", engine="local")
    assert totals.failures == [error for _, error in failed(folder / "out")]
    assert len(totals.failures) == 1


def test_a_record_that_memory_does_not_hold(tmp_path: Path) -> None:
    """It is too much before it is a text, and yet costs the file nothing else."""
    small = json.dumps({"text": page("READ MORE")}).encode() + b"\n"
    large = b'{"text": "' + b"one more line of it\\n" * 4_000_000 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(small + large + small)
    done = run("clean", "a.jsonl", "-o", "out", "--memory", "300MB", cwd=tmp_path)
    assert done.returncode == 2
    found = [json.loads(line) for line in (tmp_path / "out/failures.jsonl").open()]
    assert [(f["source"], f["document"], f["record"], f["set_aside"]) for f in found] == [
        ("a.jsonl", "a.jsonl:2", 2, True)
    ]
    assert "took more memory" in found[0]["error"]
    first, same, last = (tmp_path / "out/a.jsonl").read_bytes().splitlines(keepends=True)
    assert same == large
    assert first == last
    assert json.loads(first) == {"text": page()}


def test_results_that_cannot_be_put_in_place(tmp_path: Path) -> None:
    """Something takes their place while they wait; what is not there is done again on resuming."""
    names = [f"{i}.txt" for i in range(3)]
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / name).write_text(page("READ MORE"))
    out = tmp_path / "out"
    jobs, _ = plan([str(tmp_path / "in")], out)
    left = iter(jobs)

    def occupy(_: int) -> None:
        if (job := next(left)).document != "1.txt":
            job.target.mkdir()

    def stop(outcome: Outcome) -> None:
        if outcome.document == "2.txt":
            raise KeyboardInterrupt

    totals = local.run(jobs, Settings(), progress=occupy)
    assert [error for _, error in failed(out)] == totals.failures
    assert [source for source, _ in failed(out)] == ["0.txt", "2.txt"]
    left = iter(jobs)
    (out / "0.txt").rmdir()
    (out / "2.txt").rmdir()
    with pytest.raises(KeyboardInterrupt):
        local.run(jobs, Settings(), progress=occupy, watch=stop)
    (out / "0.txt").rmdir()
    assert local.run(jobs, Settings(), resume=True).failures
    assert (out / "0.txt").read_text() == page()


@pytest.mark.parametrize("line", ['{"text": "mine"}', "[1]", "no JSON"])
@pytest.mark.parametrize(
    ("command", "names"),
    [
        (("clean",), ["failures.jsonl", "related.jsonl"]),
        (("dedup",), ["failures.jsonl", "clusters.jsonl"]),
    ],
)
def test_files_of_the_user_stay(
    folder: Path, command: tuple[str, ...], names: list[str], line: str
) -> None:
    out = folder / "out"
    for name in names:
        out.mkdir()
        (out / name).write_text(line + "\n")
        done = run(*command, "in/a.txt", "-o", "out", cwd=folder)
        assert done.returncode == 2
        assert f"out/{name}: is not a file that cleaner wrote" in done.stderr.decode()
        assert [(p.name, p.read_text()) for p in out.iterdir()] == [(name, line + "\n")]
        shutil.rmtree(out)


def test_a_source_that_fails_later_keeps_its_earlier_result(tmp_path: Path) -> None:
    """Its file, its record in the ledger and the way back; the others are new."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    record = json.dumps({"text": page("READ MORE")})
    row = f'1,"{page("READ MORE")}"\n'
    contents = {"a.jsonl": f"{record}\n", "b.txt": page("READ MORE"), "c.csv": f"id,text\n{row}"}
    for name, text in contents.items():
        (source / name).write_text(text)
    jobs, _ = plan([str(source)], out)
    assert not local.run(jobs, Settings()).failures
    before = {name: (out / name).read_bytes() for name in contents}
    (source / "a.jsonl").write_text(f"{record}\n{record}\n")
    (source / "b.txt").unlink()
    (source / "c.csv").write_text(f'id,text\n{row}2,"open')
    assert len(local.run(jobs, Settings()).failures) == 2
    assert {name: (out / name).read_bytes() for name in contents} == before | {
        "a.jsonl": before["a.jsonl"] * 2
    }
    assert run("restore", out, "-o", tmp_path / "back").returncode == 0
    assert {path.name: path.read_text() for path in (tmp_path / "back").iterdir()} == contents | {
        "a.jsonl": f"{record}\n{record}\n"
    }
    (source / "c.csv").write_text(contents["c.csv"])
    assert not local.run(jobs[::2], Settings()).failures
    targets = [json.loads(line) for line in (out / "ledger.jsonl").open()]
    assert sorted(one["target"] for one in targets if "line" not in one) == [*contents]


def test_a_result_that_cannot_be_put_in_place_keeps_the_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": page("READ MORE")}) + "\n")
    jobs, _ = plan([str(tmp_path / "a.jsonl")], tmp_path / "out")
    assert not local.run(jobs, Settings()).failures
    before = (tmp_path / "out/ledger.jsonl").read_bytes()
    target = tmp_path / "out/a.jsonl"

    def occupy(_: int) -> None:
        target.rename(tmp_path / "earlier")
        target.mkdir()

    assert local.run(jobs, Settings(), progress=occupy).failures
    target.rmdir()
    (tmp_path / "earlier").rename(target)
    assert (tmp_path / "out/ledger.jsonl").read_bytes().startswith(before)
    assert run("restore", tmp_path / "out", "-o", tmp_path / "back").returncode == 0


@pytest.mark.parametrize("in_place", [False, True])
def test_a_document_that_would_be_lost_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_place: bool
) -> None:
    """A defect in what is made of edits costs a document its cleaning, and nobody a word."""

    def defect(text: str, edits: list[Edit], rules: object) -> list[Edit]:
        return edits[1:] if "LOST" in text else edits

    monkeypatch.setattr(pipeline, "numbered", defect)
    source = tmp_path / "in"
    source.mkdir()
    good, bad = page("READ MORE"), page("LOST", PROSE[4], "READ MORE")
    (source / "a.txt").write_text(bad)
    (source / "b.txt").write_text(good)
    records = [json.dumps({"text": text}) for text in (good, bad)]
    (source / "c.jsonl").write_text("\n".join(records) + "\n")
    out = source if in_place else tmp_path / "out"
    jobs, _ = plan([str(source)], None if in_place else out)
    totals = local.run(jobs, Settings())
    assert [error.split(": ")[0] for error in totals.failures] == ["a.txt", "c.jsonl:2"]
    assert all("would not give the original back" in error for error in totals.failures)
    assert [(out / name).read_text() for name in ("a.txt", "b.txt")] == [bad, page()]
    left = [json.loads(line)["text"] for line in (out / "c.jsonl").read_text().splitlines()]
    assert left == [page(), bad]
