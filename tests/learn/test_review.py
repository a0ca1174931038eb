"""The walk, with answers from a list."""

from collections.abc import Iterator

from cleaner.learn.packfile import render
from cleaner.learn.proposals import Example
from cleaner.learn.review import ACCEPT, EDITED, REJECT, Decision, Terminal, walk
from cleaner.learn.teaching import problem
from tests.learn.corpus import examine, texts


def review(answers: list[str], edits: Iterator[str] | None = None) -> tuple[list[Decision], str]:
    proposals = (one for one in examine(texts("news"))[1] if not one.is_beside)
    found = {f"{one.name}.toml": one for one in proposals}
    shown: list[str] = []
    waiting = iter(answers)

    def ask(question: str) -> str:
        shown.append(question)
        return next(waiting, "")

    terminal = Terminal(ask, shown.append, lambda text: next(edits or iter(()), None))
    decisions = list(walk(found, lambda path: render(found[path]), problem, terminal))
    return decisions, "\n".join(shown)


def test_answers_in_order() -> None:
    decisions, shown = review(["a\n", "R\n", "s\n", "q\n"])
    assert [d.decision for d in decisions] == [ACCEPT, REJECT]
    assert "(1 of " in shown
    assert "beware: " in shown
    assert "the rest waits" in shown


def test_context_list_and_nonsense_ask_again() -> None:
    decisions, shown = review(["c\n", "l\n", "\n", "what\n", "a\n"])
    assert [d.decision for d in decisions] == [ACCEPT]
    assert "    > More from the Courier" in shown


def test_a_key_that_is_none_is_told_which_there_are() -> None:
    _, shown = review(["x\n", "q\n"])
    assert "'x' is none of the keys\n  type a, r, e, c, l, s or q, then Enter" in shown
    _, shown = review(["\n", "q\n"])
    assert "that decides nothing\n  type a, r" in shown
    assert "none of the keys" not in review(["c\n", "l\n", "Accept\n"])[1]


def test_a_pattern_is_listed_with_a_line_that_it_takes() -> None:
    shown = review([*["l\n", "s\n"] * 20])[1]
    pattern = next(line for line in shown.split("\n") if line.startswith("    ^"))
    assert pattern.endswith(" ago$  (13 hours ago)")


def test_what_is_cut_off_is_told() -> None:
    example = Example("a.txt", 3, f" {'word ' * 30}end")
    assert example.show().startswith("a.txt:3: word word")
    assert example.show().endswith("word…")
    assert len(example.show()) <= len("a.txt:3: ") + 120
    assert Example("a.txt", 3, " short ").show() == "a.txt:3: short"


def test_the_end_of_the_input_quits() -> None:
    assert review([])[0] == []


def test_editing_until_it_can_be_used() -> None:
    rule = render(examine(texts("news"))[1][0])
    broken = rule.replace("safety", "saftey")
    decisions, shown = review(["e\n", "e\n"], iter([broken, rule + "# mine\n"]))
    assert [(d.decision, d.text[-7:]) for d in decisions] == [(EDITED, "# mine\n")]
    assert "unknown key" in shown
    decisions, _ = review(["e\n", "a\n"], iter([]))
    assert [d.decision for d in decisions] == [ACCEPT]
