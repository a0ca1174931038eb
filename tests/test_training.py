"""What the model of shapes learns from, by the real script; to fit it is an hour's work."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import PROSE, page, tool

DIRTY = page("Log in", "Read more", PROSE[4])


@pytest.fixture(scope="module")
def samples() -> Any:
    folder = str(Path(__file__).parent.parent / "training")
    sys.path.insert(0, folder)
    try:
        import samples
    finally:
        sys.path.remove(folder)
    return samples


def test_a_page_as_the_shape_sees_it(samples: Any) -> None:
    broken = DIRTY.replace("approved the", "approved\nthe")
    shown, removed = samples.prepare(tool(), broken)
    assert shown.lines == DIRTY.split("\n")  # the sentence is whole, and no line is gone yet
    taken = [line for line, gone in zip(shown.lines, removed, strict=True) if gone]
    assert taken == ["Log in", "Read more"]
    tokens, main = samples.label(shown.lines, "\n".join(PROSE))
    assert [bool(n) for n in main] == [line in PROSE for line in shown.lines]
    assert (main <= tokens).all()


def test_pages_of_one_site_stand_in_one_fold(samples: Any) -> None:
    addresses = ("https://www.example.org/a", "https://example.org/b?c=1")
    assert {samples.host({"url": url, "id": "1"}) for url in addresses} == {"example.org"}
    assert samples.host({"id": "7", "html": '<link id="http://mill.example/x">'}) == "mill.example"
    assert samples.host({"id": "7"}) == "7"
