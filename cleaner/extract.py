"""HTML to text: the main content by trafilatura, everything visible when it finds little of it."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Callable
from typing import Literal

from cleaner.errors import ReadError
from cleaner.reading import decode

Mode = Literal["precision", "balanced", "recall"]

_INVISIBLE = ("script", "style", "noscript", "template")
_ASIDE = ("a", "nav", "footer", "button", "select")
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
# lxml first: it is linear, html.parser takes minutes over a few kilobytes of unclosed tags.
_PARSERS = ("lxml", "html.parser")
_NOISY = ("trafilatura", "htmldate", "courlan", "justext", "readability")
_RUNNING = 80
"""Code points of a line that is surely running text."""
_LITTLE = 0.4
_ENOUGH = 400


def html_to_text(
    html: str | bytes, mode: Mode = "balanced", main_part: Callable[[str], str] | None = None
) -> str:
    """Return the main text of a page, in lines that end in a line feed but for the last.

    ``mode`` weighs less noise (``precision``) against less loss (``recall``). ``main_part`` says
    of everything visible what is main text; where the extractor found less than two fifths of
    that running text it took another part of the page for the article, and everything visible is
    returned. Bytes are decoded by the charset they declare or, failing that, by
    ``reading.decode``, whose ``ReadError`` for bytes that are not text is the only error raised.
    """
    page = html if isinstance(html, str) else _decoded(html)
    page = _FORBIDDEN.sub("\ufffd", page).replace("\x00", "")
    # It speaks of the bytes, and parsers refuse or warn when it stands in a text.
    page = _XML_DECLARATION.sub("", page)
    found = _main_text(page, mode)
    if not found:
        return _visible_text(page)
    # Most pages are settled here, because what is visible takes as long to get as the main text.
    if main_part is None or len(found) >= _LITTLE * _text_size(page):
        return found
    visible = _visible_text(page)
    expected = _running(main_part(visible))
    little = expected >= _ENOUGH and _running(found) < _LITTLE * expected
    return visible if little else found


def _running(text: str) -> int:
    """Code points of the lines that are running text."""
    return sum(size for size in map(len, text.split("\n")) if size >= _RUNNING)


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


def _main_text(page: str, mode: Mode) -> str:
    """What trafilatura takes for the content; empty if that is nothing or it fails."""
    import trafilatura

    for name in _NOISY:
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL + 1)
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
    return (text or "").strip()


def _text_size(page: str) -> int:
    """Code points of what is visible and stands in no link or menu, without white space.

    0 if the page cannot be parsed.
    """
    import lxml.html
    from lxml.etree import LxmlError, strip_elements

    try:
        root = lxml.html.document_fromstring(page)
    except (LxmlError, ValueError):
        return 0
    # Not one by one: each would append the text behind it to the text before it.
    strip_elements(root, *_INVISIBLE, *_ASIDE, with_tail=False)
    return len("".join(root.text_content().split()))


def _visible_text(page: str) -> str:
    from bs4 import BeautifulSoup

    # The line feed keeps a page of a few words from being taken for a file name (a warning).
    markup = page + "\n"
    for parser in _PARSERS:
        try:
            soup = BeautifulSoup(markup, parser)
            for element in soup(_INVISIBLE):
                element.decompose()
            lines = (line.strip() for line in soup.get_text("\n").splitlines())
        except Exception:  # as above; the other parser may cope
            continue
        return "\n".join(line for line in lines if line)
    raise ReadError(
        "cannot be parsed as HTML", path="", remedy="rename it to .txt to keep its tags"
    )
