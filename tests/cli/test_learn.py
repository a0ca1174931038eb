"""``cleaner learn`` as its user sees it, the review in a real terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.learn.corpus import texts
from tests.support import run


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, text in enumerate(texts("news", 12)):
        (folder / f"{number:02}.txt").write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.toml"))


def test_learn_test_clean(pages: Path, tmp_path: Path) -> None:
    done = run("learn", pages, "-o", tmp_path / "mysite")
    assert done.returncode == 0, done.stderr
    assert b"12 documents of 1 site" in done.stderr
    assert "footer-lines.toml" in names(tmp_path / "mysite")
    assert run("rules", "test", tmp_path / "mysite").returncode == 0
    clean = run("clean", pages, "-o", tmp_path / "out", "--rules", tmp_path / "mysite", "-q")
    assert clean.returncode == 0
    assert "House rules" not in (tmp_path / "out/00.txt").read_text()


def test_a_pack_says_what_it_is(pages: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mysite"
    run("learn", pages, "-o", pack, "-q")
    readme = pack / "README.md"
    text = readme.read_text()
    assert "Rules that pages taught: pages (12 documents)." in text
    for name in names(pack):
        assert f"]({name})" in text
    assert "| always |" in text
    assert "edited by hand" not in text
    rule = pack / "footer-lines.toml"
    rule.write_text("# by hand\n" + rule.read_text())
    run("learn", pages, "-o", pack, "--update", "-q")
    assert "(edited by hand)" in readme.read_text()
    readme.write_text("Our own words.\n")
    run("learn", pages, "-o", pack, "--update", "-q")
    assert readme.read_text() == "Our own words.\n"


def test_what_is_refused(pages: Path, tmp_path: Path) -> None:
    assert b"where to?" in run("learn", pages).stderr
    assert b"nothing to learn from" in run("learn", "-o", tmp_path / "x").stderr
    assert b"my-site" in run("learn", pages, "-o", tmp_path / "My Site").stderr
    run("learn", pages, "-o", tmp_path / "mysite", "-q")
    again = run("learn", pages, "-o", tmp_path / "mysite")
    assert again.returncode == 2
    assert b"--update" in again.stderr
    assert run("learn", pages, "-o", tmp_path / "mysite", "--update").returncode == 0
    assert b"from 0 to 1" in run("learn", pages, "--dry-run", "--min-confidence", "80").stderr
    assert run("learn", tmp_path / "nowhere", "-o", tmp_path / "y").returncode == 2


def test_new_pages_of_the_site_refine_its_rules(pages: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mysite"
    run("learn", pages, "-o", pack, "-q")
    before = {path.name for path in pack.rglob("*.toml")}
    new = tmp_path / "new_pages"
    new.mkdir()
    for number, text in enumerate(texts("news", 6, seed=1)):
        (new / f"{number:02}.txt").write_text(text)
    done = run("learn", new, "-o", pack, "--update")
    assert done.returncode == 0, done.stderr
    assert before <= {path.name for path in pack.glob("*.toml")}
    assert not [path for path in pack.iterdir() if path.is_dir()]
    assert f"{len(names(pack))} rule files in".encode() in done.stderr
    assert "Rules that pages taught: pages (" in (pack / "README.md").read_text()
    assert run("rules", "test", pack).returncode == 0


def test_a_pack_among_the_pages_is_none_of_them(pages: Path) -> None:
    for more in ([], ["--update"]):
        done = run("learn", ".", "-o", "mysite", *more, cwd=pages)
        assert done.returncode == 0, done.stderr
        assert done.stderr.startswith(b"12 documents of 1 site\n")
        assert b"alone" not in done.stderr
    assert (pages / "mysite/README.md").exists()


def test_a_pack_is_whole_or_not_there(pages: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mysite"
    limited = (
        "import resource, runpy, sys;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "sys.argv[0] = 'cleaner'; runpy.run_module('cleaner', run_name='__main__')"
    )
    command = [sys.executable, "-c", limited, "learn", str(pages), "-o", str(pack)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"larger than allowed" in done.stderr
    assert not pack.exists() or not list(pack.rglob("*"))
    again = run("learn", pages, "-o", pack)
    assert again.returncode == 0, again.stderr
    assert "footer-lines.toml" in names(pack)


def test_few_documents_are_told(pages: Path, tmp_path: Path) -> None:
    done = run("learn", pages / "00.txt", pages / "01.txt", "-o", tmp_path / "x")
    assert b"a site needs at least three" in done.stderr
    assert not (tmp_path / "x").exists()
    few = [pages / f"0{i}.txt" for i in range(4)]
    said = run("learn", *few, "-o", tmp_path / "y").stderr.decode()
    assert " doubtful (few documents)\n" in said
    assert said.count("few documents: read the rules of such a site before you use them\n") == 1
    assert "few documents" not in run("learn", pages, "--dry-run").stderr.decode()


def test_dry_run_and_confidence(pages: Path, tmp_path: Path) -> None:
    done = run("learn", pages, "--dry-run", "-q")
    assert b"footer-lines.toml\tgroup\tsafe\t" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]
    run("learn", pages, "-o", tmp_path / "sure", "--yes", "-q")
    assert names(tmp_path / "sure")
    assert not [name for name in names(tmp_path / "sure") if name.startswith("doubtful")]
    run("learn", pages, "-o", tmp_path / "none", "--yes", "--min-confidence", "1", "-q")
    assert not (tmp_path / "none").exists()


def test_exclude_pack(pages: Path, tmp_path: Path) -> None:
    run("learn", pages, "-o", tmp_path / "one", "--exclude-pack", "shipped", "-q")
    text = (tmp_path / "one/footer-lines.toml").read_text()
    assert "House rules" in text
    assert '"Back to top"' not in text
    run("learn", pages, "-o", tmp_path / "two", "--exclude-pack", str(tmp_path / "one"), "-q")
    done = run("learn", pages, "-o", tmp_path / "three", "--exclude-pack", "x")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: no pack is called 'x'")  # before anything is learned


def terminal(arguments: list[str], answers: str, editor: str = "true") -> str:
    """Run the program in a pseudo-terminal, type ``answers``, and return what it showed."""
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "learn", *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**os.environ, "EDITOR": editor, "VISUAL": ""},
    )
    os.close(its)
    os.write(mine, answers.encode())
    shown = b""
    while True:
        try:
            piece = os.read(mine, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(mine)
    assert process.wait() == 0, shown.decode()
    return shown.decode()


def test_review_in_a_terminal_and_on_the_next_day(pages: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mysite"
    first = terminal([str(pages), "-o", str(pack), "--review"], "a\nc\nr\nq\n")
    assert "(1 of " in first
    assert "    > " in first
    assert len(names(pack)) == 1
    second = terminal(["-o", str(pack), "--review"], "a\n" * 20)
    assert "(1 of " in second
    assert len(names(pack)) > 3
    assert run("rules", "test", pack).returncode == 0
    assert f"rule files in {pack}; to test: cleaner rules test {pack}" in second
    assert "nothing is waiting" in terminal(["-o", str(pack), "--review"], "")


def test_a_page_cannot_command_the_terminal(pages: Path, tmp_path: Path) -> None:
    for page in pages.iterdir():
        page.write_text(page.read_text().replace("House rules", "House \x1b]0;owned\x07 rules"))
    pack = tmp_path / "mysite"
    shown = terminal([str(pages), "-o", str(pack), "--review"], "l\na\n" * 20)
    assert "House \\x1b]0;owned\\x07 rules" in shown
    assert "\x1b]" not in shown
    shown = run("rules", "show", "mysite/footer-lines", "--rules", pack).stdout.decode()
    assert "House \\x1b]0;owned\\x07 rules" in shown
    assert "\x1b" not in shown


def test_review_of_a_folder_that_is_misspelt(tmp_path: Path) -> None:
    done = run("learn", "--review", "-o", tmp_path / "mysite")
    assert done.returncode == 2
    assert b"check the spelling of the path" in done.stderr
    assert not (tmp_path / "mysite").exists()


def test_the_end_of_the_input_ends_the_line_of_the_question(pages: Path, tmp_path: Path) -> None:
    done = run("learn", pages, "-o", tmp_path / "mysite", "--review")
    assert b"[q]uit > \nthe rest waits" in done.stdout


def test_a_terminal_sees_how_far_it_is(pages: Path, tmp_path: Path) -> None:
    assert "comparing the pages" in terminal([str(pages), "-o", str(tmp_path / "mysite")], "")
    assert "comparing" not in terminal([str(pages), "-o", str(tmp_path / "other"), "-q"], "")
    assert b"comparing" not in run("learn", pages, "-o", tmp_path / "third").stderr


def test_review_with_an_editor(pages: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text('# by hand\\n' + path.read_text())\n"
    )
    pack = tmp_path / "mysite"
    command = f"{sys.executable} {editor}"
    terminal([str(pages), "-o", str(pack), "--review"], "e\nq\n", command)
    [name] = names(pack)
    assert (pack / name).read_text().startswith("# by hand\n")
    # What a person saw and changed has the tests of what was accepted as it is.
    assert run("rules", "test", pack).stdout == b"2 tests of 1 rule: 2 passed, 0 failed, 0 todo\n"
    run("learn", pages, "-o", pack, "--update", "-q")
    assert (pack / name).read_text().startswith("# by hand\n")
    assert len(names(pack)) > 3


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("false", "'false' ended with exit code 1; nothing is changed"),
        ("true", "  nothing was changed"),
        ("no-such-editor", "'no-such-editor' failed: [Errno 2]"),
        ("vi '", '"vi \'" failed: No closing quotation'),
    ],
)
def test_an_editor_that_changes_nothing(
    editor: str, said: str, pages: Path, tmp_path: Path
) -> None:
    shown = terminal([str(pages), "-o", str(tmp_path / "p"), "--review"], "e\nq\n", editor)
    assert said in shown
    assert "Traceback" not in shown
    assert shown.count("[q]uit >") == 2


def test_a_pack_that_cannot_be_written(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("learn", pages, "-o", tmp_path / "file/pack")
    assert done.returncode == 2
    assert b"a file stands where a folder is needed" in done.stderr
    assert b"defect" not in done.stderr
