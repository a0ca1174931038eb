"""Folding: the one normal form in which phrases and lines are compared.

Two strengths, both applied to whole batches of lines at once because a call per line would cost
more than the comparison itself:

* ``fold`` keeps edge punctuation (prefixes, contained words and patterns see this form);
* ``bare`` also strips punctuation, symbols and emoji from both edges (whole phrases).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_REPLACED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u0085\u2028\u2029\u00a0", " "),
    **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad\ufe0f", ""),
}
_CONTROLS = {**dict.fromkeys("\t\x0b\x0c\x1c\x1d\x1e\x1f", " "), "`": "'"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASCII_EDGE = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def fold(text: str) -> str:
    """Return the folded form of ``text``; line feeds stay, so a batch keeps its line count.

    NFKC, casefold, quotes and dashes to ASCII, invisible characters dropped, runs of white space
    to one space.
    """
    if not text.isascii():
        text = _replace(text, _REPLACED)
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    folded = _replace(folded, _CONTROLS)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def says(text: str) -> bool:
    """Whether something of a text is left when it is compared."""
    return text[:1].isalnum() or bool(fold(text).strip())


def fold_all(texts: Sequence[str]) -> list[str]:
    """``fold`` of every text."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return list(map(fold, texts))
    return fold(joined).split("\n")


def fold_character(character: str) -> str | None:
    """What becomes of a character in ``fold`` wherever it stands; None where its neighbours matter.

    Then nothing but its place matters to ``bare`` either: it is all letters and digits, or none.
    """
    if any(map(_is_joined, unicodedata.normalize("NFKC", character))):
        return None
    folded = fold(character)
    if folded.isspace() and folded != " ":
        return None
    if folded.isascii() and not folded.isprintable():
        return None
    return folded if folded.isalnum() or not any(map(str.isalnum, folded)) else None


def _is_joined(character: str) -> bool:
    """Whether a character may become one with what stands before it, or change places with it."""
    marks = unicodedata.category(character) in ("Mn", "Mc", "Me")
    return marks or unicodedata.combining(character) > 0 or "\u1160" <= character <= "\u11ff"


def _replace(text: str, table: Mapping[str, str]) -> str:
    # Mostly absent, each of these costs next to nothing to look for; str.translate would look at
    # every character in turn and take ten times as long.
    for old, new in table.items():
        if old in text:
            text = text.replace(old, new)
    return text


def bare(folded: str) -> str:
    """Strip punctuation, symbols and spaces from both edges of one folded line."""
    return folded.strip(_ASCII_EDGE) if folded.isascii() else _stripped(folded)


def bare_all(folded: list[str]) -> list[str]:
    """``bare`` of every line; a line of nothing but punctuation stays as it is."""
    return [
        (line.strip(_ASCII_EDGE) if line.isascii() else _stripped(line)) or line for line in folded
    ]


def _stripped(line: str) -> str:
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]


def encodable(text: str) -> str:
    """``text`` with lone surrogates (bytes that were not UTF-8) as U+FFFD, of the same length."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)  # also each of a pair, of which UTF-16 makes one sign
    return text


def encoded(text: str) -> bytes:
    """``encodable(text)`` as UTF-8."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return encodable(text).encode()
