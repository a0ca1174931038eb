"""Whole runs on real files: nothing is lost, whatever the bytes and whenever it is killed."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import PROSE, page, run

DIRTY = page("READ MORE", "Related Articles", "Valley Times", "2 hours ago", "A title", PROSE[4])
SAMPLES = {
    "plain.txt": DIRTY.encode(),
    "bom.txt": b"\xef\xbb\xbf" + DIRTY.encode(),
    "utf16.txt": DIRTY.encode("utf-16"),
    "cp1252.txt": (
        DIRTY + "\nDas Café schließt früh, sagte Müller, und ging über die Brücke."
    ).encode("cp1252"),
    "crlf.txt": DIRTY.replace("\n", "\r\n").encode(),
    "cr.txt": DIRTY.replace("\n", "\r").encode(),
    "mixed.txt": (DIRTY + "\r\nREAD MORE\rEnd\n").encode(),
    "nofinal.txt": (DIRTY + "\nREAD MORE").encode(),
    "empty.txt": b"",
    "nul.txt": (DIRTY + "\na\x00b\nREAD MORE\n").encode(),
    "invalid.txt": (DIRTY + "\nREAD MORE\n").encode() + b"caf\xe9 au lait\n",
    "entity.txt": f"{PROSE[0]}\nR&amp;D cost 5&nbsp;m.\n".encode(),
    "sub/deep/page.md": b"# Title\n\n" + DIRTY.encode(),
    "wall.txt": b"Just a moment...\nPlease verify you are a human\n",
}
RECORDS = (
    json.dumps({"id": "a", "text": DIRTY, "n": 1.50}) + "\n"
    '{"id":"b", "text" : "clean", "x":[1, 2,3]}\r\n'
    '{"id":"c","text":"Caf\\u00e9\\nREAD MORE\\nEnd.\\/","z":null}\n\n'
    '{"text":"last\\nREAD MORE"}'
).encode()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def fill(folder: Path) -> Path:
    for name, data in SAMPLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "records.jsonl").write_bytes(RECORDS)
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(RECORDS, 3))
    return folder


def test_clean_and_restore_every_byte(tmp_path: Path) -> None:
    source = fill(tmp_path / "in")
    done = run("clean", source, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr.decode()
    cleaned = tree(tmp_path / "out")
    assert set(SAMPLES) | {"records.jsonl", "packed.jsonl.gz"} <= set(cleaned)
    for name, data in cleaned.items():
        if name.endswith("page.md") or name in ("plain.txt", "crlf.txt", "bom.txt"):
            assert b"READ MORE" not in data
    assert cleaned["bom.txt"].startswith(b"\xef\xbb\xbf")
    assert b"\n" not in cleaned["crlf.txt"].replace(b"\r\n", b"")
    assert cleaned["wall.txt"] == SAMPLES["wall.txt"]
    assert run("restore", tmp_path / "out", "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_summary_names_what_happened(tmp_path: Path) -> None:
    text = run("clean", fill(tmp_path / "in"), "-o", tmp_path / "out").stderr.decode()
    assert "documents" in text
    assert "news/read-more" in text
    assert "wall.txt" in text
    assert "related.jsonl" in text


def test_records_keep_every_other_byte(tmp_path: Path) -> None:
    source = fill(tmp_path / "in")
    run("clean", source / "records.jsonl", "-o", tmp_path / "out")
    lines = (tmp_path / "out" / "records.jsonl").read_bytes().split(b"\n")
    assert lines[1] == b'{"id":"b", "text" : "clean", "x":[1, 2,3]}\r'
    assert lines[2] == b'{"id":"c","text":"Caf\\u00e9\\nEnd./","z":null}'
    assert json.loads(lines[0])["n"] == 1.5
    packed = gzip.decompress(
        (run("clean", source, "-o", tmp_path / "two"), tmp_path / "two/packed.jsonl.gz")[
            1
        ].read_bytes()
    )
    assert packed == (tmp_path / "out" / "records.jsonl").read_bytes()


def test_related_records(tmp_path: Path) -> None:
    source = fill(tmp_path / "in")
    run(
        "clean",
        source / "plain.txt",
        source / "records.jsonl",
        "-o",
        tmp_path / "out",
        "--id-field",
        "id",
    )
    cards = [json.loads(line) for line in (tmp_path / "out/related.jsonl").read_text().splitlines()]
    assert [(c["document"], c["source"], c["age"], c["title"]) for c in cards] == [
        ("plain.txt", "Valley Times", "2 hours ago", "A title")
    ]
    assert cards[0]["copies"] == 2
    assert cards[0]["documents"] == ["plain.txt", "a"]
    assert [(v["document"], v["score"]) for v in cards[0]["variants"]] == [
        ("plain.txt", 1.0),
        ("a", 1.0),
    ]


def test_broken_records_and_binary_files_are_copied_and_reported(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "bad.jsonl").write_bytes(b'{"text":"a\\nREAD MORE\\nb"}\n{"text": 3}\nnot json\n')
    (source / "picture.txt").write_bytes(bytes(range(256)) * 20)
    (source / "good.txt").write_text(DIRTY)
    done = run("clean", source, "-o", tmp_path / "out")
    assert done.returncode == 2
    errors = done.stderr.decode()
    assert "bad.jsonl:2" in errors
    assert "bad.jsonl:3" in errors
    assert "picture.txt" in errors
    cleaned = tree(tmp_path / "out")
    assert cleaned["bad.jsonl"] == b'{"text":"a\\nb"}\n{"text": 3}\nnot json\n'
    assert cleaned["picture.txt"] == bytes(range(256)) * 20
    assert b"READ MORE" not in cleaned["good.txt"]
    run("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert tree(tmp_path / "back") == tree(source)


def test_jobs_change_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for i in range(90):
        path = source / f"{i % 7}" / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DIRTY + f"\n{i}\n" + (PROSE[i % 5] + f" {i}.\n") * 1200)
    for jobs in (1, 2):
        done = run("clean", source, "-o", tmp_path / str(jobs), "--jobs", str(jobs))
        assert done.returncode == 0, done.stderr.decode()
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_no_ledger(tmp_path: Path) -> None:
    run("clean", fill(tmp_path / "in"), "-o", tmp_path / "out", "--no-ledger")
    assert not (tmp_path / "out/ledger.jsonl").exists()
    done = run("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert done.returncode == 2
    assert "ledger" in done.stderr.decode()


def test_in_place_and_back_over_several_runs(tmp_path: Path) -> None:
    source = fill(tmp_path / "in")
    before = tree(source)
    assert run("clean", source, "--in-place", "--level", "safe").returncode == 0
    middle = tree(source)
    assert run("clean", source, "--in-place").returncode == 0
    assert middle["plain.txt"] != before["plain.txt"]
    assert tree(source)["plain.txt"] != middle["plain.txt"]
    done = run("restore", source, "--in-place")
    assert done.returncode == 0, done.stderr.decode()
    after = tree(source)
    assert {k: v for k, v in after.items() if not k.startswith(".cleaner")} == before


def test_a_changed_file_is_not_restored(tmp_path: Path) -> None:
    run("clean", fill(tmp_path / "in"), "-o", tmp_path / "out")
    (tmp_path / "out/plain.txt").write_text("mine now")
    done = run("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert done.returncode == 2
    assert "plain.txt: changed since it was cleaned" in done.stderr.decode()
    assert not (tmp_path / "back/plain.txt").exists()
    assert (tmp_path / "back/crlf.txt").read_bytes() == SAMPLES["crlf.txt"]


def test_mode_is_kept(tmp_path: Path) -> None:
    source = fill(tmp_path / "in")
    (source / "plain.txt").chmod(0o640)
    run("clean", source, "-o", tmp_path / "out")
    assert (tmp_path / "out/plain.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("delay", [0.35, 0.5, 0.65, 0.8, 1.0])
@pytest.mark.parametrize("in_place", [False, True])
def test_kill_and_run_again(tmp_path: Path, delay: float, in_place: bool) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for i in range(250):
        (source / f"{i}.txt").write_text(f"{i}\n{DIRTY}")
    originals = tree(source)
    out = source if in_place else tmp_path / "out"
    goal = ["--in-place"] if in_place else ["-o", str(out)]
    wanted = f"\n{page()}"
    command = [sys.executable, "-m", "cleaner", "clean", str(source), *goal, "-q"]
    process = subprocess.Popen(command, start_new_session=True)
    time.sleep(delay)
    with_signal = process.poll() is None
    if with_signal:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for name, data in originals.items():
        target = out / name
        if target.exists():
            whole = (data, f"{name.removesuffix('.txt')}{wanted}".encode())
            assert target.read_bytes() in whole
    if in_place:
        assert run("restore", source, "--in-place").returncode in (0, 2)
        left = {k: v for k, v in tree(source).items() if not k.startswith(".")}
        assert left == originals
    assert run("clean", source, *goal).returncode == 0
    assert not list(out.rglob("*.tmp"))
    back = tmp_path / "back"
    place = ["--in-place"] if in_place else ["-o", str(back)]
    assert run("restore", out, *place).returncode == 0
    folder = source if in_place else back
    assert {k: v for k, v in tree(folder).items() if not k.startswith(".")} == originals


@given(
    data=st.binary(max_size=300), tail=st.sampled_from([b"", b"\nREAD MORE\n", b"\r\nREAD MORE"])
)
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, tail: bytes
) -> None:
    from cleaner.engine.local import run as run_jobs
    from cleaner.engine.plan import plan
    from cleaner.engine.restoring import restore_tree
    from cleaner.engine.worker import Settings

    folder = tmp_path_factory.mktemp("bytes")
    (folder / "in").mkdir()
    (folder / "in/a.txt").write_bytes(data + tail)
    jobs, problems = plan([str(folder / "in")], folder / "out")
    assert not problems
    # One rule: which lines go is not what may cost a byte, and it need not be compiled each time.
    run_jobs(jobs, Settings(cleaner={"select": ["news/read-more"]}))
    assert [problem for _, problem in restore_tree(folder / "out", folder / "back")] == [None]
    assert (folder / "back/a.txt").read_bytes() == data + tail


def test_no_room_is_a_matter_of_the_target(tmp_path: Path) -> None:
    """Records are spilled while they are read; the source is not what is full then."""
    resource = pytest.importorskip("resource")
    lines = b"".join(json.dumps({"text": f"{at}\n{DIRTY}"}).encode() + b"\n" for at in range(200))
    (tmp_path / "a.jsonl").write_bytes(lines)
    (tmp_path / "b.txt").write_text(DIRTY)
    program = [sys.executable, "-m", "cleaner", "clean", "a.jsonl", "b.txt", "-o", "out"]
    limits = (20_000, resource.RLIM_INFINITY)
    done = subprocess.run(
        program,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
    )
    assert done.returncode == 2
    assert "error: out/a.jsonl: the file would be larger than allowed here" in done.stderr
    assert (tmp_path / "out/b.txt").exists()
    assert not (tmp_path / "out/a.jsonl").exists()


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs a user who is not allowed all")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Records and texts alike: the file that cannot be replaced, and what to do."""
    folder = tmp_path / "in/sub"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text(json.dumps({"text": DIRTY}) + "\n")
    (folder / "b.txt").write_text(DIRTY)
    (tmp_path / "in/c.txt").write_text(DIRTY)
    folder.chmod(0o555)
    program = [sys.executable, "-m", "cleaner"]
    if os.getuid() == 0:
        program = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *program]
    done = {
        word: subprocess.run(
            [*program, *options], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        for word, options in {
            "clean": ["clean", "in", "--in-place"],
            "rules": ["rules", "new", "a/b", "--in", "in/sub"],
        }.items()
    }
    folder.chmod(0o755)
    said = done["clean"].stderr
    assert "error: in/sub/a.jsonl: no permission to write here (change the permissions" in said
    assert "error: in/sub/b.txt: no permission to write here (change the permissions" in said
    assert "READ MORE" not in (tmp_path / "in/c.txt").read_text()
    assert "error: in/sub/a/b.toml: no permission to write here" in done["rules"].stderr
    assert not any("defect" in one.stderr for one in done.values())
    assert {done["clean"].returncode, done["rules"].returncode} == {2}


@pytest.mark.parametrize("options", [["clean", "--in-place"], ["check", "--fix"]])
@pytest.mark.parametrize("name", ["a-link.txt", "z-link.txt"])
def test_a_file_and_a_link_to_it_are_cleaned_once(
    tmp_path: Path, options: list[str], name: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "m.txt").write_text(DIRTY)
    (tmp_path / "elsewhere.txt").write_text(DIRTY)
    (folder / name).symlink_to("m.txt")
    (folder / "1.txt").symlink_to("../elsewhere.txt")
    (folder / "2.txt").symlink_to("../elsewhere.txt")
    done = run(*options, folder)
    assert done.returncode == 0, done.stderr
    assert b"2 documents" in done.stderr
    assert (folder / name).is_symlink()
    assert "READ MORE" not in (folder / name).read_text() + (folder / "1.txt").read_text()
    back = run("restore", folder, "--in-place")
    assert (back.returncode, back.stderr) == (0, b"2 restored\n")
    assert (folder / name).read_text() == (folder / "2.txt").read_text() == DIRTY
