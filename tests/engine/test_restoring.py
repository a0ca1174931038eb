"""Ledgers that are damaged or tell of something else: what can be restored is, the rest is told."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cleaner import ledger
from cleaner.engine.restoring import restore_tree
from cleaner.errors import CleanerError, ReadError
from tests.engine.test_run import DIRTY, fill, tree
from tests.learn.corpus import texts
from tests.support import PROSE, page, run

Change = Callable[[dict[str, Any]], Any]
NAMES = [f"{at}.txt" for at in range(8)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight pages in ``in``, cleaned to ``out``."""
    (tmp_path / "in").mkdir()
    for name in NAMES:
        (tmp_path / "in" / name).write_text(f"{name}\n{DIRTY}")
    assert run("clean", "in", "-o", "out", "-q", cwd=tmp_path).returncode == 0
    return tmp_path


def restored(folder: Path, *options: str) -> tuple[int, str]:
    """Exit code and words of a restore from ``out`` to ``back``."""
    done = run("restore", "out", "-o", "back", *options, cwd=folder)
    said = done.stderr.decode()
    assert "Traceback" not in said
    return done.returncode, said


def change(folder: Path, at: int, how: Change) -> str:
    """Change a record of the ledger; returns its target."""
    path = folder / "out/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    record = json.loads(lines[at])
    target = record["target"]
    new = how(record)
    lines[at] = new if isinstance(new, str) else json.dumps(record if new is None else new) + "\n"
    path.write_text("".join(lines))
    return str(target)


def came_back(folder: Path, *but: str) -> bool:
    source = tree(folder / "in")
    return tree(folder / "back") == {k: v for k, v in source.items() if k not in but}


def test_a_ledger_whose_last_line_is_cut_off(folder: Path) -> None:
    """It counted as complete: only a part that a killed run left may end so."""
    path = folder / "out/ledger.jsonl"
    data = path.read_bytes()
    ends = [at for at, byte in enumerate(data) if byte == 10]
    path.write_bytes(data[: ends[3] + 40])
    code, said = restored(folder)
    assert code == 2
    assert "error: out/ledger.jsonl:5: the last line is cut off\n  take the line from" in said
    assert "4 files here without a record in the ledger, not restored:\n  4.txt\n  5.txt" in said
    assert said.endswith("4 restored, 1 failed\n")
    assert came_back(folder, *NAMES[4:])
    with pytest.raises(ReadError, match="cut off"):
        list(ledger.records(path))


def test_the_part_of_a_killed_run_may_end_in_a_torn_line(folder: Path) -> None:
    data = (folder / "out/ledger.jsonl").read_bytes()
    (folder / "out/ledger.jsonl").rename(folder / "out/ledger.jsonl.part")
    (folder / "out/ledger.jsonl.part").write_bytes(data + b'{"v":1,"docu')
    assert restored(folder) == (0, "8 restored\n")
    assert came_back(folder)


def test_an_empty_ledger_beside_cleaned_files(folder: Path) -> None:
    (folder / "out/ledger.jsonl").write_bytes(b"")
    code, said = restored(folder)
    assert (code, said.splitlines()[0]) == (2, "error: out/ledger.jsonl: the ledger is empty")
    assert run("clean", "in", "--in-place", "-q", cwd=folder).returncode == 0
    (folder / "in/.cleaner/ledger.jsonl").write_bytes(b"")
    done = run("restore", "in", "--in-place", cwd=folder)
    assert done.returncode == 2
    assert b"in/.cleaner/ledger.jsonl: the ledger is empty" in done.stderr


def test_an_empty_ledger_of_a_run_in_which_all_failed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.parquet").write_bytes(b"no table")
    assert run("clean", "in", "-o", "out", "-q", cwd=tmp_path).returncode == 2
    assert (tmp_path / "out/ledger.jsonl").read_bytes() == b""
    assert restored(tmp_path) == (0, "0 restored\n")


def test_a_ledger_cut_off_between_two_lines_leaves_files_without_a_record(folder: Path) -> None:
    """A note, for nothing tells them from files that somebody put there; with -q, too."""
    path = folder / "out/ledger.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:1]))
    code, said = restored(folder, "-q")
    assert code == 0
    assert said.startswith("7 files here without a record in the ledger, not restored:\n  1.txt\n")
    assert said.endswith("  5.txt\n  ... and 2 more\n")


def test_what_else_stands_in_the_output_is_not_told(tmp_path: Path) -> None:
    """Books, learned rules, shards, the output of another run, hidden and unknown files."""
    fill(tmp_path / "in")
    for number, text in enumerate(texts("news", 12)):
        (tmp_path / f"in/site{number}.txt").write_text(text)
    (tmp_path / "in/bad.parquet").write_bytes(b"no table")
    run("clean", "in", "-o", "out", "--learn", "--shard-size", "1kB", cwd=tmp_path)
    run("clean", "in/plain.txt", "-o", "out/sub/other", "-q", cwd=tmp_path)
    names = ("failures.jsonl", "related.jsonl", "learned/.learned.json", "sub/other/plain.txt")
    assert set(names) <= set(tree(tmp_path / "out"))
    (tmp_path / "out/.notes.txt").write_text("mine")
    (tmp_path / "out/notes.org").write_text("mine")
    code, said = restored(tmp_path)
    assert (code, said.count("\n")) == (0, 1), said


DAMAGE: list[tuple[Change, str]] = [
    (lambda record: '{"v":1,"document"\n', "not a ledger record\n"),
    (lambda record: "[1]\n", "not a ledger record\n"),
    (lambda record: "[" * 100_000 + "\n", "not a ledger record\n"),
    (lambda record: {"v": 1}, "not a ledger record: 'target' is missing\n"),
    (lambda record: {"v": 7}, "ledger version 7, this program reads 1\n"),
    (lambda record: record["edits"][0].__setitem__(0, "1"), "'edits' cannot be [["),
    (lambda record: record.update(source="a/b.txt"), "'source' cannot be 'a/b.txt'\n"),
    (lambda record: record.update(source=".."), "'source' cannot be '..'\n"),
    (lambda record: record.update(target="../s1/../olx/x.txt"), "'target' cannot be '../s1/.."),
    (lambda record: record.update(target="/tmp/x.txt"), "'target' cannot be '/tmp/x.txt'\n"),
    (lambda record: record.update(target="a\0b"), "'target' cannot be 'a\\x00b'\n"),
    (lambda record: record.update(sha256_original="../../x"), "'sha256_original' cannot be"),
    (lambda record: record.update(shards=[["../x", "0" * 64]]), "'shards' cannot be"),
    (lambda record: record.update(shards=[["0.txt", "0" * 64]]), "'kept' is missing\n"),
    (lambda record: record.update(kind="jsonl", text_field=None), "'text_field' cannot be None\n"),
    (lambda record: record.update(kind="parquet"), "'kept' is missing\n"),
    (lambda record: record.update(kind="song"), "'kind' cannot be 'song'\n"),
    (lambda record: record.update(bom="x"), "'bom' cannot be 'x'\n"),
    (lambda record: record.pop("encoding") and None, "'encoding' is missing\n"),
]


@pytest.mark.parametrize(("how", "said"), DAMAGE)
def test_a_damaged_record_does_not_keep_the_others(folder: Path, how: Change, said: str) -> None:
    target = change(folder, 3, how)
    code, words = restored(folder)
    assert code == 2
    assert words.count("error: out/ledger.jsonl:4: ") == words.count("error:") == 1
    assert said in words
    assert "\n  take the line from a copy of the ledger, or remove it" in words
    assert f"1 file here without a record in the ledger, not restored:\n  {target}\n" in words
    assert words.endswith("7 restored, 1 failed\n")
    assert came_back(folder, target)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("encoding", "rot13", "{0}: there is no encoding 'rot13'"),
        ("encoding", "undefined", "{0}: there is no encoding 'undefined'"),
        ("written", "undefined", "{0}: is not in the recorded encoding undefined"),
        ("original", "rot13", "{0}: the original that the ledger keeps is damaged"),
        ("original", "é", "{0}: the original that the ledger keeps is damaged"),
    ],
)
def test_what_only_the_restoring_finds_is_told_of_its_file(
    folder: Path, key: str, value: str, said: str
) -> None:
    target = change(folder, 3, lambda record: record.update({key: value}))
    code, words = restored(folder)
    assert code == 2
    assert f"error: {said.format(target)}" in words
    assert came_back(folder, target)


def test_a_ledger_of_another_version_is_told_once(folder: Path) -> None:
    path = folder / "out/ledger.jsonl"
    path.write_text(path.read_text().replace('{"v":1', '{"v":2'))
    code, said = restored(folder)
    assert code == 2
    assert said.startswith("error: out/ledger.jsonl:1: ledger version 2, this program reads 1\n")
    assert said.count("error:") == 1


@pytest.mark.parametrize("target", ["../s1/../olx/x.txt", "{0}/olx/x.txt"])
def test_nothing_is_written_outside(folder: Path, target: str) -> None:
    """A ledger may come from anywhere, as an archive may."""
    (folder / "s1").mkdir()
    (folder / "olx").mkdir()
    bytes_of = (folder / "out/0.txt").read_bytes()
    (folder / "olx/x.txt").write_bytes(bytes_of)
    named = target.format(folder)
    change(folder, 0, lambda record: record.update(target=named, source="x.txt"))
    before = {k: v for k, v in tree(folder).items() if not k.startswith("back/")}
    assert restored(folder)[0] == 2
    after = {k: v for k, v in tree(folder).items() if not k.startswith("back/")}
    assert after == before
    assert came_back(folder, "0.txt")


def records_of(folder: Path, count: int) -> None:
    """Two files of records in ``in``, cleaned to ``out``."""
    (folder / "in").mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        lines = [json.dumps({"text": f"{name} {at}\n{DIRTY}"}) + "\n" for at in range(count)]
        (folder / "in" / name).write_text("".join(lines))
    assert run("clean", "in", "-o", "out", "-q", cwd=folder).returncode == 0


def test_a_damaged_file_record_leaves_its_documents_to_nobody(tmp_path: Path) -> None:
    """They would be those of the next file."""
    records_of(tmp_path, 3)
    assert change(tmp_path, 3, lambda record: "nothing\n") == "a.jsonl"
    code, said = restored(tmp_path)
    assert (code, "1 restored, 1 failed" in said) == (2, True)
    assert came_back(tmp_path, "a.jsonl")


def test_a_damaged_record_of_a_document_costs_its_file(tmp_path: Path) -> None:
    records_of(tmp_path, 3)
    change(tmp_path, 1, lambda record: record.update(line="2"))
    code, said = restored(tmp_path)
    assert code == 2
    assert "ledger.jsonl:2: not a ledger record: 'line' cannot be '2'\n" in said
    assert "error: a.jsonl: the restored bytes are not those of the original" in said
    assert came_back(tmp_path, "a.jsonl")


def test_a_document_that_is_not_there(tmp_path: Path) -> None:
    records_of(tmp_path, 3)
    change(tmp_path, 2, lambda record: record.update(line=9))
    assert "a.jsonl: the restored bytes are not those" in restored(tmp_path)[1]


def test_no_damage_makes_a_traceback(tmp_path: Path) -> None:
    """Whatever becomes of a ledger, errors are told, and what comes back is the original."""
    source = fill(tmp_path / "in")
    (source / "t.csv").write_text('id,text\n1,"Body one.\nREAD MORE"\n2,"Clean."\n')
    (source / "h.html").write_text(f"<p>{PROSE[0]}</p><p>READ MORE</p>")
    assert run("clean", source, "-o", tmp_path / "out", "-q").returncode == 0
    path = tmp_path / "out/ledger.jsonl"
    whole = path.read_text().splitlines(keepends=True)
    originals = set(tree(source).values())
    values: list[Any] = [
        None,
        "",
        "\ud800",
        "../x",
        "ff",
        0,
        -1,
        True,
        [],
        [[]],
        {},
        [[0, 1, 2, 3, 4, 5]],
    ]
    chance = random.Random(7)
    for round_ in range(60):
        lines = [*whole]
        at = chance.randrange(len(lines))
        record = json.loads(lines[at])
        record[chance.choice([*record])] = chance.choice(values)
        lines[at] = json.dumps(record) + "\n"
        path.write_text("".join(lines))
        back = tmp_path / "back" / str(round_)
        with suppress(ReadError):  # of another version, which only the first line can say
            for _, problem in restore_tree(tmp_path / "out", back):
                assert problem is None or isinstance(problem, CleanerError)
        assert set(tree(back).values()) <= originals


def test_eval_tells_of_a_damaged_ledger(folder: Path) -> None:
    for how in (lambda record: {"v": 1}, lambda record: record["edits"][0].__setitem__(0, "1")):
        change(folder, 0, how)
        done = run("eval", "out", "in", cwd=folder)
        assert done.returncode == 2
        assert b"error: out/ledger.jsonl:1: not a ledger record" in done.stderr
        assert b"Traceback" not in done.stderr
        (folder / "out/ledger.jsonl").unlink()
        run("clean", "in", "-o", "out", "-q", cwd=folder)


def test_what_is_the_original_again_is_restored_to_another_folder(tmp_path: Path) -> None:
    """It was told as changed since it was cleaned."""
    source = fill(tmp_path / "in")
    before = tree(source)
    for level in ("safe", "contextual"):
        run("clean", source, "--in-place", "--level", level, "-q")
    assert run("restore", source, "--in-place", "-q").returncode == 0
    done = run("restore", source, "-o", tmp_path / "back")
    assert (done.returncode, done.stderr) == (0, f"{len(before)} restored\n".encode())
    assert tree(tmp_path / "back") == before


def test_of_many_errors_the_first_are_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for at in range(30):
        (tmp_path / f"in/{at}.txt").write_text(f"{at}\n{page('READ MORE')}")
    run("clean", "in", "-o", "out", "-q", cwd=tmp_path)
    (tmp_path / "back").write_text("a file where the folder should be")
    code, said = restored(tmp_path)
    assert code == 2
    assert said.count("error: ") == 20
    assert said.endswith("... and 10 more errors\n0 restored, 30 failed\n")


def test_steps_are_those_of_runs_in_place(folder: Path) -> None:
    """With -o they go back as far from a folder that was cleaned in place; others have none."""
    code, said = restored(folder, "--steps", "1")
    assert code == 2
    assert "there are no runs to count\n  leave --steps out" in said
    assert not (folder / "back").exists()
    before = (folder / "in/0.txt").read_bytes()
    run("clean", "in", "--in-place", "--level", "safe", "-q", cwd=folder)
    middle = (folder / "in/0.txt").read_bytes()
    run("clean", "in", "--in-place", "-q", cwd=folder)
    for steps, want in (("1", middle), ("2", before), ("0", before)):
        done = run("restore", "in", "-o", f"b{steps}", "--steps", steps, cwd=folder)
        assert done.returncode == 0
        assert (folder / f"b{steps}/0.txt").read_bytes() == want


def test_other_files_are_not_overwritten(folder: Path) -> None:
    """The sources as they are now, for one; what an earlier restore left is no other file."""
    assert restored(folder) == (0, "8 restored\n")
    assert restored(folder) == (0, "8 restored\n")
    (folder / "in/3.txt").write_text("edited since\n")
    (folder / "in/5.txt").unlink()
    done = run("restore", "out", "-o", "in", cwd=folder)
    assert done.returncode == 2
    assert "in/3.txt: another file stands here, not overwritten" in done.stderr.decode()
    assert "7 restored, 1 failed" in done.stderr.decode()
    assert (folder / "in/3.txt").read_text() == "edited since\n"
    assert (folder / "in/5.txt").read_bytes() == (folder / "back/5.txt").read_bytes()


def test_two_results_of_one_source_name(tmp_path: Path) -> None:
    for folder, to, text in (("one", ("--to", "csv"), "READ MORE"), ("two", (), "Read more")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jsonl").write_text(json.dumps({"text": page(text)}) + "\n")
        assert run("clean", folder, "-o", "out", *to, cwd=tmp_path).returncode == 0
    code, said = restored(tmp_path)
    assert code == 2
    assert "back/a.jsonl: another file stands here" in said
    assert tree(tmp_path / "back") == tree(tmp_path / "one")


def test_originals_of_shards_and_of_what_went_are_not_put_over_others(tmp_path: Path) -> None:
    record = json.dumps({"text": page("READ MORE")}) + "\n"
    (tmp_path / "a.jsonl").write_text(record * 9)
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(page(*PROSE))
    run("clean", "a.jsonl", "-o", "out", "--shard-size", "1kB", cwd=tmp_path)
    run("dedup", "in", "-o", "less", "--unit", "document", cwd=tmp_path)
    (tmp_path / "back").mkdir()
    for name in ("a.jsonl", "b.txt"):
        (tmp_path / "back" / name).write_text("mine\n")
    assert restored(tmp_path)[0] == 2
    assert run("restore", "less", "-o", "back", cwd=tmp_path).returncode == 2
    assert {p.name: p.read_text() for p in (tmp_path / "back").iterdir()} == {
        "a.jsonl": "mine\n", "a.txt": page(*PROSE), "b.txt": "mine\n"
    }  # fmt: skip


def test_originals_do_not_go_among_the_cleaned_files(folder: Path) -> None:
    before = tree(folder / "out")
    (folder / "out/link").symlink_to(".")
    for place in ("out", "out/sub", "out/link/sub"):
        done = run("restore", "out", "-o", place, cwd=folder)
        assert done.returncode == 2
        assert "lies among the cleaned files" in done.stderr.decode()
    (folder / "out/link").unlink()
    assert tree(folder / "out") == before
    assert run("restore", "out", "-o", ".", cwd=folder).returncode == 0
    assert tree(folder / "out") == before


def test_what_is_large_of_a_record_waits_in_the_ledger(folder: Path) -> None:
    """The originals of all pages were held in memory at once."""
    entries = [one for known in ledger.entries(folder / "out").values() for one in known]
    assert not any("edits" in one.record or "original" in one.record for one in entries)
    assert all(ledger.whole(one)["edits"] for one in entries)
    path = folder / "out/ledger.jsonl"
    path.write_bytes(path.read_bytes()[1:])
    with pytest.raises(ReadError, match="changed meanwhile"):
        ledger.whole(entries[-1])
