"""Proposals as rule files: what a person reads, edits and commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.learn.proposals import Entry, Proposal
from cleaner.rules import Case

LANGUAGE = "mul"
_ROOM = 40
_LEAST_CHARS = 120


def render(proposal: Proposal, cases: Sequence[Case] = ()) -> str:
    """The rule file of a proposal, with its tests."""
    lines = [
        f"message = {quoted(proposal.message)}",
        f"kind = {quoted(proposal.kind)}",
        f"safety = {quoted(proposal.safety)}",
    ]
    for key, value in proposal.options.items():
        lines.append(f"{key} = {_value(value)}")
    if proposal.position:
        lines.append(f"position = [{quoted(proposal.position)}]")
    longest = max(len(entry.text) for entry in proposal.entries) + _ROOM
    patterns = [entry.match for entry in proposal.entries if entry.pattern]
    if patterns and longest > _LEAST_CHARS and proposal.kind != "inline":
        lines.append(f"max_chars = {longest}")
    block = proposal.kind == "block"
    if not block:
        lines += _patterns("patterns", proposal.entries)
        lines += _phrases("phrases", proposal.entries)
    else:
        for name, entries in (("start", proposal.entries), ("end", proposal.ends)):
            lines += _trigger(name, entries)
    lines += ["", "[evidence]", *(f"{key} = {_value(v)}" for key, v in evidence(proposal).items())]
    for case in cases:
        lines += ["", "[[tests]]", f"name = {quoted(case.name)}"]
        if case.level != proposal.safety:
            lines.append(f"level = {quoted(case.level)}")
        lines += [f"input = {paragraph(case.input)}", f"want = {paragraph(case.want)}"]
    return "\n".join(lines) + "\n"


def evidence(proposal: Proposal) -> dict[str, str | int | float | list[str]]:
    """What a proposal rests on, as its table says it."""
    found: dict[str, str | int | float | list[str]] = {
        "site": proposal.site,
        "documents": proposal.documents,
        "pages": proposal.pages,
        "share": round(proposal.share, 3),
        "confidence": round(proposal.confidence, 3),
    }
    if proposal.kind != "inline":
        found["positions"] = proposal.positions()
    if proposal.reason:
        found["reason"] = proposal.reason
    found["examples"] = [example.show() for example in proposal.examples()]
    return found


def _trigger(name: str, entries: Iterable[Entry]) -> list[str]:
    patterns = _patterns("patterns", entries)
    lines = ["", f"[{name}]", *patterns] if patterns else []
    return lines + _phrases(f"{name}.phrases", entries)


def _phrases(table: str, entries: Iterable[Entry]) -> list[str]:
    texts = [entry.match for entry in entries if not entry.pattern]
    if not texts:
        return []
    return ["", f"[{table}]", f"{LANGUAGE} = [", *(f"  {quoted(text)}," for text in texts), "]"]


def _patterns(key: str, entries: Iterable[Entry]) -> list[str]:
    texts = [entry.match for entry in entries if entry.pattern]
    if not texts:
        return []
    return [f"{key} = [", *(f"  {literal(text)}," for text in texts), "]"]


def _value(value: str | int | float | list[str]) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(["[", *(f"  {quoted(text)}," for text in value), "]"])
    return repr(value)


def quoted(text: str) -> str:
    """A basic string of TOML."""
    return f'"{_escaped(text)}"'


def literal(text: str) -> str:
    """A literal string of TOML, a basic one where that cannot say it."""
    plain = "'" not in text and all(char.isprintable() for char in text)
    return f"'{text}'" if plain else quoted(text)


def paragraph(text: str) -> str:
    """A basic string over several lines."""
    lines = [_escaped(line) for line in text.split("\n")]
    # A trailing space would be invisible, and some editors take it away.
    lines = [f"{line[:-1]}\\u0020" if line.endswith(" ") else line for line in lines]
    return '"""\n' + "\n".join(lines) + '"""' if len(lines) > 1 else quoted(text)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code < 0xE000:
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
