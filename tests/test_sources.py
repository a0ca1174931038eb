from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.sources import Source, discover, target_name


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x\n")


def names(sources: list[Source]) -> list[str]:
    return [str(source.relative) for source in sources]


def check_found(arguments: list[Path], *wanted: str, skip: Path | None = None) -> list[Source]:
    sources, errors = discover([str(argument) for argument in arguments], skip=skip)
    assert not errors
    assert names(sources) == list(wanted)
    return sources


def only(errors: list[CleanerError]) -> CleanerError:
    assert len(errors) == 1
    assert errors[0].remedy
    return errors[0]


def test_folder_gives_known_endings_at_any_depth(tmp_path: Path) -> None:
    make(
        tmp_path, "b.TXT", "a.md", "deep/er/c.Html", "deep/d.htm", "e.jsonl", "f.JSONL.gz",
        "g.pdf", "h", "i.gz", ".hidden.txt", ".git/j.txt", "deep/.k/l.txt",
    )  # fmt: skip
    sources = check_found(
        [tmp_path], "a.md", "b.TXT", "deep/d.htm", "deep/er/c.Html", "e.jsonl", "f.JSONL.gz"
    )
    assert [source.kind for source in sources] == ["text", "text", "html", "html", "jsonl", "jsonl"]
    assert all(source.root == tmp_path for source in sources)
    assert all(source.path == tmp_path / source.relative for source in sources)


def test_files_named_directly_are_always_taken(tmp_path: Path) -> None:
    make(tmp_path, "in/notes", "in/.hidden.log", "in/a.html", "in/b.jsonl.gz")
    wanted = [".hidden.log", "a.html", "b.jsonl.gz", "notes"]
    sources = check_found([tmp_path / "in" / name for name in reversed(wanted)], *wanted)
    assert [source.kind for source in sources] == ["text", "html", "jsonl", "text"]
    assert {source.root for source in sources} == {tmp_path / "in"}


def test_hidden_folder_named_directly(tmp_path: Path) -> None:
    make(tmp_path, ".in/a.txt")
    check_found([tmp_path / ".in"], "a.txt")


def test_relative_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.txt", "b.txt")
    monkeypatch.chdir(tmp_path)
    (source,) = check_found([Path("b.txt")], "b.txt")
    assert (source.path, source.root) == (Path("b.txt"), Path())
    check_found([Path()], "b.txt", "in/a.txt")


def test_standard_input() -> None:
    sources, errors = discover(["-", "-"])
    assert sources == [Source(None, PurePosixPath("stdin.txt"), "text", Path())]
    assert not errors


def test_same_file_in_several_spellings(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt")
    check_found(
        [tmp_path / "in" / "a.txt", tmp_path / "in" / ".." / "in" / "a.txt", tmp_path / "in"],
        "a.txt",
    )


def test_folder_and_a_folder_in_it(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "sub/b.txt")
    check_found([tmp_path, tmp_path / "sub"], "a.txt", "sub/b.txt")


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "up").symlink_to("..")
    (tmp_path / "sub" / "here").symlink_to(".")
    (tmp_path / "self").symlink_to("self")
    check_found([tmp_path], "sub/a.txt")


def test_linked_folder_goes_by_its_real_place(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt")
    (tmp_path / "alias").symlink_to("real")
    check_found([tmp_path], "real/a.txt")


def test_links_to_other_places_are_followed(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "elsewhere/b.txt", "elsewhere/c.txt")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "z.txt").symlink_to(tmp_path / "in" / "a.txt")
    check_found([tmp_path / "in"], "a.txt", "linked/b.txt", "linked/c.txt", "z.txt")


@pytest.mark.parametrize("target", ["nowhere", "broken.txt"])
def test_broken_link_is_reported(tmp_path: Path, target: str) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "broken.txt").symlink_to(target)
    sources, errors = discover([str(tmp_path)])
    assert names(sources) == ["a.txt"]
    error = only(errors)
    assert isinstance(error, ReadError)
    assert error.path == str(tmp_path / "broken.txt")
    assert "link" in str(error)


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    check_found([tmp_path], "a.txt")


def test_missing_source_does_not_stop_the_rest(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    sources, errors = discover([str(tmp_path / "missing"), str(tmp_path / "a.txt")])
    assert names(sources) == ["a.txt"]
    error = only(errors)
    assert isinstance(error, ReadError)
    assert error.path == str(tmp_path / "missing")


def test_argument_that_is_no_path() -> None:
    sources, errors = discover(["a\0b"])
    assert not sources
    assert isinstance(errors[0], ReadError)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_unreadable_folder_does_not_stop_the_rest(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    sources, errors = discover([str(tmp_path)])
    (tmp_path / "closed").chmod(0o755)
    assert names(sources) == ["a.txt"]
    assert "permission" in only(errors).message


def test_output_folder_is_skipped(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/a.txt", "out/deep/b.txt", "outer/c.txt")
    (tmp_path / "link").symlink_to("out/deep")
    check_found([tmp_path], "a.txt", "outer/c.txt", skip=tmp_path / "x" / ".." / "out")


def test_output_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    check_found([tmp_path], "a.txt", skip=tmp_path / "out")


def test_source_inside_the_output_folder(tmp_path: Path) -> None:
    make(tmp_path, "out/raw/a.txt")
    check_found([tmp_path / "out" / "raw"], "a.txt", skip=tmp_path / "out")


def test_source_that_is_the_output_folder(tmp_path: Path) -> None:
    make(tmp_path, "out/a.txt")
    sources, errors = discover([str(tmp_path / "out")], skip=tmp_path / "out")
    assert not sources
    assert "output folder itself" in only(errors).message


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("a/b.html", "a/b.txt"),
        ("a/b.c.HTM", "a/b.c.txt"),
        ("a/b.md", "a/b.md"),
        ("a.jsonl.gz", "a.jsonl.gz"),
        ("notes", "notes"),
    ],
)
def test_target_name(tmp_path: Path, name: str, target: str) -> None:
    make(tmp_path, name)
    sources, _ = discover([str(tmp_path / name)])
    assert target_name(sources[0]) == PurePosixPath(target).relative_to(
        PurePosixPath(target).parent
    )


def test_target_keeps_the_tree(tmp_path: Path) -> None:
    make(tmp_path, "a/b.html")
    (source,) = check_found([tmp_path], "a/b.html")
    assert target_name(source) == PurePosixPath("a/b.txt")


def test_two_sources_with_one_target(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "a.txt", "b.txt")
    sources, errors = discover([str(tmp_path)])
    assert names(sources) == ["a.html", "b.txt"]
    error = only(errors)
    assert isinstance(error, WriteError)
    assert error.path == "a.txt"
    assert str(tmp_path / "a.html") in error.message
    assert str(tmp_path / "a.txt") in error.message


def test_files_of_one_name_from_two_folders(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt")
    arguments = [str(tmp_path / "y"), str(tmp_path / "x" / "a.txt")]
    sources, errors = discover(arguments)
    assert [source.path for source in sources] == [tmp_path / "x" / "a.txt"]
    assert isinstance(only(errors), WriteError)


def test_no_collisions_where_nothing_is_mirrored(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt", "y/a.html")
    sources, errors = discover([str(tmp_path / "y"), str(tmp_path / "x")], mirror=False)
    assert not errors
    assert names(sources) == ["a.html", "a.txt", "a.txt"]


def test_order_does_not_depend_on_the_arguments(tmp_path: Path) -> None:
    make(tmp_path, "x/b.txt", "y/a.txt", "x/c/d.txt")
    forth, _ = discover([str(tmp_path / "x"), str(tmp_path / "y")])
    back, _ = discover([str(tmp_path / "y"), str(tmp_path / "x")])
    assert forth == back


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        Path(os.fsdecode(raw)).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system allows UTF-8 names only")
    check_found([tmp_path], "\udcff.txt")


def test_the_books_of_a_run_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "related.jsonl", "sub/related.jsonl")
    (tmp_path / "ledger.jsonl").write_bytes(b'{"v":1,"document":"a.txt"}\n')
    check_found([tmp_path], "a.txt", "sub/related.jsonl")
    check_found([tmp_path / "related.jsonl"], "related.jsonl")


def test_a_ledger_of_something_else_is_text(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "related.jsonl", "ledger.jsonl")
    check_found([tmp_path], "a.txt", "ledger.jsonl", "related.jsonl")
