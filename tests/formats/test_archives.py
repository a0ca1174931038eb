"""Names in archives: nothing is overwritten when they are unpacked, and links still lead."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.formats.samples import HTML
from tests.support import page, run

TEXT = page("READ MORE").encode()
NAMES = ["a.html", "a.txt", "a.htm", "./d/b.html", "d/b.txt", "c.html", "broken.html"]
WANTED = ["a.html.txt", "a.txt", "a.htm.txt", "./d/b.html.txt", "d/b.txt", "c.txt", "broken.html"]


def _content(name: str) -> bytes:
    if name == "broken.html":
        return b"\xff\xfe\x00"
    return TEXT if name.endswith(".txt") else HTML


def _tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        links = {
            "early.html": (tarfile.SYMTYPE, "d/b.html"),
            "hard.html": (tarfile.LNKTYPE, "c.html"),
            "d/up": (tarfile.SYMTYPE, "../c.html"),
            "d/away": (tarfile.SYMTYPE, "/etc/c.html"),
            "late": (tarfile.SYMTYPE, "./broken.html"),
        }
        for name in ["early.html", *NAMES, *list(links)[1:]]:
            info = tarfile.TarInfo(name)
            if name in links:
                info.type, info.linkname = links[name]
            else:
                info.size = len(_content(name))
            archive.addfile(info, io.BytesIO(b"" if name in links else _content(name)))


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in NAMES:
            archive.writestr(name, _content(name))
        link = zipfile.ZipInfo("link.html")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "c.html")


def test_pages_and_texts_of_one_name_in_a_tar(tmp_path: Path) -> None:
    source, out = tmp_path / "x.tar", tmp_path / "out"
    _tar(source)
    run("clean", source, "-o", out)
    with tarfile.open(out / source.name) as archive:
        links = {one.name: one.linkname for one in archive if one.linkname}
        assert [name for name in archive.getnames() if name not in links] == WANTED
        assert archive.extractfile("a.txt").read().decode() == page()  # type: ignore[union-attr]
    assert links == {
        "early.html": "d/b.html.txt",
        "hard.html": "c.txt",
        "d/up": "../c.txt",
        "d/away": "/etc/c.html",
        "late": "./broken.html",
    }
    assert run("restore", out, "-o", tmp_path / "back").returncode == 0
    assert (tmp_path / "back/x.tar").read_bytes() == source.read_bytes()


def test_pages_and_texts_of_one_name_in_a_zip(tmp_path: Path) -> None:
    source, out = tmp_path / "x.zip", tmp_path / "out"
    _zip(source)
    run("clean", source, "-o", out)
    with zipfile.ZipFile(out / source.name) as archive:
        assert archive.namelist() == [*WANTED, "link.html"]
        assert archive.read("link.html") == b"c.txt"
        assert archive.getinfo("link.html").external_attr == 0o120777 << 16


@pytest.mark.parametrize("name", ["none.html", "one.html"])
def test_an_empty_page_becomes_a_text(tmp_path: Path, name: str) -> None:
    source, out = tmp_path / "x.zip", tmp_path / "out"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(name, b"" if name == "none.html" else b" ")
    run("clean", source, "-o", out)
    with zipfile.ZipFile(out / source.name) as archive:
        assert archive.namelist() == [name.replace("html", "txt")]
