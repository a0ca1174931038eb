"""What a pack remembers of how it was learned: proposals, decisions, what was written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError
from cleaner.learn.proposals import Entry, Example, Proposal
from cleaner.writing import Staged, stage

STATE = ".learned.json"
VERSION = 1


@dataclass(slots=True)
class Written:
    """A rule file as it was last written: its digest, and every text it ever had."""

    digest: str
    matches: list[str]


@dataclass(slots=True)
class State:
    """What was written or rejected, and what waits for a review, by the path of its file.

    ``decisions`` of a review by path.
    """

    proposals: dict[str, Proposal] = field(default_factory=dict)
    waiting: dict[str, Proposal] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)


def pack_of(path: Path) -> Path | None:
    """The folder of the learned pack that a rule file or a folder belongs to, if it is of one."""
    places = (path, *path.parents, *path.absolute().parents)  # as it was named, if that will do
    return next((place for place in places if (place / STATE).exists()), None)


def load_state(folder: Path) -> State:
    """The state of a pack, empty when there is none; raises ReadError when it is damaged."""
    path = folder / STATE
    if not path.exists():
        return State()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ReadError(f"state of version {data['version']}", path=str(path))
        return State(
            {name: _proposal(one) for name, one in data["proposals"].items()},
            {name: _proposal(one) for name, one in data["waiting"].items()},
            _texts("decisions", data["decisions"]),
            {name: _written(one) for name, one in data["written"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(
            f"cannot be used: {error}", path=str(path), remedy="remove it; decisions are forgotten"
        ) from error


def save_state(folder: Path, state: State) -> None:
    """Write the state beside the rules; raises WriteError."""
    stage_state(folder, state).commit()


def stage_state(folder: Path, state: State) -> Staged:
    """Write the state so that it waits for its place beside the rules; raises WriteError."""
    data = {
        "version": VERSION,
        "proposals": {name: asdict(one) for name, one in sorted(state.proposals.items())},
        "waiting": {name: asdict(one) for name, one in sorted(state.waiting.items())},
        "decisions": dict(sorted(state.decisions.items())),
        "written": {name: asdict(one) for name, one in sorted(state.written.items())},
    }
    text = json.dumps(data, ensure_ascii=True, indent=1) + "\n"
    return stage(folder / STATE, text.encode())


def _texts(what: str, data: Any) -> dict[str, str]:
    """A table of texts as it was read; raises ValueError for anything else."""
    if not isinstance(data, dict) or not all(isinstance(one, str) for one in data.values()):
        raise ValueError(f"{what} have to be a table of texts")
    return data


def _written(data: dict[str, Any]) -> Written:
    found = Written(**data)
    matches = found.matches
    if not isinstance(found.digest, str) or not isinstance(matches, list):
        raise ValueError("what was written has to be a digest and a list of texts")
    if not all(isinstance(one, str) for one in matches):
        raise ValueError("matches have to be texts")
    return found


def _proposal(data: dict[str, Any]) -> Proposal:
    data = dict(data)
    data["entries"] = tuple(map(_entry, data["entries"]))
    data["ends"] = tuple(map(_entry, data["ends"]))
    return Proposal(**data)


def _entry(data: dict[str, Any]) -> Entry:
    examples = tuple(
        Example(**(one | {"before": tuple(one["before"]), "after": tuple(one["after"])}))
        for one in data["examples"]
    )
    return Entry(**(data | {"examples": examples}))
