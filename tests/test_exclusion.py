"""What is passed over: held against git itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.config import Patterns
from cleaner.errors import ConfigError
from cleaner.exclusion import Exclusion, Matcher
from cleaner.sources import scan
from tests.support import run

TREES = {
    "anchored": {".gitignore": "/a.txt\n", "a.txt": "", "sub/a.txt": ""},
    "folder": {".gitignore": "build/\n", "build/a.txt": "", "sub/build/b.txt": "", "c.txt": ""},
    "negated": {".gitignore": "*.txt\n!keep.txt\n", "a.txt": "", "keep.txt": "", "d/keep.txt": ""},
    "negated below an ignored folder": {".gitignore": "d/\n!d/keep.txt\n", "d/keep.txt": ""},
    "nested": {
        ".gitignore": "*.md\n",
        "sub/.gitignore": "!b.md\n/c.txt\n",
        "a.md": "",
        "sub/b.md": "",
        "sub/c.txt": "",
        "sub/deep/c.txt": "",
    },
    "stars": {
        ".gitignore": "logs/**/x*.txt\n",
        "logs/a/b/x1.txt": "",
        "logs/x2.txt": "",
        "x3.txt": "",
    },
    "comments and blanks": {".gitignore": "# a.txt\n\n\\#b.txt\n", "a.txt": "", "#b.txt": ""},
    "line ends": {
        ".gitignore": "a.txt\r\nb.txt\x0cc.txt\n\u2028d.txt\ne.txt",
        **dict.fromkeys(("a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "\u2028d.txt"), ""),
    },
    "lines that are no patterns": {
        ".gitignore": "!\na\\\n\\\n[z-a]\n[[:foo:]]\n/a.txt\n!\n*.md\n",
        "a.txt": "",
        "b.md": "",
        "c.txt": "",
        "d/a.txt": "",
    },
    "exclude of the repository": {".git/info/exclude": "a.txt\n", "a.txt": "", "b.txt": ""},
}


def grow(root: Path, files: dict[str, str]) -> None:
    subprocess.run(["git", "init", "-q", root], check=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def seen(root: Path, folder: str = "", **settings: bool) -> set[str]:
    exclusion = Exclusion(gitignore=settings.get("gitignore", True))
    found, problems = scan([str(root / folder)], exclusion=exclusion)
    assert problems == []
    return {str(Path(entry.path).relative_to(root)) for entry in found}


@pytest.mark.parametrize("name", TREES)
def test_the_files_that_git_would_add(name: str, tmp_path: Path) -> None:
    grow(tmp_path, TREES[name])
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    want = {
        path for path in listed.decode().split("\0") if path and not Path(path).name.startswith(".")
    }
    assert seen(tmp_path) == want
    assert len(seen(tmp_path, gitignore=False)) > len(want) or "blanks" in name


@pytest.mark.skipif(sys.platform != "linux", reason="names there are text")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    grow(tmp_path, {"a\udcff.txt": "", "b\udcff.txt": "", "c.txt": ""})
    (tmp_path / ".gitignore").write_bytes(b"a\xff.*\nc*\n")
    assert seen(tmp_path) == {"b\udcff.txt"}


def test_above_the_folder_where_the_walk_begins(tmp_path: Path) -> None:
    grow(tmp_path, {".gitignore": "a.txt\n", "sub/a.txt": "", "sub/b.txt": ""})
    assert seen(tmp_path, "sub") == {"sub/b.txt"}


def test_what_is_named_is_taken(tmp_path: Path) -> None:
    grow(
        tmp_path,
        {".gitignore": "data/\n*.md\n", "data/a.txt": "", "data/deep/b.txt": "", "c.txt": ""},
    )
    assert seen(tmp_path, "data") == {"data/a.txt", "data/deep/b.txt"}
    assert seen(tmp_path, "data/deep") == {"data/deep/b.txt"}
    assert seen(tmp_path) == {"c.txt"}


def test_patterns_are_relative_to_their_folder(tmp_path: Path) -> None:
    matcher = Matcher(Patterns(str(tmp_path / "a"), ("/x.txt", "y/")))
    assert matcher.matches(str(tmp_path / "a/x.txt"))
    assert matcher.matches(str(tmp_path / "a/b/y"), folder=True)
    assert not matcher.matches(str(tmp_path / "a/b/x.txt"))
    assert not matcher.matches(str(tmp_path / "x.txt"))
    assert not matcher.matches(str(tmp_path / "ab/x.txt"))


@pytest.mark.parametrize("pattern", ["!", "\\", "[z-a]"])
def test_a_pattern_that_is_none(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match="pattern"):
        Matcher(Patterns("/", (pattern,)))
    (tmp_path / "a.txt").write_text("The mill turns.")
    (tmp_path / "cleaner.toml").write_text(f"exclude = ['{pattern}']\n")
    for options in ((), ("--isolated", "--exclude", pattern)):
        done = run("check", "a.txt", *options, cwd=tmp_path)
        assert done.returncode == 2
        assert b"exclude has a pattern that is none" in done.stderr
        assert (b"cleaner.toml:1: " in done.stderr) == (not options)
        assert b"defect" not in done.stderr


def test_more_patterns_than_one_automaton_holds(tmp_path: Path) -> None:
    lines = "".join(f"data/part-{at}/**/*.foo{at}\n" for at in range(3000))
    grow(tmp_path, {".gitignore": f"{lines}*.md\n", "a.md": "", "b.txt": ""})
    assert seen(tmp_path) == {"b.txt"}
