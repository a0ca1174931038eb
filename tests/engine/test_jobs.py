"""What became of a source, in figures."""

from cleaner import Cleaned, Edit
from cleaner.engine.jobs import Outcome


def test_a_source_that_was_not_written_counts_nothing_but_its_failure() -> None:
    outcome = Outcome("corpus.jsonl")
    edit = Edit(0, 2, "a\n", "", "news/read-more", "", "safe")
    outcome.count("1", Cleaned("b", (edit,), (), "cleaned", original="a\nb"))
    outcome.failures.append("corpus.jsonl: No space left on device")
    outcome.abandon()
    assert (outcome.documents, outcome.changed, outcome.removed, outcome.rules) == (0, 0, 0, {})
    assert outcome.failures == ["corpus.jsonl: No space left on device"]
