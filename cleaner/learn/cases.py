"""Tests of learned rules: real lines that go, and near misses that stay.

Nothing is written that was not tried: a case enters a rule file only when the pack, together with
the shipped rules, does what the case says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice

from cleaner.learn.proposals import Proposal
from cleaner.model import Cleaned, Safety
from cleaner.rules import Case
from cleaner.sentences import ends_sentence, is_prose

Clean = Callable[[str, Safety], Cleaned]
"""Cleans a text at a level with the whole pack and the shipped rules."""

FILLER = (
    "The first sentence of a page is long enough to be running text, so it stays as it is.",
    "The sentence behind it is running text of the same kind, and nobody wants it to be removed.",
)
_ENTRIES = ("The first of the other headlines", "A second headline of the site")
_NEIGHBOUR = "Read more"
_SENTENCE = "Somebody wrote"
_TRIES, _TRIED, _MOST = 8, 16, 64
_SHOWN = 4


def cases(rule: str, proposal: Proposal, clean: Clean, company: Sequence[str] = ()) -> list[Case]:
    """A case that fires the rule called ``rule`` and a near miss; fewer when none can be had.

    ``company``: lines of other rules that a small group may stand with.
    """
    found: list[Case] = []
    fires = next(_holding(rule, proposal, _inputs(proposal, company), clean, fires=True), None)
    stays = next(_holding(rule, proposal, _misses(proposal), clean, fires=False), None)
    if fires is not None:
        found.append(fires)
    if stays is not None:
        found.append(stays)
    return found


def complete(found: Sequence[Case]) -> bool:
    """Whether a rule is proved both ways."""
    return any(case.fires for case in found) and any(not case.fires for case in found)


def _holding(
    rule: str, proposal: Proposal, inputs: Iterator[list[str]], clean: Clean, *, fires: bool
) -> Iterator[Case]:
    """Cases of which the outcome is the wanted one, in the order of the inputs."""
    level: Safety = proposal.safety
    in_company = proposal.is_guest or proposal.is_repeated or proposal.is_beside
    if fires and level != "safe" and not in_company:
        level = "aggressive"
    tried = [(lines, level) for lines in islice(inputs, _MOST)]
    if fires and (proposal.kind, level) == ("group", "safe"):
        # The company of a sure line may be lines that are less so.
        tried += [(lines, "contextual") for lines, _ in tried]
    for lines, level in tried:
        text = "\n".join(lines)
        result = clean(text, level)
        if fires:
            rules = {finding.rule for finding in result.findings}
            kept = all(line in result.text for line in (lines[0], lines[-1]))
            if result.text != text and rule in rules and (kept or proposal.kind == "inline"):
                yield Case(_fires_name(proposal), text, result.text, level)
        elif result.text == text:
            yield Case(_stays_name(lines), text, text, level)


def _fires_name(proposal: Proposal) -> str:
    if proposal.is_repeated:
        return "drops a line that comes again and again"
    if proposal.is_beside:
        return "drops a line beside another one"
    return {
        "group": "drops lines that stand together",
        "block": "drops the section",
        "inline": "drops the words at the edge",
    }.get(proposal.kind, "drops the line")


def _stays_name(lines: Sequence[str]) -> str:
    in_sentence = any(line.startswith(_SENTENCE) for line in lines)
    return "keeps the words in a sentence" if in_sentence else "keeps one of them alone"


def _inputs(proposal: Proposal, company: Sequence[str]) -> Iterator[list[str]]:
    """Texts in which the rule ought to fire."""
    for first, last in (_prose(proposal), FILLER):
        if proposal.kind == "group":
            for row in _company_rows(proposal, company):
                yield [first, *row, last]
            continue
        for entry in proposal.entries[:_TRIED]:
            if proposal.kind == "inline":
                for example in entry.examples[:1]:
                    yield [example.text]
                    yield [first, example.text, last]
            elif proposal.kind == "block":
                ends = [end.text for end in proposal.ends[:1]]
                for items in (*(list(e.after) for e in entry.examples), list(_ENTRIES)):
                    yield [first, entry.text, *items, *ends, last]
            elif proposal.is_repeated:
                others = islice(cycle(_ENTRIES), int(proposal.options["often"]))
                yield [first, *(line for one in others for line in (one, entry.text)), last]
            else:
                alone = [] if proposal.is_beside else [[first, entry.text, last]]
                yield from [*alone, [first, entry.text, _NEIGHBOUR, last]]


def _company_rows(proposal: Proposal, company: Sequence[str]) -> Iterator[list[str]]:
    """Rows of lines of a group that are long enough, if need be with some of its company."""
    least = int(proposal.options["min_lines"])
    texts = [entry.text for entry in proposal.entries]
    if proposal.is_guest:
        for text in texts:
            yield [*company[: least // 2], text, *company[least // 2 : least]]
        return
    size = max(least, _SHOWN)
    for at in range(0, max(len(texts) - least, 0) + 1, size)[:_TRIES]:
        shown = texts[at : at + size]
        more = [text for text in company if text not in shown]
        yield [*shown, *more[: max(least - len(shown), 0)]]


def _misses(proposal: Proposal) -> Iterator[list[str]]:
    """Texts that look like what the rule takes, and are to stay."""
    for first, last in (_prose(proposal), FILLER):
        for entry in proposal.entries[:_TRIES]:
            if proposal.kind == "group" or proposal.is_repeated or proposal.is_beside:
                yield [first, entry.text, last]
            words = entry.text.strip(" |·•»-–—/:：｜")
            yield [
                first,
                f"{_SENTENCE} {words} into a sentence, and there it has to stay.",
                last,
            ]
            yield [f"{_SENTENCE} {words} into a sentence, and there it has to stay."]


def _prose(proposal: Proposal) -> tuple[str, str]:
    """Two lines of running text from the pages, or fillers."""
    own = {entry.text for entry in (*proposal.entries, *proposal.ends)}
    found: dict[str, None] = {}
    for entry in proposal.entries:
        for example in entry.examples:
            for line in (*example.before, *example.after):
                text = line.strip()
                fits = 80 <= len(text) <= 300 and is_prose(text) and ends_sentence(text)
                if fits and text not in own:
                    found[text] = None
    lines = [*found, *FILLER]
    return (lines[0], lines[1]) if found else FILLER
