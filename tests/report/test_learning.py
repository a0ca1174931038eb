"""What is said of a lesson."""

from cleaner.report.learning import left_out


def test_rules_that_nothing_proves_are_one_line() -> None:
    assert list(left_out([])) == []
    [line] = left_out(["a.toml"])
    assert line.startswith("1 rule left out, as no test of it held (")
    assert line.endswith("): a.toml")
    [line] = left_out([f"{letter}.toml" for letter in "abcdefgh"])
    assert line.startswith("8 rules left out, as no test of them held (")
    assert line.endswith(": a.toml, b.toml, c.toml, d.toml, e.toml, f.toml …")
