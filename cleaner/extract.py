"""HTML to text: the main content by trafilatura, and everything visible."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from cleaner.errors import ReadError, need
from cleaner.joiners import put_back, spelling, with_places
from cleaner.reading import decode

Mode = Literal["precision", "balanced", "recall"]

_INVISIBLE = frozenset({"script", "style", "noscript", "template", "rt", "rp"})
"""And how ideographs are read, which stands above them and not in their sentence."""
_ASIDE = frozenset({"a", "nav", "footer", "button", "select"})
_WHOLE = frozenset({"html", "body", "main", "article"})
"""Their names say that a page takes comments, not that it is one."""
# lxml stops at a NUL and cannot take surrogates; neither has a meaning in HTML.
_FORBIDDEN = re.compile("[\ud800-\udfff]")
# Only names that browsers know: Python has text codecs that a hostile page could abuse.
_CHARSETS = re.compile(
    r"utf-8|iso8859-\d+|cp125\d|cp8(?:66|74)|cp9(?:32|49|50)|koi8-[ru]|shift_jis|euc_jp|"
    r"iso2022_jp|gb2312|gbk|gb18030|hz|big5(?:hkscs)?|euc_kr|mac-(?:roman|cyrillic)|tis-620"
)
# The web means the wider code page by these names.
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_ISO_2022 = re.compile(rb"\x1b[$(]")
_XML_DECLARATION = re.compile(r"<\?xml\b[^>]*>", re.IGNORECASE)
_NOISY = ("trafilatura", "htmldate", "courlan", "justext", "readability")


class Visible(NamedTuple):
    """Everything that a reader sees of a page.

    ``text``: a line for each stretch without a tag. ``size``: the code points of it that stand in
    no link or menu, without white space. ``comments``: the lines inside of what is named so.
    """

    text: str
    size: int
    comments: str = ""


def html_to_text(html: str | bytes, mode: Mode = "balanced") -> str:
    """Return the main text of a page, in lines that end in a line feed but for the last.

    Everything visible where no main text is found. ``mode`` weighs less noise (``precision``)
    against less loss (``recall``). Raises as ``opened`` does.
    """
    page = opened(html)
    return main_text(page, mode) or visible(page).text


def opened(html: str | bytes) -> str:
    """The source of a page as parsers take it.

    Bytes are decoded by the charset they declare or, failing that, by ``reading.decode``, whose
    ``ReadError`` for bytes that are not text is the only error raised, but for a ``ConfigError``
    where the libraries for HTML are not installed.
    """
    _need_libraries()
    page = html if isinstance(html, str) else _decoded(html)
    page = _FORBIDDEN.sub("\ufffd", page).replace("\x00", "")
    # It speaks of the bytes, and parsers refuse or warn when it stands in a text.
    return _XML_DECLARATION.sub("", page)


@cache
def _need_libraries() -> None:
    for module in ("trafilatura", "bs4", "lxml"):
        need(module, "html")


def _decoded(data: bytes) -> str:
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _declared(data)
        # Pages that say one thing and send UTF-8 are common, the other way round cannot be read.
        if declared and (_ISO_2022.search(data) or not _is_utf8(data)):
            try:
                return data.decode(declared)
            except UnicodeDecodeError:
                pass
    return decode(data).text


def _declared(data: bytes) -> str | None:
    """The codec for the charset that a meta element or an XML declaration names."""
    from bs4.dammit import EncodingDetector

    name = EncodingDetector.find_declared_encoding(data, is_html=True)
    try:
        codec = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    codec = _WIDER.get(codec, codec)
    return codec if _CHARSETS.fullmatch(codec) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def main_text(page: str, mode: Mode) -> str:
    """What trafilatura takes for the content of an opened page; empty if it finds none or fails."""
    import trafilatura

    for name in _NOISY:
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL + 1)
    page, places = with_places(page)
    try:
        text = trafilatura.extract(
            page,
            include_comments=False,
            include_tables=True,
            favor_precision=mode == "precision",
            favor_recall=mode == "recall",
        )
    except Exception:  # a library fed with arbitrary pages: whatever it throws, there is a way on
        return ""
    return put_back(text or "", places).strip()


def visible(page: str) -> Visible:
    """What a reader sees of an opened page; raises ReadError if no parser can read it."""
    # lxml first: it is linear, html.parser takes minutes over a few kilobytes of unclosed tags.
    for parse in (_parsed, _parsed_in_pieces):
        try:
            found = parse(page)
        except Exception:  # as above; the other parser may cope
            continue
        return found._replace(text=_stripped(found.text), comments=_stripped(found.comments))
    raise ReadError(
        "cannot be parsed as HTML", path="", remedy="rename it to .txt to keep its tags"
    )


def _stripped(text: str) -> str:
    lines = (line.strip() for line in spelling(text).splitlines())
    return "\n".join(line for line in lines if line)


def _parsed(page: str) -> Visible:
    from lxml.etree import HTMLParser

    # Not by a tree: there libxml2 leaves out what stands behind a second head or body.
    parser = HTMLParser(target=_Reader())
    parser.feed(page)
    found: Visible = parser.close()
    return found


class _Reader:
    """Takes from a parser what it sees between the tags."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._texts: list[str] = []
        self._comments: list[str] = []
        self._size = 0
        self._hidden = 0
        self._aside = 0
        self._level = 0
        self._comments_level = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._end_text()
        self._level += 1
        if attributes and not self._comments_level and tag not in _WHOLE:
            name = attributes.get("class", "") + attributes.get("id", "")
            if name and "comment" in name.lower():
                self._comments_level = self._level
        self._hidden += tag in _INVISIBLE
        self._aside += tag in _ASIDE

    def end(self, tag: str) -> None:
        self._end_text()
        self._hidden -= tag in _INVISIBLE
        self._aside -= tag in _ASIDE
        if self._level == self._comments_level:
            self._comments_level = 0
        self._level -= 1

    def data(self, text: str) -> None:
        # A text comes in pieces: an entity is one of its own.
        self._pieces.append(text)

    def comment(self, _text: str) -> None:
        self._end_text()

    def pi(self, _target: str, _data: str | None = None) -> None:
        self._end_text()

    def close(self) -> Visible:
        self._end_text()
        return Visible("\n".join(self._texts), self._size, "\n".join(self._comments))

    def _end_text(self) -> None:
        if self._pieces and not self._hidden:
            text = "".join(self._pieces)
            self._texts.append(text)
            if self._comments_level:
                self._comments.append(text)
            if not self._aside:
                self._size += sum(map(len, text.split()))
        self._pieces = []


def _parsed_in_pieces(page: str) -> Visible:
    """By a parser that takes whatever comes."""
    from bs4 import BeautifulSoup

    # The line feed keeps a page of a few words from being taken for a file name (a warning).
    soup = BeautifulSoup(page + "\n", "html.parser")
    for element in soup(list(_INVISIBLE)):
        element.decompose()
    return Visible(soup.get_text("\n"), len("".join(soup.get_text().split())))
