"""The command line as its user sees it: streams, exit codes, words."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from cleaner.cli import main
from cleaner.cli.main import COMMANDS
from tests.support import PROSE, run

DIRTY = f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}\n"
CLEAN = f"{PROSE[0]}\n{PROSE[1]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY)
    (tmp_path / "in/b.txt").write_text(CLEAN)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in COMMANDS),
        *(["rules", name] for name in ("list", "show", "test", "new")),
    ],
)
def test_help_has_examples(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert b"Example" in done.stdout


def test_help_of_rules_is_not_cut() -> None:
    assert b"when one fails or is missing" in run("rules", "--help").stdout


def test_version() -> None:
    assert run("--version").stdout.startswith(b"cleaner 0.")


def test_a_defect_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 would tell a gate that it found something."""
    monkeypatch.setitem(main.COMMANDS, "nowhere", "A command whose module is missing.")
    with pytest.raises(SystemExit) as stop:
        main.run(["nowhere"])
    assert stop.value.code == 2
    assert "No module named 'cleaner.cli.nowhere'" in capsys.readouterr().err


def test_standard_input_to_standard_output() -> None:
    done = run("clean", "-", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN.encode(), b"")


def test_one_file_to_standard_output(folder: Path) -> None:
    assert run("clean", folder / "in/a.txt").stdout == CLEAN.encode()


def test_diff(folder: Path) -> None:
    done = run("clean", folder / "in", "--diff")
    assert done.returncode == 1
    assert b"-READ MORE\n" in done.stdout
    assert b"b.txt" not in done.stdout
    assert b"\x1b" not in done.stdout
    assert run("clean", folder / "in/b.txt", "--diff").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["in"]


def test_diff_of_standard_input() -> None:
    done = run("clean", "-", "--diff", stdin=DIRTY.encode())
    assert done.returncode == 1
    assert b"-READ MORE\n" in done.stdout


def test_diff_of_standard_input_in_colours() -> None:
    done = run("--color", "always", "clean", "-", "--diff", stdin=DIRTY.encode())
    assert b"\x1b[31m-READ MORE\x1b[0m\n" in done.stdout


@pytest.mark.parametrize("command", [["clean", "--diff"], ["explain"], ["check"]])
def test_data_is_utf_8_in_any_locale(folder: Path, command: list[str]) -> None:
    (folder / "in/a.txt").write_text(f"Zürich – 東京\n{DIRTY}", encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    line = [sys.executable, "-m", "cleaner", *command, "in/a.txt"]
    done = subprocess.run(
        line, cwd=folder, env={**os.environ, **plain}, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.stdout == run(*command, "in/a.txt", cwd=folder).stdout
    assert "READ MORE" in done.stdout.decode()


def test_dry_run_writes_nothing(folder: Path) -> None:
    done = run("clean", folder / "in", "-o", folder / "out", "--dry-run")
    assert done.returncode == 0
    assert b"would be removed" in done.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["clean", "in"], [b"-o OUT", b"--in-place"]),
        (["clean", "in", "-o", "in/out"], [b"inside the source"]),
        (["clean", "in/a.txt", "-o", "."], []),
        (["clean", "missing", "-o", "out"], [b"missing"]),
        (["clean", "in", "-o", "out", "--level", "saf"], [b"saf", b"safe"]),
        (["clean", "in", "-o", "out", "--select", "news/read-mor"], [b"news/read-more"]),
        (["clean", "in", "-o", "out", "--rules", "nothing"], [b"nothing"]),
        (["clean", "in", "-o", "out", "--html-mode", "all"], [b"precision"]),
        (["clean", "in", "-o", "out", "--in-place"], [b"exclude"]),
        (["clean", "in", "-o", "in/a.txt"], [b"in/a.txt"]),
        (["restore", "in"], [b"-o DIR"]),
        (["restore", "in", "-o", "out"], [b"no ledger"]),
        (["clena"], [b"clean"]),
        (["rules", "show", "news/read-mor"], [b"news/read-more"]),
        (["rules", "new", "Bad Name"], [b"kebab-case", b"'my-rules/bad-name'"]),
        (["rules", "new", "../../bad"], [b"kebab-case", b"'my-rules/bad'"]),
        (["explain", "in/a.txt", "--line", "two"], [b"line is 'two'", b"a number from 1"]),
        (["eval", "in", "in", "--worst", "-1"], [b"--worst"]),
    ],
)
def test_errors_say_what_to_do(folder: Path, arguments: list[str], words: list[bytes]) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == (2 if words else 0), done.stderr.decode()
    for word in words:
        assert word in done.stderr
    assert b"Traceback" not in done.stderr
    assert (folder / "in/a.txt").read_text() == DIRTY


def test_two_sources_with_one_target(folder: Path) -> None:
    (folder / "two").mkdir()
    (folder / "two/a.txt").write_text("other")
    done = run("clean", "in", "two", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert b"two/a.txt" in done.stderr
    assert b"1 failure, listed above" in done.stderr
    (failure,) = (folder / "out/failures.jsonl").read_text().splitlines()
    assert json.loads(failure)["source"] == "a.txt"
    assert "two/a.txt" in json.loads(failure)["error"]
    assert (folder / "out/a.txt").read_text() == CLEAN
    assert (folder / "out/b.txt").exists()


def test_html_and_its_original(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    html = f"<html><body><nav>Menu</nav><article><h1>T</h1>{body}<p>READ MORE</p></article></body></html>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in/page.html").write_text(html)
    assert run("clean", "in", "-o", "out", cwd=tmp_path).returncode == 0
    text = (tmp_path / "out/page.txt").read_text()
    assert all(line in text for line in PROSE)
    assert "READ MORE" not in text
    assert run("restore", "out", "-o", "back", cwd=tmp_path).returncode == 0
    assert (tmp_path / "back/page.html").read_text() == html


def test_full_disk(folder: Path) -> None:
    """A limit on the size of files stands in for a disk that is full."""
    (folder / "in/big.txt").write_text("".join(f"{i} {DIRTY}" for i in range(2_000)))
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from cleaner.cli.main import run; run(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "clean", "in", "-o", "out", "--no-ledger"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"big.txt" in done.stderr
    assert b"Traceback" not in done.stderr
    assert (folder / "out/a.txt").read_text() == CLEAN
    assert not (folder / "out/big.txt").exists()
    assert not list((folder / "out").glob(".*tmp"))


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [["clean", "in/a.txt"], ["clean", "in", "--diff"], ["check", "in"], ["rules", "list"],
     ["--version"]],
)  # fmt: skip
def test_standard_output_on_a_full_disk(folder: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "cleaner", *arguments]
    with FULL.open("wb") as full:
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"error: standard output: the disk is full" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
@pytest.mark.parametrize("command", [["clean", "-o", "out"], ["check"], ["learn", "--dry-run"]])
def test_a_folder_that_nobody_may_enter(folder: Path, command: list[str]) -> None:
    """It is told, and the rest is done."""
    (folder / "shut").mkdir()
    (folder / "shut").chmod(0)
    done = run(*command, "shut", "in", cwd=folder)
    assert done.returncode == 2
    assert b"shut: no permission to read it" in done.stderr
    assert b"Traceback" not in done.stderr
    if command[0] == "clean":
        assert (folder / "out/a.txt").read_text() == CLEAN
    named = run(command[0], "shut/a.txt", *command[1:], cwd=folder)
    (folder / "shut").chmod(0o755)
    assert named.returncode == 2
    assert b"no permission to read it" in named.stderr
    assert b"Traceback" not in named.stderr


def test_rules_commands(tmp_path: Path) -> None:
    listed = run("rules", "list").stdout.decode().splitlines()
    assert len(listed) >= 120
    assert listed[0].count("\t") == 4
    shown = run("rules", "show", "news/read-more").stdout.decode()
    assert "call-to-action link" in shown
    assert run("rules", "new", "mysite/promo", "--in", "mine", cwd=tmp_path).returncode == 0
    done = run("rules", "test", "mine", cwd=tmp_path)
    assert (done.returncode, b"2 passed" in done.stdout) == (0, True), done.stdout.decode()
    assert run("rules", "new", "mysite/promo", "--in", "mine", cwd=tmp_path).returncode == 2


def test_colour_only_when_wanted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[31m-READ MORE" in run("clean", folder / "in", "--diff").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b" not in run("clean", folder / "in", "--diff").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["clean", "in", "-o", "out", "--keep", "longst"], "did you mean 'longest'? one of: "),
        (["clean", "in", "-o", "out", "--memory", "1MB"], "at least 200MB"),
        (["clean", "in", "-o", "out", "--timeout", "-1"], "or 0 for no limit"),
        (["dedup", "in", "-o", "out", "--unit", "paragrph"], "did you mean 'paragraph'? one of: "),
        (["learn", "in", "-o", "out", "--group", "folders"], "did you mean 'folder'? one of: "),
        (["eval", "in", "in", "--output-format", "jsno"], "did you mean 'json'? one of: "),
    ],
)
def test_a_value_that_is_none(folder: Path, arguments: list[str], words: str) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert words in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "in", "--output-file", "s3://b/x"],
        ["check", "in", "--write-baseline", "s3://b/x"],
        ["check", "in", "--baseline", "s3://b/x"],
        ["check", "in", "--cache-dir", "s3://b/x"],
        ["clean", "in", "-o", "out", "--rules", "s3://b/x"],
        ["clean", "in", "-o", "out", "--config", "s3://b/x"],
        ["dedup", "in", "-o", "out", "--index", "s3://b/x"],
        ["eval", "s3://b/x", "in"],
        ["eval", "in", "http://127.0.0.1/x"],
        ["eval", "in", "in", "--base", "s3://b/x"],
        ["eval", "in", "in", "--html", "s3://b/x"],
        ["learn", "in", "-o", "s3://b/x"],
        ["rules", "list", "--rules", "s3://b/x"],
        ["rules", "new", "a/b", "--in", "s3://b/x"],
        ["rules", "show", "a/b", "--rules", "s3://b/x"],
        ["rules", "test", "s3://b/x"],
    ],
)
def test_a_url_where_a_local_path_is_needed(folder: Path, arguments: list[str]) -> None:
    """It was taken for a local path, and a folder ``s3:`` made."""
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert b" is a path on this machine, not " in done.stderr
    assert b"a path without a scheme" in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["in"]


@pytest.mark.parametrize("option", [["eval", "in", "--html"], ["check", "--output-file"]])
def test_a_dash_where_a_file_is_needed(folder: Path, option: list[str]) -> None:
    """A file of that name was made."""
    done = run(option[0], "in", *option[1:], "-", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"./- for a file of that name" in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["in"]


def test_a_circle_of_links(folder: Path) -> None:
    (folder / "circle").symlink_to("circle")
    done = run("clean", "circle", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert b"error: circle: its symbolic links lead in a circle" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere", "error: nowhere: no such file or folder\n  check the spelling"),
        ("out/a.txt", "error: out/a.txt: is a file, not a folder\n  give the folder"),
        ("in", "error: in: there is no ledger here\n"),
        ("-", "error: standard input has no ledger\n  give the folder"),
    ],
)
def test_what_cannot_be_restored(folder: Path, place: str, said: str) -> None:
    run("clean", "in", "-o", "out", "-q", cwd=folder)
    done = run("restore", place, "-o", "back", cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert run("restore", "out", "-o", "back", "--steps", "-1", cwd=folder).returncode == 2


def test_a_run_into_a_folder_is_not_taken_back_in_place(folder: Path) -> None:
    """The cleaned files would be lost, and HTML stand in .txt files."""
    (folder / "in/c.html").write_text(f"<html><body><p>{PROSE[0]}</p></body></html>")
    run("clean", "in", "-o", "out", "-q", cwd=folder)
    before = (folder / "out/c.txt").read_bytes()
    done = run("restore", "out", "--in-place", cwd=folder)
    assert done.returncode == 2
    assert b"error: out: the files here were not cleaned in place\n  give -o DIR" in done.stderr
    assert (folder / "out/c.txt").read_bytes() == before
    assert run("restore", "out", "-o", "back", cwd=folder).returncode == 0


def test_options_that_change_nothing_are_told(folder: Path) -> None:
    """--to parquet made no table of text files, and said nothing."""
    how = ["--to", "parquet", "--shard-size", "1MB"]
    said = run("clean", "in", "-o", "out", *how, cwd=folder).stderr.decode()
    assert "--to and --shard-size changed nothing: no JSONL files or tables here" in said
    assert (
        "changed nothing"
        not in run("clean", "in", "-o", "out", *how, "-q", cwd=folder).stderr.decode()
    )
    (folder / "in/c.jsonl").write_text('{"text": "One."}\n')
    assert (
        "changed nothing" not in run("clean", "in", "-o", "out", *how, cwd=folder).stderr.decode()
    )


def test_what_eval_does_not_read(folder: Path) -> None:
    done = run("eval", "-", "in", cwd=folder)
    assert done.returncode == 2
    assert b"eval compares files, not standard input" in done.stderr
    done = run("eval", "in", "in", "--html", "worst.html", "--worst", "1", cwd=folder)
    assert done.stderr == b"1 page written to worst.html\n"


def test_an_id_that_no_record_has(folder: Path) -> None:
    """Without it records were paired by their lines, which need not be those of one page."""
    text = json.dumps({"id": "a", "text": PROSE[0], "gold": PROSE[0]}) + "\n"
    (folder / "in/r.jsonl").write_text(text)
    (folder / "in/empty.jsonl").write_text("")
    arguments = ["eval", "in/r.jsonl", "in/r.jsonl", "--id-field"]
    assert run(*arguments, "id", cwd=folder).returncode == 0
    done = run(*arguments, "url", cwd=folder)
    assert done.returncode == 2
    assert b"error: in/r.jsonl: no record has an id in the field 'url'\n  name" in done.stderr
    done = run("eval", "in/empty.jsonl", "in/empty.jsonl", "--id-field", "id", cwd=folder)
    assert b"no record has an id" not in done.stderr


def test_memory_is_told_as_it_was_given(folder: Path) -> None:
    done = run("dedup", "in", "-o", "out", "--memory", "10MB", cwd=folder)
    assert done.stderr.decode() == "error: memory is '10MB'\n  at least 256MiB; more is quicker\n"


def test_a_rule_that_is_there_already(folder: Path) -> None:
    assert run("rules", "new", "site/promo", "--in", "rules", cwd=folder).returncode == 0
    done = run("rules", "new", "site/promo", "--in", "rules", cwd=folder)
    assert done.returncode == 2
    assert b"edit it, or choose another name" in done.stderr
    done = run("rules", "new", "news/read-more", "--in", "mine", cwd=folder)
    assert done.returncode == 2
    assert b"a rule that is shipped is called 'news/read-more'" in done.stderr
    assert not (folder / "mine").exists()


@pytest.mark.parametrize("command", [["clean", "-o", "out"], ["dedup", "-o", "out"]])
def test_of_a_million_failures_the_first_are_told(folder: Path, command: list[str]) -> None:
    records = "".join(f'["{i}", "A text."]\n' for i in range(50))
    (folder / "records.jsonl").write_text(records)
    done = run(command[0], "records.jsonl", *command[1:], cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.count("not a JSON object") == 20
    assert "... and 30 more errors" in said
    assert "50 failures, the first 20 listed above" in said


@pytest.mark.parametrize(
    "command",
    [["clean", "-o", "out"], ["clean", "--diff"], ["dedup", "-o", "out"], ["learn", "-o", "x"]],
)
@pytest.mark.parametrize(
    ("first", "message"),
    [
        ('{"body": "A text."}', "has no field 'text'"),
        ('{"text": 1}', "the field 'text' is not a string but int"),
    ],
)
def test_a_field_that_no_record_has_is_told_once(
    folder: Path, command: list[str], first: str, message: str
) -> None:
    lines = [first, "", *['{"body": "B", "text": 1}' if "int" in message else first] * 49]
    (folder / "records.jsonl").write_text("\n".join(lines))
    done = run(command[0], "records.jsonl", *command[1:], cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.count("error: ") == 1
    told = f"error: records.jsonl:1: {message}, here and in the 49 records behind it ("
    assert told in said
    if (folder / "out").exists():
        assert len((folder / "out/failures.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("there", ['{"text": "A text."}', '{"text": null}', "no JSON"])
@pytest.mark.parametrize("command", ["clean", "dedup", "learn"])
def test_a_field_that_some_records_lack_is_told_of_each(
    folder: Path, command: str, there: str
) -> None:
    lines = ['{"body": "A"}', '{"body": "B"}', there, '{"body": "C"}']
    (folder / "records.jsonl").write_text("\n".join(lines))
    said = run(command, "records.jsonl", "-o", "out", cwd=folder).stderr.decode()
    for number in (1, 2, 4):
        assert f"error: records.jsonl:{number}: has no field 'text' (name the field" in said
    assert "behind it" not in said


@pytest.mark.parametrize("how", [["--dry-run"], ["--diff"]])
def test_what_writes_nothing_copies_nothing(folder: Path, how: list[str]) -> None:
    (folder / "in/bad.txt").write_bytes(b"One \xff\xfe\x81 line.\n")
    said = run("clean", "in", *how, cwd=folder).stderr.decode()
    assert "its encoding cannot be told" in said
    assert "copied" not in said
    assert "copied unchanged" in run("clean", "in", "-o", "out", cwd=folder).stderr.decode()


@pytest.mark.parametrize("head", ["<!DOCTYPE html>\n<html>", "\n<html lang='en'>", "<?xml?><html>"])
def test_html_on_standard_input_is_known_by_its_first_words(folder: Path, head: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    page = f"{head}<body><nav>Menu</nav><article>{body}</article></body></html>"
    assert run("clean", "-", stdin=page.encode()).stdout.decode().split("\n") == list(PROSE)
    text = f"The page begins with {head}"
    assert run("clean", "-", stdin=text.encode()).stdout.decode() == text


def test_nothing_to_do_has_no_summary(folder: Path) -> None:
    done = run("clean", "nowhere", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert "nowhere: no such file or folder" in done.stderr.decode()
    assert "0 documents" not in done.stderr.decode()


def test_what_was_cleaned_can_be_checked_and_cleaned_again(folder: Path) -> None:
    assert run("clean", "in", "-o", "out", cwd=folder).returncode == 0
    assert run("check", "out", "--no-cache", cwd=folder).returncode == 0
    done = run("clean", "out", "-o", "again", cwd=folder)
    assert (done.returncode, done.stderr[:22]) == (0, b"2 documents, 0 changed")


@pytest.mark.parametrize(
    ("command", "words"), [("clean", "nothing to clean"), ("dedup", "nothing to compare")]
)
def test_an_empty_folder(folder: Path, command: str, words: str) -> None:
    (folder / "empty").mkdir()
    done = run(command, "empty", "-o", "out", cwd=folder)
    assert (done.returncode, done.stderr.decode().partition(":")[0]) == (0, words)


@pytest.mark.parametrize(("option", "code"), [("--diff", 1), ("--dry-run", 0)])
def test_html_needs_no_output_where_nothing_is_written(
    folder: Path, option: str, code: int
) -> None:
    text = "".join(f"<p>{line}</p>" for line in DIRTY.split("\n"))
    (folder / "in/c.html").write_text(f"<html><body><article>{text}</article></body></html>")
    done = run("clean", folder / "in", option)
    assert done.returncode == code, done.stderr
    assert b"error" not in done.stderr
    refused = run("clean", folder / "in", "--in-place", option)
    assert refused.returncode == 2
    assert b"HTML is not replaced" in refused.stderr


@pytest.mark.parametrize(
    ("stop", "code", "said"),
    [
        (KeyboardInterrupt, 130, "interrupted\n"),
        (SystemExit(130), 130, ""),  # what a command says of itself is not said twice
        (signal.SIGTERM, 143, "terminated\n"),
    ],
)
def test_what_stops_a_run_is_told(
    stop: BaseException | signal.Signals,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = typer.Typer()

    @app.command()
    def wait() -> None:
        if not isinstance(stop, signal.Signals):
            raise stop
        os.kill(os.getpid(), stop)
        time.sleep(5)

    monkeypatch.setattr(main, "app", app)
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as end:
            main.run([])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert end.value.code == code
    assert capsys.readouterr().err == said


def test_a_dash_is_standard_output_or_no_folder(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{PROSE[0]}\nREAD MORE\n")
    done = run("clean", page, "-o", "-", cwd=tmp_path)
    assert (done.returncode, done.stdout.decode()) == (0, f"{PROSE[0]}\n")
    several = run("clean", page, page, "-o", "-", cwd=tmp_path)
    assert b"several sources need an output" in several.stderr
    for command in (["dedup", page], ["restore", tmp_path], ["learn", tmp_path]):
        refused = run(*command, "-o", "-", cwd=tmp_path)
        assert refused.returncode == 2
        assert b"'-' is no folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


@pytest.mark.parametrize("options", [
    ["check", "in/a.txt", "--output-file"],
    ["check", "in", "in/a.txt", "--write-baseline"],
    ["eval", "in/b.txt", "in/a.txt", "--html"],
    ["eval", "in/a.txt", "in/b.txt", "--html"],
    ["eval", "in/b.txt", "in/b.txt", "--base", "in/a.txt", "--html"],
])  # fmt: skip
@pytest.mark.parametrize("name", ["in/a.txt", "./in/../in/a.txt", "link"])
def test_a_report_does_not_take_the_place_of_a_source(
    folder: Path, options: list[str], name: str
) -> None:
    (folder / "link").symlink_to("in/a.txt")
    done = run(*options, name, cwd=folder)
    assert done.returncode == 2
    assert f"would overwrite the source {name}" in done.stderr.decode()
    assert (folder / "in/a.txt").read_text() == DIRTY


def test_a_report_into_a_log_that_is_open(folder: Path) -> None:
    (folder / "log").write_text("before\n")
    with (folder / "log").open("ab") as log:
        command = ["check", "in", "--output-file", "/dev/stdout", "-q"]
        done = subprocess.run([sys.executable, "-m", "cleaner", *command], cwd=folder, stdout=log,
                              stderr=subprocess.PIPE, check=False)  # fmt: skip
    assert done.returncode == 2
    assert b"/dev/stdout: is a device or a pipe, not a file" in done.stderr
    assert (folder / "log").read_text() == "before\n"
