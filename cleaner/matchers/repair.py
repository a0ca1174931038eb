"""Characters that scraping left behind: invisible ones, entities, mojibake, stray spaces."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import category

from cleaner.lexicon import SPACED
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.sentences import CLOSING

KIND = "repair"
STAGE = "repair"
OPTIONS: Mapping[str, Any] = {
    "characters": "",
    "entities": [],
    "spacing": False,
    "mojibake": False,
}

# In these scripts U+200B marks where a line may break, and is part of the text.
_BREAKING_SCRIPTS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP_TALK = re.compile(r"[<`{}=|\\$]|//|&[lg]t;|[;)]\s*$|\w\(|entit|html|xml", re.IGNORECASE)
"""Lines of markup, of code, or about them: what looks like a leftover may be meant."""
_LESSON = ("html", "entit")
"""Words of a page that is about entities, in most languages that are written with letters."""
_SPACED = re.compile(r" [,.](?=\s|$)")
_COMMAND = re.compile(r"[`$]|\s--?[a-z]|^(?: {4}|\t)|[\"'] , [\"']")
"""Lines of a program or a shell, where a full stop is a folder and a comma parts values."""
_FILLED = re.compile(r"\S")
_STILL_BAD = 0.4
"""Share of its oddities that a line, and a page, may keep when it is mended."""
_SPACED_LINE = 60
_TOKENISED_SHARE = 0.3
_TOKENISED_LEAST = 5


class RepairMatcher:
    """Each rule switches on some of the repairs."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each character run, entity, space or garbled line."""
        for rule in self.rules:
            if rule.options["characters"]:
                yield from _invisible(page, rule)
            if rule.options["entities"] and "&" in page.text:
                yield from _entities(page, rule)
            if rule.options["spacing"]:
                yield from _spacing(page, rule)
            if rule.options["mojibake"]:
                yield from _mojibake(page, rule)


def _finding(page: Page, rule: Rule, start: int, end: int, new: str, why: str) -> Finding:
    number = page.line_at(start)
    return Finding(
        start, end, rule.id, rule.safety, why, number, number + 1, replacement=new, supported=True
    )


def _invisible(page: Page, rule: Rule) -> Iterator[Finding]:
    text = page.text
    if text.isascii():
        return
    present = [c for c in rule.options["characters"] if c in text]
    if not present:
        return
    for match in re.finditer(f"[{re.escape(''.join(present))}]+", text):
        start, end = match.span()
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if _BREAKING_SCRIPTS.search(around):
            continue
        names = ", ".join(sorted({f"U+{ord(c):04X}" for c in match[0]}))
        yield _finding(page, rule, start, end, "", f"invisible characters {names}")


def _entities(page: Page, rule: Rule) -> Iterator[Finding]:
    text, names = page.text, set(rule.options["entities"])
    found = [*_ENTITY.finditer(text)]
    if found and all(word in text.lower() for word in _LESSON):
        return
    talk: dict[int, bool] = {}
    for match in found:
        name = match[1]
        if name not in names and not (name[0] == "#" and "#" in names):
            continue
        character = html.unescape(match[0])
        if character == match[0] or not (character.isprintable() or character == "\xa0"):
            continue
        number = page.line_at(match.start())
        if number not in talk:
            talk[number] = _MARKUP_TALK.search(page.lines[number]) is not None
        if talk[number]:
            continue
        left = text[match.start() - 1 : match.start()]
        right = text[match.end() : match.end() + 1]
        # Standing free, a name of an entity may be what the sentence is about.
        if name != "amp" and not left.strip() and not right.strip():
            continue
        new = " " if character == "\xa0" else character
        yield _finding(page, rule, *match.span(), new, f"{match[0]} is {new!r}")


def _spacing(page: Page, rule: Rule) -> Iterator[Finding]:
    numbers = page.signed(SPACED)
    if not numbers:
        return
    lines = [page.lines[number] for number in numbers]
    spaced = sum(line.count(" ,") + line.count(" . ") + line.endswith(" .") for line in lines)
    # A tokenised corpus puts spaces before all punctuation, and means them.
    if spaced >= _TOKENISED_LEAST and spaced > _TOKENISED_SHARE * (
        page.text.count(",") + page.text.count(". ")
    ):
        return
    for number, line in zip(numbers, lines, strict=True):
        if len(line) < _SPACED_LINE or _COMMAND.search(line):
            continue
        for match in _SPACED.finditer(line):
            at = match.start()
            left = line[at - 1 : at] if at else ""
            if _is_name(line, at):
                continue
            if left.isalpha() or (left and left in CLOSING):
                start, why = page.starts[number] + at, f"space before {line[at + 1]!r}"
                yield _finding(page, rule, start, start + 1, "", why)


def _is_name(line: str, at: int) -> bool:
    """Whether a mark behind the space at ``at`` is a name, as in "build . again", or ends one."""
    before = line[line.rfind(" ", 0, at) + 1 : at]
    following = _FILLED.search(line, at + 2)
    behind = following[0] if following else ""
    if "/" in before or "\\" in before:
        return True
    if line[at + 1] == ",":
        return False
    # ". . ." is a way to write an ellipsis.
    return behind.islower() or behind in ("(", "[", ".") or line[at - 2 : at] == " ."


def _mojibake(page: Page, rule: Rule) -> Iterator[Finding]:
    if page.text.isascii():
        return
    from ftfy import fix_encoding
    from ftfy.badness import badness, is_bad

    mended: list[tuple[int, str, str]] = []
    before = after = 0
    for number, line in enumerate(page.lines):
        if line.isascii() or not is_bad(line):
            continue
        fixed = fix_encoding(line)
        old, new = badness(line), badness(fixed)
        before, after = before + old, after + new
        if fixed in (line, line.replace("Ã ", "à ")) or "\n" in fixed:
            continue
        if new <= _STILL_BAD * old and not _no_text(line, fixed):
            mended.append((number, line, fixed))
    # Text in a character set that ftfy does not know (GBK taken for Latin-1) has pairs of bytes
    # that happen to be UTF-8: mending these would leave a mixture that nobody can decode.
    if after > _STILL_BAD * before:
        return
    for number, line, fixed in mended:
        start = page.starts[number]
        yield _finding(page, rule, start, start + len(line), fixed, "text decoded twice")


def _no_text(line: str, fixed: str) -> bool:
    """Whether mending brings private or unassigned characters, which no text holds."""
    return any(category(character) in ("Cn", "Co") for character in {*fixed} - {*line})


def build(rules: Sequence[Rule]) -> RepairMatcher:
    """Compile the rules of this kind."""
    return RepairMatcher(rules)
