"""Records of standard input, cleaned as they come."""

import json
import subprocess
import sys

from tests.support import run

COMMAND = [sys.executable, "-m", "cleaner", "clean", "-", "--from", "jsonl"]


def test_each_record_is_written_before_the_next_is_read() -> None:
    with subprocess.Popen(
        [*COMMAND, "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        for name in ("mill", "weir"):
            line = json.dumps({"id": name, "text": "The mill turns.\nREAD MORE"})
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            assert found == {"id": name, "text": "The mill turns."}
        process.stdin.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_what_is_not_cleaned_stays_to_the_byte() -> None:
    lines = b'{ "text" : "caf\\u00e9 \xff" }\r\n\n[1]\n{"text": "Prose.", "x": 1e400}'
    done = run("clean", "-", "--from", "jsonl", stdin=lines)
    assert done.stdout == lines
    assert done.returncode == 2
    assert b"standard input:3" in done.stderr


def test_many_failures_are_told_and_counted() -> None:
    done = run("clean", "-", "--from", "jsonl", stdin=b"broken\n" * 50)
    assert done.stderr.count(b"error:") == 20
    assert b"50 failures" in done.stderr


def test_ids_that_no_record_has() -> None:
    done = run("clean", "-", "--from", "jsonl", "--id-field", "key", stdin=b'{"text": "a"}\n')
    assert (done.returncode, done.stdout) == (2, b'{"text": "a"}\n')
    assert b"'key'" in done.stderr


def test_options_that_need_files() -> None:
    for given in (("--to", "parquet"), ("--shard-size", "1MB"), ("--learn",)):
        assert run("clean", "-", "--from", "jsonl", *given, stdin=b"").returncode == 2


def test_a_dry_run_tells_and_writes_nothing() -> None:
    line = json.dumps({"text": "The mill turns.\nREAD MORE"}).encode()
    done = run("clean", "-", "--from", "jsonl", "--dry-run", stdin=line)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"would be removed" in done.stderr
