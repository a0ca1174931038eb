"""Parts, several processes, poison, resuming."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.engine import local, marks, parts, worker
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from cleaner.errors import ConfigError
from tests.engine.poison import PoisonWorker
from tests.engine.test_run import DIRTY, tree
from tests.support import PROSE, run

TEXTS = [f"{i}\n{DIRTY}" if i % 3 else f"{i} {PROSE[i % 5]}" for i in range(240)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and processes for files of some kilobytes."""
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    monkeypatch.setattr(local, "SMALL_BYTES", 1)


def jsonl(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"id": i, "text": t}).encode() + b"\n" for i, t in enumerate(texts))


def sources(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(jsonl(TEXTS)[:-1])  # no line end at the end
    rows = "".join(f'{i:03d},"{t}"\r\n' for i, t in enumerate(TEXTS))
    (folder / "b.csv").write_bytes(f"id,text\r\n{rows}".encode())
    table = pa.table({"id": range(len(TEXTS)), "text": TEXTS})
    pq.write_table(table, folder / "c.parquet", row_group_size=20)
    pq.write_table(pa.table({"text": [t for t in TEXTS if t[-1] == "."][:40] * 9}),
                   folder / "d.parquet", row_group_size=30)  # fmt: skip
    (folder / "e.txt").write_text(DIRTY)
    return folder


def clean(source: Path, out: Path, workers: int = 2, resume: bool = False, **settings: Any) -> Any:
    """Clean by a few rules: a start compiles all that there are, and every process starts."""
    settings.setdefault("cleaner", {"select": ["news"]})
    jobs, problems = plan([str(source)], out)
    assert not problems
    return local.run(jobs, Settings(**settings), workers=workers, resume=resume)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_parts_and_processes_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "in")
    monkeypatch.setattr(parts, "PART_BYTES", 1 << 40)
    whole = clean(source, tmp_path / "whole", 1)
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    divided = [
        piece for job in plan([str(source)], tmp_path / "x")[0] for piece in parts.divide(job)
    ]
    assert {piece.name for piece in divided if piece.part and piece.part.number > 2} == {
        "a.jsonl", "b.csv", "c.parquet", "d.parquet",
    }  # fmt: skip
    for workers in (1, 2):
        totals = clean(source, tmp_path / str(workers), workers)
        assert totals == whole
        assert tree(tmp_path / str(workers)) == tree(tmp_path / "whole")
    problems = [p for _, p in restore_tree(tmp_path / "2", tmp_path / "back")]
    assert problems == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


def test_ids_may_stand_in_another_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    source = tmp_path / "a.jsonl"
    records = [{"text": DIRTY} for _ in range(99)]
    source.write_text("".join(json.dumps(r) + "\n" for r in [*records, {"text": DIRTY, "id": 7}]))
    assert not clean(source, tmp_path / "out", id_field="id").failures
    [failure] = clean(source, tmp_path / "out", id_field="key").failures
    assert "in the field 'key' (fields: text; name the column of the ids" in failure


def test_parts_and_shards(tmp_path: Path) -> None:
    source = sources(tmp_path / "in")
    clean(source, tmp_path / "out", shard_size=20_000)
    assert len(list((tmp_path / "out").glob("a-*.jsonl"))) > 3
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


def test_shards_go_when_one_file_takes_their_place_and_the_other_way_round(tmp_path: Path) -> None:
    source, out = sources(tmp_path / "in"), tmp_path / "out"
    clean(source, tmp_path / "want")
    clean(source, out, shard_size=20_000)
    mine = next(out.glob("a-*1.jsonl"))
    mine.write_text("changed since")
    clean(source, out)
    left = tree(out)
    assert left.pop(mine.name) == b"changed since"  # nobody's but the reader's
    assert left == tree(tmp_path / "want")
    clean(source, out, shard_size=20_000)
    assert not (out / "a.jsonl").exists()
    assert [p for _, p in restore_tree(out, tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


@pytest.mark.parametrize("ledger", [True, False])
def test_files_with_the_names_of_shards_stay(tmp_path: Path, ledger: bool) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(jsonl(TEXTS))
    out.mkdir()
    mine = out / "a-20240101.jsonl"
    mine.write_text("mine")
    clean(source, out, shard_size=20_000, ledger=ledger)
    many = len([*out.glob("a-*.jsonl")])
    source.write_bytes(jsonl(TEXTS[:120]))
    clean(source, out, shard_size=20_000, ledger=ledger)
    assert mine.read_text() == "mine"
    few = len([*out.glob("a-*.jsonl")])
    # Without a ledger nobody knows whose the others are.
    assert few < many if ledger else few == many


def test_shards_of_an_earlier_run_go_when_a_killed_one_was_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = sources(tmp_path / "in"), tmp_path / "out"
    clean(source, out, shard_size=4_000)
    before = len([*out.glob("a-*.jsonl")])
    (source / "a.jsonl").write_bytes(jsonl(TEXTS[:50]))
    jobs, _ = plan([str(source)], out)
    monkeypatch.setattr(local, "_tell", StopAfter(len([*parts.divide(jobs[0], 4_000)]) + 5))
    with pytest.raises(KeyboardInterrupt):
        clean(source, out, 1, shard_size=4_000)
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    clean(source, out, 1, resume=True, shard_size=4_000)
    clean(source, tmp_path / "want", shard_size=4_000)
    assert 1 < len([*(tmp_path / "want").glob("a-*.jsonl")]) < before
    left, want = tree(out), tree(tmp_path / "want")
    for found in (left, want):
        found["ledger.jsonl"] = b"".join(sorted(found["ledger.jsonl"].splitlines()))
    assert left == want
    assert [p for _, p in restore_tree(out, tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize("more", [(), ("--resume",), ("--shard-size", "20kB")])
def test_the_results_of_a_second_run_stay(
    tmp_path: Path, link: bool, more: tuple[str, ...]
) -> None:
    """They were taken for those of an earlier run if OUT was a relative path or led by a link."""
    sources(tmp_path / "in")
    if link:
        (tmp_path / "there").mkdir()
        (tmp_path / "out").symlink_to("there")
    first = run("clean", "in", "-o", "out", *more, cwd=tmp_path)
    before = tree(tmp_path / "out/")
    again = run("clean", "in", "-o", "out", *more, cwd=tmp_path)
    assert (first.returncode, again.returncode) == (0, 0)
    assert tree(tmp_path / "out/") == before
    assert sum(name.endswith((".jsonl", ".csv", ".parquet")) for name in before) >= 6


def test_a_source_that_breaks_off_is_not_taken_for_whole(tmp_path: Path) -> None:
    source = sources(tmp_path / "in") / "b.csv"
    source.write_bytes(source.read_bytes() + b'999,"open')
    totals = clean(source, tmp_path / "out")
    assert ["never closed" in failure for failure in totals.failures] == [True]
    assert not (tmp_path / "out/b.csv").exists()
    assert not (tmp_path / "out/.cleaner").exists()


@pytest.mark.parametrize(
    ("word", "why", "limits"),
    [
        ("SEGFAULT", "twice (exit code -11)", {}),
        ("DEFECT", "IndexError: a defect", {}),
        ("SLOW", "took more than 0.5 s (give more with --timeout", {"timeout": 0.5}),
        ("HANG", "took more than 0.5 s (give more with --timeout", {"timeout": 0.5}),
        ("GREEDY", "took more memory", {"memory": 2 << 30}),
    ],
)
def test_poison_is_set_aside_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, why: str, limits: dict[str, Any]
) -> None:
    monkeypatch.setattr(local, "Worker", PoisonWorker)
    texts = TEXTS.copy()
    texts[100] = f"{word}\n{DIRTY}"
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.jsonl").write_bytes(jsonl(texts))
    (source / "b.txt").write_text(f"{word}\n{DIRTY}")
    (source / "c.txt").write_text(DIRTY)
    totals = clean(source, tmp_path / "out", id_field="id", **limits)
    found = lines(tmp_path / "out/failures.jsonl")
    assert [(f["source"], f["document"], f["record"]) for f in found] == [
        ("a.jsonl", "100", 101),
        ("b.txt", "b.txt", 0),
    ]
    assert all(f["set_aside"] and why in f["error"] for f in found), found
    assert len(totals.failures) == 2
    cleaned = [record["text"] for record in lines(tmp_path / "out/a.jsonl")]
    assert cleaned[100] == texts[100]
    assert not any("READ MORE" in text for text in cleaned[:100] + cleaned[101:])
    assert (tmp_path / "out/b.txt").read_text() == f"{word}\n{DIRTY}"
    assert "READ MORE" not in (tmp_path / "out/c.txt").read_text()
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 3
    assert tree(tmp_path / "back") == tree(source)


def test_a_killed_worker_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "Worker", PoisonWorker)
    texts = TEXTS.copy()
    texts[100] = f"ONCE {tmp_path}/lock\n{DIRTY}"
    (tmp_path / "a.jsonl").write_bytes(jsonl(texts))
    assert not clean(tmp_path / "a.jsonl", tmp_path / "out").failures
    assert (tmp_path / "lock").exists()
    assert "READ MORE" not in lines(tmp_path / "out/a.jsonl")[100]["text"]
    assert not (tmp_path / "out/failures.jsonl").exists()


def test_resume_does_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sources(tmp_path / "in")
    whole = clean(source, tmp_path / "whole", 1)
    stopped = StopAfter(30)
    monkeypatch.setattr(local, "_tell", stopped)
    with pytest.raises(KeyboardInterrupt):
        clean(source, tmp_path / "out", 1)
    assert not list((tmp_path / "out").rglob("*.tmp"))
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    totals = clean(source, tmp_path / "out", 1, resume=True)
    assert totals == whole
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


class StopAfter:
    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0

    def __call__(self, progress: object, job: object) -> None:
        self.count += 1
        if self.count >= self.most:
            raise KeyboardInterrupt


def test_resume_redoes_nothing_that_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "in")
    monkeypatch.setattr(local, "_tell", StopAfter(30))
    with pytest.raises(KeyboardInterrupt):
        clean(source, tmp_path / "out", 1)
    monkeypatch.undo()
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    journal = (tmp_path / "out/.cleaner/run/journal.jsonl").read_bytes()
    finished = len(journal.splitlines()) - 1
    total = sum(1 for job in plan([str(source)], tmp_path / "x")[0] for _ in parts.divide(job))
    asked: list[Any] = []
    real = local.pairs

    def spy(jobs: Any, *rest: Any, **more: Any) -> Any:
        return real((asked.append(job) or job for job in jobs), *rest, **more)  # type: ignore[func-returns-value]

    monkeypatch.setattr(local, "pairs", spy)
    clean(source, tmp_path / "out", 1, resume=True)
    assert finished >= 30
    assert len(asked) <= total - 28
    assert asked


def test_resume_does_sources_again_whose_rules_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``per-file-ignores`` says it, which belongs to no settings but to the job."""
    source = sources(tmp_path / "in")
    jobs, _ = plan([str(source)], tmp_path / "out")
    stop = len([*parts.divide(jobs[0])]) + 5
    monkeypatch.setattr(local, "_tell", StopAfter(stop))
    with pytest.raises(KeyboardInterrupt):
        local.run(jobs, Settings(ignorable=("news",)))
    assert b"READ MORE" not in (tmp_path / "out/a.jsonl").read_bytes()
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    other = [replace(job, ignore=("news",)) for job in jobs]
    local.run(other, Settings(ignorable=("news",)), resume=True)
    fresh = [replace(j, target=tmp_path / "x" / j.name, base=tmp_path / "x") for j in other]
    local.run(fresh, Settings(ignorable=("news",)))
    for name in ("a.jsonl", "b.csv", "e.txt"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "x" / name).read_bytes()
    assert b"READ MORE" in (tmp_path / "out/a.jsonl").read_bytes()


def test_a_part_is_no_larger_than_a_shard(tmp_path: Path) -> None:
    source = sources(tmp_path / "in") / "a.jsonl"
    job = plan([str(source)], tmp_path / "out")[0][0]
    assert max(piece.size for piece in parts.divide(job, 2_000)) < 2_000 + max(map(len, TEXTS)) * 2
    assert max(piece.size for piece in parts.divide(job)) > 7_000


@pytest.mark.parametrize("workers", [1, 2])
def test_a_source_that_is_done_before_an_earlier_one_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Sources that cannot be cut, the first still at work when the run is killed."""
    source = tmp_path / "in"
    source.mkdir()
    for name in "abcd":
        rows = [f"{name} {text}" for text in TEXTS[:40]]
        (source / f"{name}.jsonl.gz").write_bytes(gzip.compress(jsonl(rows), mtime=0))
    whole = clean(source, tmp_path / "whole", 1)
    real = local.pairs

    def backwards(jobs: Any, *rest: Any, **more: Any) -> Any:
        """All are done, the first last; then the process ends."""
        done = list(real(list(jobs)[1:], *rest, **more))
        assert len(done) == 3
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(local, "pairs", backwards)
    with pytest.raises(KeyboardInterrupt):
        clean(source, tmp_path / "out", workers)
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert not list((tmp_path / "out").glob("*.gz"))
    asked: list[Any] = []

    def spy(jobs: Any, *rest: Any, **more: Any) -> Any:
        return real((asked.append(job) or job for job in jobs), *rest, **more)  # type: ignore[func-returns-value]

    monkeypatch.setattr(local, "pairs", spy)
    assert clean(source, tmp_path / "out", workers, resume=True) == whole
    assert [job.name for job in asked] == ["a.jsonl.gz"]
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 4
    assert tree(tmp_path / "back") == tree(source)


def test_resume_with_other_settings_or_a_changed_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "in")
    monkeypatch.setattr(local, "_tell", StopAfter(30))
    with pytest.raises(KeyboardInterrupt):
        clean(source, tmp_path / "out", 1)
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    with pytest.raises(ConfigError, match="other settings"):
        clean(source, tmp_path / "out", 1, resume=True, cleaner={"level": "safe"})
    (source / "a.jsonl").write_bytes(jsonl(TEXTS[::-1]))
    clean(source, tmp_path / "out", 1, resume=True)
    clean(source, tmp_path / "whole", 1)
    one, other = tree(tmp_path / "out"), tree(tmp_path / "whole")
    assert sorted(one.pop("ledger.jsonl").splitlines()) == sorted(
        other.pop("ledger.jsonl").splitlines()
    )
    cards = [json.loads(tree.pop("related.jsonl").splitlines()[0]) for tree in (one, other)]
    assert cards[0]["copies"] == cards[1]["copies"]
    assert one == other


def test_resume_with_another_rule_of_the_same_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the results would be of the old rule, half of the new one."""
    source, rule = sources(tmp_path / "in"), tmp_path / "mine/site/bell.toml"
    rule.parent.mkdir(parents=True)
    words = 'kind = "line"\nmessage = "m"\nsafety = "safe"\n[phrases]\nen = ["ring the bell"]\n'
    rule.write_text(words)
    how: dict[str, Any] = {"cleaner": {"rules": (str(tmp_path / "mine"),)}}
    monkeypatch.setattr(local, "_tell", StopAfter(30))
    with pytest.raises(KeyboardInterrupt):
        clean(source, tmp_path / "out", 1, **how)
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    rule.write_text(words.replace("ring", "toll"))
    with pytest.raises(ConfigError, match="had other settings"):
        clean(source, tmp_path / "out", 1, resume=True, **how)
    rule.write_text(words)
    assert not clean(source, tmp_path / "out", 1, resume=True, **how).failures


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"target": "a.jsonl"}', b"\x00\xff"])
def test_a_damaged_journal_is_told_and_the_run_begins_afresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    source, out = sources(tmp_path / "in"), tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(local, "_tell", StopAfter(30))
        with pytest.raises(KeyboardInterrupt):
            clean(source, out, 1)
    journal = out / ".cleaner/run/journal.jsonl"
    head, _, *rest = journal.read_bytes().splitlines(keepends=True)
    assert rest
    journal.write_bytes(b"".join([head, damage + b"\n", *rest]))
    totals = clean(source, out, 1, resume=True)
    assert totals.failures == [f"{journal}: damaged, the run was begun afresh"]
    clean(source, tmp_path / "whole", 1)
    one, other = tree(out), tree(tmp_path / "whole")
    assert json.loads(one.pop("failures.jsonl"))["error"] == totals.failures[0]
    ledgers = [sorted(files.pop("ledger.jsonl").splitlines()) for files in (one, other)]
    assert ledgers[0] == ledgers[1]
    assert one == other


def test_a_source_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "in") / "a.jsonl"

    def touch(job: Any, *_: Any) -> Any:
        for piece in parts.divide(job):
            yield piece
            os.utime(source)

    monkeypatch.setattr(local, "divide", touch)
    totals = clean(source, tmp_path / "out", 1)
    assert ["changed while it was read" in failure for failure in totals.failures] == [True]
    assert not (tmp_path / "out/a.jsonl").exists()


def heed_interrupts() -> None:
    """In the background of a script the tests ignore what Ctrl-C sends; their child must not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_kill_and_resume_on_the_command_line(tmp_path: Path, how: signal.Signals) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.jsonl").write_bytes(
        jsonl([text.replace("Related Articles", "x") for text in TEXTS] * 100)
    )
    (source / "b.txt").write_text(DIRTY)
    options = ["clean", str(source), "-o", str(tmp_path / "out"), "--jobs", "2"]
    options += ["--select", "news"]  # enough to be in the middle of it
    command = [sys.executable, "-m", "cleaner", *options, "--json-progress"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heed_interrupts)
    journal = tmp_path / "out/.cleaner/run/journal.jsonl"
    while process.poll() is None and (
        not journal.exists() or journal.read_bytes().count(b"\n") < 3
    ):
        time.sleep(0.02)
    assert process.poll() is None
    process.send_signal(how)
    _, errors = process.communicate()
    if how != signal.SIGKILL:
        assert process.returncode == 128 + how
        word = b"interrupted" if how == signal.SIGINT else b"terminated"
        assert word in errors
        assert b"--resume" in errors
        assert not list(tmp_path.rglob("*.tmp"))
    finished = journal.read_bytes().count(b'"part"')
    assert finished >= 1
    done = run(*options, "--resume", "--json-progress")
    assert done.returncode == 0, done.stderr.decode()
    last = next(json.loads(x) for x in done.stderr.splitlines() if b'"end"' in x)
    assert last["bytes"] == last["total_bytes"] == sum(p.stat().st_size for p in source.iterdir())
    assert last["total_sources"] == last["sources"] == 2
    assert not (tmp_path / "out/.cleaner").exists()
    assert run("restore", tmp_path / "out", "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_ledger_lines_of_a_file_that_was_never_finished_are_dropped(tmp_path: Path) -> None:
    """A killed run can leave them at the end of the part."""
    source = sources(tmp_path / "in") / "a.jsonl"
    clean(source, tmp_path / "out", 1)
    orphan = replace(plan([str(source)], tmp_path / "x")[0][0]).name
    part = tmp_path / "out/ledger.jsonl.part"
    part.write_text(json.dumps({"v": 1, "target": orphan, "line": 1, "edits": []}) + "\n")
    clean(source.with_name("e.txt"), tmp_path / "out", 1)
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 2
    assert (tmp_path / "back/a.jsonl").read_bytes() == source.read_bytes()


def test_alarms_are_those_of_before_when_a_source_is_done(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    try:
        with marks.alarms():
            for number in (1, 2):
                with pytest.raises(marks.OverTimeError), marks.document(number, 0.05):
                    time.sleep(5)
        assert signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
        with pytest.raises(marks.OverTimeError), marks.document(3, 0.05):
            time.sleep(5)
        assert signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGALRM, before)


def test_the_time_of_a_source_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(worker, "modified", lambda path: asked.append(path) or "2025-01-01")
    lines = [json.dumps({"text": f"{i} {DIRTY}"}) for i in range(20)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    jobs, _ = plan([str(tmp_path / "a.jsonl")], tmp_path / "out")
    assert local.run(jobs, Settings()).related == 20
    assert asked == [tmp_path / "a.jsonl"]
