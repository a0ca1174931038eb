"""The journal of a run: what is finished, so that a run that was killed can go on.

It stands with the finished parts and the cards in ``.cleaner/run`` of the output, from the first
source until all is in place. One JSON object a line; the first says what the run does.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, BinaryIO

from cleaner import formats, ledger
from cleaner.config import absolute
from cleaner.engine.jobs import RUN, Job, Outcome, Settings
from cleaner.engine.mirror import Mirror
from cleaner.engine.output import shard_path
from cleaner.engine.seen import stamped
from cleaner.errors import ConfigError
from cleaner.remote import located, scratch
from cleaner.writing import Staged, private, unwritable

VERSION = 1
_FIGURES = (
    "documents", "named", "changed", "characters", "removed", "rules",
    "no_content", "refused", "over_budget", "failures", "set_aside",
)  # fmt: skip
_SAID = {"target", "outcome", "stamp", "job"}
_OF_PARTS = {"part", "files", "staged", "gone", "sizes"}
_OF_SOURCES = {"path", "cards"}


class Journal:
    """The journal of one output folder; ``resume``: go on with the run that it tells of.

    Raises ConfigError when that run had other settings, and WriteError.
    """

    def __init__(self, base: Path, settings: Settings, *, resume: bool) -> None:
        self.base = base
        self.mirror = Mirror(base)
        self.folder = scratch(base) / RUN
        self.path = self.folder / "journal.jsonl"
        self.cards_path = self.folder / "cards.jsonl"
        self._sources: dict[str, dict[str, Any]] = {}
        self._parts: dict[tuple[str, int], dict[str, Any]] = {}
        self.damage = ""
        # Nothing goes on with a run in place.
        said = _hash(settings) if base.name != ".cleaner" else ""
        head = {"v": VERSION, "settings": said}
        try:
            if resume:
                self.mirror.pull("cards.jsonl", "journal.jsonl")
            known = self._resumed(head) if resume else False
            if not known:
                shutil.rmtree(self.folder, ignore_errors=True)
            # What is known of a resumed run is written anew, so it goes up anew.
            self.mirror.clear("cards.jsonl", "journal.jsonl")
            private(self.folder.parent)
            self.folder.mkdir(exist_ok=True)
            self._file = self.path.open("ab")
            self.cards: BinaryIO = self.cards_path.open("ab")
            if not known:
                self._write(head)
            self.force()
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _resumed(self, head: dict[str, Any]) -> bool:
        """Whether there is a run to go on with; of a damaged journal nothing is believed."""
        try:
            return self._read(head)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            self._sources, self._parts = {}, {}
            self.damage = f"{self.path}: damaged, the run was begun afresh"
            return False

    def _read(self, head: dict[str, Any]) -> bool:
        if not self.path.exists():
            return False
        with self.path.open("r+b") as file:
            lines, end = [], 0
            for data in file:
                if not data.endswith(b"\n"):
                    break
                end += len(data)
                lines.append(json.loads(data))
            file.truncate(end)
        if not lines:
            return False
        if lines[0] != head:
            raise ConfigError(
                "the run to resume had other settings or another version",
                path=str(self.base / RUN / self.path.name),
                remedy="give the options of that run, or run without --resume",
            )
        for line in lines[1:]:
            wanted = _SAID | (_OF_PARTS if "part" in line else _OF_SOURCES)
            if not (wanted <= line.keys() and line["outcome"].keys() >= {*_FIGURES}):
                raise ValueError(line)
            if "part" in line:
                self._parts[line["target"], line["part"][0] if line["part"] else -1] = line
            elif line["stamp"] == list(stamped(located(line["path"]))):
                self._sources[line["target"]] = line
            else:
                self._sources.pop(line["target"], None)
        self._keep_cards()
        return True

    def _keep_cards(self) -> None:
        """Forget the cards of sources that are to be done again; so are those that lack some."""
        self.cards_path.touch()
        size = self.cards_path.stat().st_size
        for target, line in [*self._sources.items()]:
            if line["cards"][1] > size:
                del self._sources[target]
        new = self.cards_path.with_name("cards.new")
        with self.cards_path.open("rb") as old, new.open("wb") as file:
            for start, end in (line["cards"] for line in self._sources.values()):
                old.seek(start)
                file.write(old.read(end - start))
        moved = 0
        for line in self._sources.values():
            start, end = line["cards"]
            line["cards"] = [moved, moved + end - start]
            moved += end - start
        new.replace(self.cards_path)
        with self.path.open("rb") as journal:
            head = journal.readline()
        rest = [*self._parts.values(), *self._sources.values()]
        again = self.path.with_name("journal.new")
        again.write_bytes(head + b"".join(map(_line, rest)))
        again.replace(self.path)

    def finished(self, job: Job, settings: Settings) -> Outcome | None:
        """The figures of a source that is in place already and has not changed since."""
        line = self._sources.get(job.name)
        if line is None or line["path"] != absolute(job.path) or line["job"] != _said(job):
            return None
        sharded = settings.shard_size and formats.has_shards(job.kind)
        target = shard_path(job.target, 0) if sharded else job.target
        return _outcome(job, line["outcome"]) if target.exists() else None

    def waiting(self, job: Job) -> Outcome | None:
        """The outcome of a part, or of a source, that is done and waits to be put in place."""
        line = self._parts.get(job.key)
        if line is None or line["job"] != _said(job) or line["stamp"] != list(job.stamp):
            return None
        if line["part"] != _part(job) or (job.part and not job.target.exists()):
            return None
        if any(_size(Path(path)) != size for path, size in line["sizes"]):
            return None
        outcome = _outcome(job, line["outcome"])
        outcome.ledger_files, outcome.cards_files = map(_paths, line["files"])
        outcome.staged = [Staged(located(t), Path(temporary)) for t, temporary in line["staged"]]
        outcome.gone = [located(path) for path in line["gone"]]
        # A source still has to be entered into the books; a part is, with the others.
        outcome.known, outcome.kept = job.part is not None, True
        return outcome

    def keep_early(self, job: Job, outcome: Outcome) -> None:
        """Say what is done and has to wait: a part for the others, a source for earlier ones."""
        if not outcome.staged or (job.part is None and not outcome.ledger_files):
            return
        if job.part is not None:
            for staged in outcome.staged:
                staged.commit()
            outcome.staged, place = [], job.target
        elif self.base.name == ".cleaner":
            return  # in place: nothing goes on with it
        else:
            place = self.folder / "done" / ledger.digest(job.name.encode())[:16]
            place.parent.mkdir(exist_ok=True)
            try:
                for at, staged in enumerate(outcome.staged):
                    moved = staged.temporary.replace(place.with_name(f"{place.name}.{at}"))
                    outcome.staged[at] = replace(staged, temporary=moved)
            except OSError:
                return  # the target is on another disk
        for kind, files in (("ledger", outcome.ledger_files), ("cards", outcome.cards_files)):
            for at, path in enumerate(files):
                files[at] = path.replace(place.with_name(f"{place.name}.{kind}"))
        outcome.kept = True
        files = [*outcome.ledger_files, *outcome.cards_files]
        files += [staged.temporary for staged in outcome.staged]
        more = {
            "part": _part(job),
            "stamp": job.stamp,
            "job": _said(job),
            "files": [[*map(str, outcome.ledger_files)], [*map(str, outcome.cards_files)]],
            "staged": [[str(s.target), str(s.temporary)] for s in outcome.staged],
            "gone": [*map(str, outcome.gone)],
            "sizes": [[str(path), _size(path)] for path in files],
        }
        self._say(job, outcome, more)

    def keep(self, job: Job, outcome: Outcome, cards: tuple[int, int]) -> None:
        """Say that a source is in place; ``cards`` is the span of its cards in their file."""
        more = {
            "path": absolute(job.path),
            "stamp": stamped(job.path),
            "job": _said(job),
            "cards": cards,
        }
        self._say(job, outcome, more)

    def _say(self, job: Job, outcome: Outcome, more: dict[str, Any]) -> None:
        figures = {name: getattr(outcome, name) for name in _FIGURES}
        try:
            self._write({"target": job.name, "outcome": figures} | more)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(_line(line))
        self._file.flush()

    def force(self) -> None:
        """Have all that was said on the disk; raises WriteError."""
        try:
            for file in (self.cards, self._file):
                file.flush()
                os.fsync(file.fileno())
            self.mirror.push("cards.jsonl", "journal.jsonl")
        except OSError as error:
            raise unwritable(self.path, error) from error

    def close(self) -> None:
        """Stop writing; the run can be resumed."""
        self._file.close()
        with suppress(OSError):
            self.cards.close()

    def remove(self) -> None:
        """Everything is in place: nothing is left to resume."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.mirror.remove()
        for folder in (self.folder.parent, scratch(self.base)):
            with suppress(OSError):  # it is not empty
                if folder.name == ".cleaner":
                    folder.rmdir()


def _said(job: Job) -> list[Any]:
    """What the result of a job depends on besides the settings."""
    return [job.document, job.kind, job.to, list(job.ignore)]


def _part(job: Job) -> list[int] | None:
    return list(job.part) if job.part else None


def _paths(names: list[str]) -> list[Path]:
    return [Path(name) for name in names]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _line(line: dict[str, Any]) -> bytes:
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def _outcome(job: Job, figures: dict[str, Any]) -> Outcome:
    outcome = Outcome(job.document)
    for name, value in figures.items():
        setattr(outcome, name, value)
    outcome.known = True
    outcome.rules = Counter(figures["rules"])
    outcome.set_aside = [(name, record, why) for name, record, why in figures["set_aside"]]
    return outcome


def _hash(settings: Settings) -> str:
    """What results depend on: the bytes of rules are among it, limits and progress are not."""
    said = {f.name: getattr(settings, f.name) for f in fields(settings)}
    for name in ("timeout", "memory"):
        del said[name]
    from cleaner import __version__
    from cleaner.packs import loaded_packs

    packs = [[pack.name, pack.hash] for pack in loaded_packs(settings.cleaner.get("rules", ()))]
    parts = [__version__, packs, said]
    return ledger.digest(json.dumps(parts, default=str, sort_keys=True).encode())
