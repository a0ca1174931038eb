"""The verdict on a recurring line: its counts, its company, and what it looks like on its pages.

Counts say how a line recurs (``guards``). Of few pages that is little, so two more witnesses are
heard: whether it stands among lines that are known already (``company``), and how surely it is
main text by the shape of its pages (``looks``). Either can speak for a line that is doubtful by
its counts, and the second against one that is not. What comes again and again on its pages is
judged for itself, too: in rows of others or not, it may be the button of each item of a list.
"""

from __future__ import annotations

from cleaner.learn.facts import Facts
from cleaner.learn.guards import (
    FEW,
    FEWEST,
    HEADING_WORDS,
    HEADS_PROSE,
    LIKELY,
    MANY,
    ONCE,
    SENTENCE_WORDS,
    STEADY,
    SURE,
    UNSURE,
    Verdict,
    bound,
    capped,
    counted,
    is_label,
    is_title,
    kept,
    weighed,
)

STRANGE, ALIEN, UNLIKE, PLAIN, UNLIKELY, DULL, LIKE = -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.5
"""Mean log odds of main text below which a line is none of it wherever it stands, surely none,
hardly some, rather not (three times); and above which it rather is some."""
WITHIN, MOSTLY = 0.1, 0.5
"""Share of its occurrences within the text above which a line has to look like none of it, and
above which even less like it."""
NEARLY_ALL = 0.9
"""Share of few pages below which a line outside the text, too, has to look like none of it."""
AMONG = 0.2
"""Share of its occurrences among known lines that makes a line one of them."""
TEXTUAL = ("heading", "quotation")
"""Objections to a line that is part of a text, whatever stands around it."""
MOST = 0.7
"""Share of few pages that must have a line to make it sure."""
DISTINCT = 4
TWICE_LINKED = 3
"""Mean length of the runs of a line of two documents that looks like no text."""
TWICE_AMONG = 20
"""The same of sentences, too, that stand outside the text."""
BOX_RUN, FILTER_RUN = 4, 6
"""Mean length of the runs of a box that every page has, and of a filter with numbers."""
BEHIND, LOW = 0.9, 2 / 3
"""Share of its occurrences that must stand behind the text, and their mean place on the page."""
CHAINED = 0.9
SOME = 1 / 3
"""Share of the pages from which a button is that of the site; the name of a brand stands on few."""
AGAIN, OFTEN = 4.0, 16.0
"""Occurrences on a page from which a line may be the button of each item, and from which it need
not look that little like text."""
ALIEN_WORDS, USUAL = 12, 0.5
"""Most words of a line that goes for its look, and least share of the pages that have it."""


def judge(facts: Facts, words: int) -> Verdict:
    """The verdict on a recurring line that has ``words`` words of its own."""
    verdict = counted(facts, words)
    if proposed(verdict):
        if _is_refrain(facts, verdict):
            return Verdict("doubtful", UNSURE, "refrain")
        if not _looks_like_text(facts, verdict):
            if not _certain(facts, verdict, words):
                return verdict
            return verdict._replace(confidence=weighed(facts) if verdict.role == "group" else SURE)
        verdict = Verdict("doubtful", UNSURE, "text")
    return _spoken_for(facts, words) or verdict


def _spoken_for(facts: Facts, words: int) -> Verdict | None:
    """The verdict on a line for which its company or its look speaks, whatever its counts say."""
    if words == 0 or is_title(facts):
        return None
    if facts.pages < FEWEST:
        return _twice(facts, words)
    if facts.prose:
        return None
    if _is_steady_block(facts):
        return Verdict("company", min(bound(1.0, facts.pages), SURE - 0.01))
    if _is_within(facts):
        return None
    if _among_known(facts, words):
        rows = facts.between * facts.pages
        return Verdict("company", min(bound(1.0, rows), SURE - 0.01))
    if _is_behind(facts) and words <= HEADING_WORDS and not facts.sentence:
        return Verdict("company", min(bound(1.0, facts.pages), SURE - 0.01))
    if _is_alien(facts, words):
        return Verdict("line", min(bound(1.0, facts.pages), SURE - 0.01))
    return None


def proposed(verdict: Verdict) -> bool:
    """Whether a verdict makes a rule, and no doubtful one."""
    return verdict.role != "doubtful" and kept(verdict)


def unsure(verdict: Verdict) -> bool:
    """Whether a line alone may be content, but is no part of a text whatever stands around it."""
    if verdict.role == "line":
        return LIKELY <= verdict.confidence < SURE
    return verdict.role == "doubtful" and verdict.reason not in TEXTUAL


def button(facts: Facts, words: int) -> float:
    """The confidence in a line as the button of each item of a list; 0 if it is none.

    It comes again and again on its pages, says the same each time and looks like no text: "Reply"
    below each post, "Compare" beside all goods. A label names a value; a refrain, and the name of
    who speaks, look like text or stand before some.
    """
    if words == 0 or facts.pages < FEWEST or facts.each < AGAIN:
        return 0.0
    if is_title(facts) or facts.colon >= 0.5 or facts.values > 0.5:
        return 0.0
    if facts.heads_prose > HEADS_PROSE or facts.share < SOME:
        return 0.0
    if not (_is_everywhere(facts, words) or _is_rather_a_button(facts)):
        return 0.0
    found = bound(1.0, facts.pages * (1 + min(facts.each, 8.0) / 4))
    usual = facts.share >= MOST and facts.look <= UNLIKE
    return found if usual else capped(found, facts.of)


def follows(facts: Facts, words: int) -> float:
    """The confidence in a line that always stands beside the same known one; 0 if it does not."""
    # The headline of one page may be in the list of what is read most on all.
    if words == 0 or facts.pages < FEWEST or facts.title > 0 or facts.beside < CHAINED:
        return 0.0
    if facts.heads_prose > HEADS_PROSE or facts.heads_list >= 0.5:
        return 0.0
    # What fewer pages have may be the headlines of others, too.
    if facts.share < (SOME if facts.each >= AGAIN else USUAL):
        return 0.0
    # On a page without text nobody can tell how far from it a line stands.
    least = DULL if facts.head + facts.tail >= BEHIND else UNLIKELY
    if not facts.look <= least or facts.textual > WITHIN:
        return 0.0
    if (facts.fragment >= 0.5 and words < DISTINCT) or (facts.colon >= 0.5 and facts.each < AGAIN):
        return 0.0
    return capped(bound(1.0, facts.pages), facts.of)


def _is_rather_a_button(facts: Facts) -> bool:
    """Whether a line that comes again and again looks little enough like text."""
    least = UNLIKE if facts.inside > MOSTLY else UNLIKELY if facts.each >= OFTEN else PLAIN
    unlike = facts.look <= least and facts.textual <= WITHIN
    return not facts.abstract and (unlike or _is_behind(facts))


def _is_everywhere(facts: Facts, words: int) -> bool:
    """Whether nearly every page has a line again and again, or many times the same sentence.

    That says so much that it has only not to look like text. Nobody writes one sentence sixteen
    times on a page, and on others, too.
    """
    if not facts.look <= DULL or facts.fragment >= 0.5:
        return False
    if facts.share >= NEARLY_ALL and facts.textual <= WITHIN:
        return True
    return facts.each >= OFTEN and words >= SENTENCE_WORDS and not facts.abstract


def _is_refrain(facts: Facts, verdict: Verdict) -> bool:
    """Whether a line comes again and again on its pages, and looks like text there.

    What stands with each post of a forum comes again, too, and looks less like it; pages of verse
    have nothing that is surely text, so that less is asked of a refrain. Every page may have the
    same one, in lines that always follow each other.
    """
    if verdict.role == "company" or facts.each < ONCE or facts.head > 0.5:
        return False
    return facts.look > (UNLIKELY if facts.nowhere > 0.5 else LIKE)


def _looks_like_text(facts: Facts, verdict: Verdict) -> bool:
    if facts.of >= MANY:
        # Many pages say enough, but of a few words with a number: half of all recipes take an egg.
        return verdict.role == "line" and facts.abstract and facts.look > LIKE
    if _is_within(facts):
        return True
    if facts.inside > WITHIN or facts.pages < FEWEST:
        return facts.look > UNLIKE
    return facts.look > UNLIKELY and (verdict.role == "line" or facts.share < NEARLY_ALL)


def _is_within(facts: Facts) -> bool:
    """Whether a line of few pages stands mostly within their text, and may be some of it."""
    return facts.of < MANY and facts.inside > MOSTLY and facts.look > STRANGE


def _is_behind(facts: Facts) -> bool:
    """Whether a line stands far behind the text, wherever it stands, and nowhere looks like it."""
    behind = facts.tail + facts.nowhere >= BEHIND and facts.depth >= LOW
    return behind and facts.textual <= WITHIN and facts.look <= 0


def _twice(facts: Facts, words: int) -> Verdict | None:
    """The verdict on a line that two documents have in the same run, and that is no text."""
    if facts.linked < 1 or not facts.look <= UNLIKE:
        return None
    outside = facts.inside == 0 and facts.run >= TWICE_AMONG
    if not (outside or (is_label(facts, words) and facts.run >= TWICE_LINKED)):
        return None
    return Verdict("group", min(weighed(facts), SURE - 0.01))


def _certain(facts: Facts, verdict: Verdict, words: int) -> bool:
    """Whether few pages suffice: most have the line, and it looks like no text."""
    few = FEWEST <= facts.of < FEW and facts.title == 0
    if not few or facts.share < MOST:
        return False
    if verdict.role == "group":
        return facts.grouped >= STEADY and facts.look <= 0
    return verdict.role == "line" and words >= DISTINCT and facts.look <= UNLIKE


def _is_steady_block(facts: Facts) -> bool:
    """Whether a line always stands in a run of the same lines, and hardly looks like text.

    Wherever nearly every page has them: a box within the text. Outside it, numbers may follow:
    the entries of a filter, with how many things there are of each.
    """
    if facts.linked < CHAINED or not facts.look <= UNLIKELY or facts.textual > WITHIN:
        return False
    if facts.values >= 0.5:
        return facts.share >= USUAL and facts.run >= FILTER_RUN and facts.inside <= WITHIN
    alone = facts.colon < 0.5 and facts.heads_prose <= HEADS_PROSE and facts.inside <= MOSTLY
    return alone and facts.share >= NEARLY_ALL and facts.run >= BOX_RUN


def _is_alien(facts: Facts, words: int) -> bool:
    # What fewer pages have may be the titles of others, which stand in lists of what is read most.
    usual = facts.pages >= FEWEST and facts.share >= USUAL
    return usual and facts.look <= ALIEN and words <= ALIEN_WORDS


def _among_known(facts: Facts, words: int) -> bool:
    if words > HEADING_WORDS or facts.sentence or facts.look > UNLIKELY:
        return False
    return facts.between >= AMONG and facts.between * facts.pages >= 2
