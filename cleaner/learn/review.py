"""A walk through proposals: a person accepts, rejects or edits each; every answer is kept at once.

The walk knows nothing of terminals: it is given functions that ask, show and edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cleaner.learn.proposals import Proposal, clipped

ACCEPT, REJECT, EDITED = "accept", "reject", "edit"
_DECISIONS = {"a": ACCEPT, "r": REJECT, "e": EDITED}
_SHOWN, _WIDE = 12, 100
_KEYS = "[a]ccept  [r]eject  [e]dit  [c]ontext  [l]ist all lines  [s]kip  [q]uit"
_CLOSING = ("a", "r", "e", "s", "q")
"""The keys after which a rule is asked for no more; the others only show something."""


class Terminal(NamedTuple):
    """How the walk speaks with a person.

    ``ask`` returns an answer to a question ("" for none, as at the end of the input), ``show``
    prints a line, ``edit`` returns a changed text (None: left as it was).
    """

    ask: Callable[[str], str]
    show: Callable[[str], None]
    edit: Callable[[str], str | None]


class Decision(NamedTuple):
    """What was decided of the rule at ``path``; ``text`` is the file that a person edited."""

    path: str
    decision: str
    text: str = ""


def walk(
    proposals: Mapping[str, Proposal],
    render: Callable[[str], str],
    problem: Callable[[str, str], str],
    terminal: Terminal,
) -> Iterator[Decision]:
    """Ask for every proposal, and yield the answers as they come.

    ``render`` gives the rule file of a path; ``problem(path, text)`` says what is wrong with an
    edited one, or nothing. Ends early when the person quits.
    """
    for number, (path, proposal) in enumerate(proposals.items(), 1):
        terminal.show("")
        terminal.show(f"({number} of {len(proposals)}) {path}")
        for line in summary(proposal):
            terminal.show(line)
        answer, text = "", ""
        while answer not in _CLOSING:
            answer = _answer(proposal, terminal)
            if answer == "e":
                text = _edited(path, render(path), problem, terminal)
                answer = "e" if text else ""
        if answer == "q":
            terminal.show("the rest waits; the same command goes on here")
            return
        if answer in _DECISIONS:
            yield Decision(path, _DECISIONS[answer], text)


def _answer(proposal: Proposal, terminal: Terminal) -> str:
    """The key that a person pressed; what is only to be shown is shown. "q" ends the input."""
    raw = terminal.ask(_KEYS)
    answer = raw.strip().lower()[:1]
    if answer == "c":
        for line in context(proposal):
            terminal.show(line)
    elif answer == "l":
        for entry in proposal.entries:
            terminal.show(f"    {entry.match}" + (f"  ({entry.text})" if entry.pattern else ""))
    elif raw and answer not in _CLOSING:
        typed = raw.strip()
        terminal.show(f"  {typed!r} is none of the keys" if typed else "  that decides nothing")
        terminal.show("  type a, r, e, c, l, s or q, then Enter")
    return answer if raw else "q"


def _edited(path: str, text: str, problem: Callable[[str, str], str], terminal: Terminal) -> str:
    """The rule file as a person edited it until it can be used; "" when it was left."""
    while (changed := terminal.edit(text)) is not None:
        wrong = problem(path, changed)
        if not wrong:
            return changed
        terminal.show(f"  {wrong}")
        if terminal.ask("[e]dit again, or leave it").strip().lower()[:1] != "e":
            return ""
        text = changed
    return ""


def summary(proposal: Proposal) -> Iterator[str]:
    """A proposal in a few lines."""
    yield f"  {proposal.message}"
    size = len(proposal.entries)
    about = [proposal.kind, proposal.safety, f"confidence {proposal.confidence:.2f}"]
    about.append(f"{size} line" + ("" if size == 1 else "s"))
    if proposal.kind != "inline":
        about.append(proposal.positions())
    yield f"  {', '.join(about)}"
    if proposal.reason:
        yield f"  beware: {proposal.reason}"
    for entry in proposal.entries[:_SHOWN]:
        yield f"    {clipped(entry.text, _WIDE)}  ({entry.pages} of {proposal.documents})"
    if len(proposal.entries) > _SHOWN:
        yield f"    … and {len(proposal.entries) - _SHOWN} more"


def context(proposal: Proposal) -> Iterator[str]:
    """Its examples between the lines that stand around them."""
    for example in proposal.examples():
        yield f"  {example.document}, line {example.line}"
        yield from (f"      {clipped(line.strip(), _WIDE)}" for line in example.before)
        yield f"    > {clipped(example.text, _WIDE)}"
        yield from (f"      {clipped(line.strip(), _WIDE)}" for line in example.after)
