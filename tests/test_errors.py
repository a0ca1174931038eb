"""Errors travel between processes whole."""

import pickle

import pytest

from cleaner import errors
from cleaner.errors import CleanerError, ConfigError, ReadError, RestoreError, RuleError, WriteError

ERRORS = [
    CleanerError("wrong", remedy="mend it"),
    ConfigError("unknown", path="a.toml", line=3, name="x/y", remedy="see the list"),
    RuleError("broken", path="rule.toml", key="phrases", line=7),
    ReadError("not text", path="page.txt", remedy="leave it out"),
    WriteError("disk full", path="out/page.txt"),
    RestoreError("another text", path="clean/page.txt", line=12),
]


def test_every_kind_is_here() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    public = {kind for kind in kinds if not kind.__name__.startswith("_") and kind is not Exception}
    assert {type(error) for error in ERRORS} == {k for k in public if issubclass(k, CleanerError)}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_behind_a_pipe(error: CleanerError) -> None:
    came = pickle.loads(pickle.dumps(error))
    assert type(came) is type(error)
    assert str(came) == str(error)
    assert vars(came) == vars(error)
    assert came.where() == error.where()
