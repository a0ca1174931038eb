"""The text of an HTML page: what the extractor left, unless that is little of the main part."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from cleaner.extract import Mode, html_to_text
from cleaner.pipeline import Cleaner


def page_text(html: str | bytes, mode: Mode = "balanced") -> str:
    """``html_to_text``, measured against what cleaning leaves of everything visible."""
    return html_to_text(html, mode, main_part)


def reader(mode: Mode) -> Callable[[bytes], str]:
    """``page_text`` in a mode, as formats take it."""
    return partial(page_text, mode=mode)


def main_part(text: str) -> str:
    """What is surely main text of a raw scrape; nothing where there is none to clean."""
    result = _surest().clean(text)
    return result.text if result.status == "cleaned" else ""


@cache
def _surest() -> Cleaner:
    """Compiled when the first page needs it, which takes as long as a hundred pages."""
    return Cleaner(level="aggressive")
