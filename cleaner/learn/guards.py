"""Which recurring lines are boilerplate by their counts, and what speaks against the others.

Content recurs, too: refrains, headings, quotations, the labels of a table. The guards know them by
where they stand, never by their words.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal, NamedTuple

from cleaner.learn.facts import Facts

Role = Literal["group", "company", "line", "doubtful", "nothing"]

FEWEST = 3
"""Documents on which a line must stand; a site with fewer teaches nothing.
Of three, two that are no copies of each other will do for long rows outside the text."""
FEW = 8
"""With fewer documents hardly anything is sure."""
SURE = 0.8
"""Confidence from which a rule is safe."""
LIKELY = 0.5
"""Confidence below which nothing is proposed but as doubtful."""
GROUPED = 0.5
"""Share of a line's pages on which it must stand in a run to be one of a group."""
SENTENCE_WORDS = 7
HEADING_WORDS = 8
LABEL_WORDS = 4
RARE, MANY = 0.1, 20
"""A line on fewer than this share of at least so many documents is not the template's."""
UNSURE = 0.3
"""Confidence of what is doubtful."""
REASONS = {
    "heading": "it stands before running text that differs, as a heading does",
    "list-heading": "it stands before a list that differs, as a heading does",
    "quotation": "it stands between paragraphs that differ, as a quotation does",
    "refrain": "it comes again within a text, as a refrain does",
    "scattered": "it stands between lines that differ",
    "fragment": "it begins with a small letter, as a piece of a broken sentence does",
    "label": "it names a value that differs, as the label of a table does",
    "text": "by the shape of its pages it looks like a part of the text",
    "short": "it is short and stands in changing places",
}
"""What speaks against a line: the name of the objection, and the sentence."""
IN_COMPANY = ("short", "list-heading", "scattered")
"""Objections that do not count against a line in a long row of the site's own lines."""
OUTSIDE, HEADS_PROSE = 0.6, 0.2
STEADY = 0.8
"""Share of the occurrences of a line that must stand in a run, or it goes from long rows only."""
TWICE_RUN = 8
"""Mean length of the runs of a line that only two documents of a small site have."""
BLOCK_RUN = 10
"""The same of a line that stands within the text of few pages."""
ONCE = 1.5
"""Occurrences on a page from which a line comes again there."""
_Z = 1.28


class Verdict(NamedTuple):
    """``role``: a line of a group, one of a long row, a line alone, doubtful, or nothing.

    ``reason``: of REASONS.
    """

    role: Role
    confidence: float
    reason: str = ""


NOTHING = Verdict("nothing", 0.0)


def counted(facts: Facts, words: int) -> Verdict:
    """The verdict of the counts on a recurring line that has ``words`` words of its own."""
    if words == 0 or is_title(facts):
        return NOTHING
    if facts.pages < FEWEST:
        return _twice(facts, words)
    if facts.share < RARE and facts.of >= MANY:
        return NOTHING
    reason = objection(facts, words)
    if reason:
        verdict = Verdict("doubtful", UNSURE, reason)
    elif _is_grouped(facts) and not _is_sentence(facts, words):
        return _of_few(Verdict("group", weighed(facts)), facts)
    else:
        verdict = _of_few(_alone(facts, words), facts)
    if verdict.reason in IN_COMPANY and _accompanies(facts, words):
        return Verdict("company", min(bound(1.0, facts.pages), SURE - 0.01))
    return verdict


def _twice(facts: Facts, words: int) -> Verdict:
    """The verdict on a line of two documents: only a long run in the same order says anything."""
    if facts.linked < 1 or facts.run < TWICE_RUN or facts.inside > 0 or not is_label(facts, words):
        return NOTHING
    return Verdict("group", min(weighed(facts), SURE - 0.01))


def _accompanies(facts: Facts, words: int) -> bool:
    """Whether a line, doubtful alone, is one of a menu where it stands in a long row of others."""
    outside = facts.head + facts.nowhere >= OUTSIDE
    return outside and facts.heads_prose < HEADS_PROSE and is_label(facts, words)


def is_label(facts: Facts, words: int) -> bool:
    """Whether a line may be an entry of a menu: short, no sentence, and no value follows."""
    return words <= HEADING_WORDS and not (facts.prose or facts.sentence or facts.colon >= 0.5)


def is_title(facts: Facts) -> bool:
    """Whether a line is the title of a page, which others announce, or a form of titles."""
    if facts.title >= 0.5:
        return facts.abstract or facts.share < 0.5
    return facts.title > 0 and facts.share < 0.5


def kept(verdict: Verdict) -> bool:
    """Whether a verdict is worth a proposal."""
    return verdict.role == "doubtful" or (
        verdict.role != "nothing" and verdict.confidence >= LIKELY
    )


def heads(facts: Facts) -> bool:
    """Whether a line stands before texts that differ; a line with a number may end a menu."""
    if facts.sentence or facts.heads_prose < 0.5:
        return False
    return facts.linked < 0.5 or not facts.abstract


def apart(facts: Facts, words: int) -> bool:
    """Whether a line is so surely content that what stands beside it is no run either."""
    if facts.colon >= 0.5:
        return objection(facts, words) == "label"
    if words > HEADING_WORDS or facts.linked >= 0.5:
        return objection(facts, words) == "quotation"
    return heads(facts)


def objection(facts: Facts, words: int) -> str:
    """Why a line may be content although it recurs (of REASONS), or nothing."""
    scattered, edge, rare = facts.linked < 0.5, facts.edge >= 0.5, facts.share < 0.5
    inside = facts.inside > 0.5
    if heads(facts) and words <= HEADING_WORDS:
        return "heading"
    if facts.linked < 0.8 and facts.heads_list >= 0.5 and not edge and facts.tail < 0.5:
        return "list-heading"
    if facts.colon >= 0.5 and words <= LABEL_WORDS and not edge:
        return "label"
    if facts.fragment >= 0.5 and not edge and (inside or scattered):
        return "fragment"
    if facts.of < FEW and facts.inside >= 0.2 and not _is_block(facts):
        return "scattered"
    if (facts.prose or (facts.sentence and words >= SENTENCE_WORDS)) and rare and not edge:
        return "quotation"
    if (inside or facts.nowhere > 0.5) and facts.each >= ONCE and rare:
        return "refrain"
    if inside and scattered and rare:
        return "scattered"
    if facts.values >= 0.5 and facts.each < ONCE and not edge:
        return "label"
    return ""


def _is_block(facts: Facts) -> bool:
    """Whether a line stands on every page in a long run: an entry of a form or of a long menu."""
    steady = facts.share == 1 and facts.grouped >= STEADY
    return steady and facts.run >= BLOCK_RUN and not facts.sentence


def _alone(facts: Facts, words: int) -> Verdict:
    """The verdict on a line without fixed neighbours."""
    if facts.fragment >= 0.5 and facts.edge < 0.5:
        return Verdict("doubtful", UNSURE, "fragment")
    distinct = words >= 4 or (facts.abstract and words >= 3)
    if not distinct and facts.linked < 0.5:
        return Verdict("doubtful", UNSURE, "short")
    placed = facts.fixed >= 0.7 or facts.edge >= 0.5
    if facts.of < FEW and not placed and facts.linked < 0.5:
        return NOTHING
    if _is_sentence(facts, words):
        # Nobody writes the same long sentence into every other text.
        return Verdict("line", bound(1.0, facts.pages))
    if facts.share < 0.5 and facts.linked < 0.5 and facts.edge < 0.5:
        return NOTHING
    agree = max(facts.share if facts.share >= 0.5 else 0.0, facts.fixed, facts.linked, facts.edge)
    if not distinct:
        # Beside other boilerplate only: a word alone may be a link inside a broken sentence.
        return Verdict("line", min(bound(agree, facts.pages), SURE - 0.01))
    return Verdict("line", bound(agree, facts.pages))


def _is_sentence(facts: Facts, words: int) -> bool:
    return words >= SENTENCE_WORDS and facts.share >= 0.5 and facts.title == 0


def _is_grouped(facts: Facts) -> bool:
    """Whether a line stands in a run on most of its pages; a group takes it nowhere else."""
    return facts.grouped_pages >= max(FEWEST, GROUPED * facts.pages)


def weighed(facts: Facts) -> float:
    """The confidence in a line of a group: pages count more when it stands in a long run."""
    return bound(1.0, facts.grouped_pages * (1 + min(facts.run, 8.0) / 4))


def bound(share: float, count: float) -> float:
    """Lower bound of a share seen in ``count`` cases (Wilson, 1927; one-sided, nine in ten)."""
    share = min(max(share, 0.0), 1.0)
    centre = share + _Z * _Z / (2 * count)
    spread = _Z * sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
    return max(0.0, (centre - spread) / (1 + _Z * _Z / count))


def capped(confidence: float, documents: int) -> float:
    """Few documents make nothing sure."""
    return confidence if documents >= FEW else min(confidence, SURE - 0.01)


def _of_few(verdict: Verdict, facts: Facts) -> Verdict:
    if facts.inside > 0.5 and facts.of < MANY:
        return verdict._replace(confidence=min(verdict.confidence, SURE - 0.01))
    return verdict._replace(confidence=capped(verdict.confidence, facts.of))
