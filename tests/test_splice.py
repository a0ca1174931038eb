from hypothesis import given
from hypothesis import strategies as st

from cleaner.splice import moved, renumbered, spliced


@st.composite
def splices(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, list[str]]]]:
    """Lines, and pieces of them that become new lines (in capitals)."""
    old = [f"line {i}" for i in range(draw(st.integers(0, 12)))]
    cuts = sorted(draw(st.lists(st.integers(0, len(old)), max_size=6, unique=True)))
    new = st.lists(st.sampled_from(["NEW", "OTHER"]), max_size=3)
    return old, [(a, b, draw(new)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@given(splices(), st.data())
def test_numbers_follow_their_lines(
    case: tuple[list[str], list[tuple[int, int, list[str]]]], data: st.DataObject
) -> None:
    old, pieces = case
    new = [line for _, _, lines in pieces for line in lines]
    lines, fresh = spliced(old, pieces)
    assert [line for a, b in fresh for line in lines[a:b]] == new
    numbers = sorted(data.draw(st.sets(st.integers(0, len(old) - 1)))) if old else []
    found = list(renumbered(numbers, range(len(new)), pieces))
    assert [lines[after] for after, _, _ in found] == [
        (new if is_new else old)[before] for _, is_new, before in found
    ]
    gone = {i for first, end, _ in pieces for i in range(first, end)}
    assert [before for _, is_new, before in found if not is_new] == [
        number for number in numbers if number not in gone
    ]
    assert [before for _, is_new, before in found if is_new] == list(range(len(new)))
    for (first, end), (start, stop) in zip(
        [(i, i + 1) for i in numbers], [*moved([(i, i + 1) for i in numbers], pieces)], strict=True
    ):
        if first not in gone:
            assert old[first:end] == lines[start:stop]
