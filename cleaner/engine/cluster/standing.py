"""The life of a node: it checks that it can take part, and keeps a process that does the jobs.

The process is that of a pool of one (``engine/pool.py``), so that on every node a document which
takes too long, takes too much memory or takes its process with it is set aside as on one machine.
"""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cleaner
from cleaner.config import absolute
from cleaner.deduplication.steps import ItemT, ResultT
from cleaner.engine.jobs import Job, Outcome, Settings
from cleaner.engine.pool import Pool, ignore
from cleaner.engine.worker import Worker
from cleaner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Terms:
    """What a node has to have: this version of the package, and folders in common.

    ``tokens``: files that the run has written, and what is in them.
    """

    version: str
    tokens: tuple[tuple[Path, str], ...]

    def check(self, settings: Settings) -> None:
        """Raise ConfigError if this node cannot take part."""
        check_version(self.version)
        here = _name()
        for path, token in self.tokens:
            try:
                same = path.read_text() == token
            except OSError:
                same = False
            if not same:
                folder = path.parent.parent.parent
                raise ConfigError(
                    f"{here} does not see {folder}",
                    remedy="sources and results must lie in a folder that all nodes share",
                )
        for rules in settings.cleaner.get("rules", ()):
            if not Path(rules).exists():
                raise ConfigError(
                    f"{here} does not see the rules {rules}",
                    remedy="put them in a folder that all nodes share",
                )


def check_version(version: str) -> None:
    """Raise ConfigError if this node has another version."""
    if cleaner.__version__ != version:
        raise ConfigError(
            f"{_name()} has cleaner {cleaner.__version__}, the run is of {version}",
            remedy="install the same version on every node",
        )


def _name() -> str:
    return f"the node {socket.gethostname()}"


class _Overseer:
    """What a pool has to know of its workers, without compiling the rules in this process, too."""

    lost = staticmethod(Worker.lost)
    without = staticmethod(Worker.without)
    sweep = staticmethod(Worker.sweep)

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout

    def run(self, job: Job) -> Outcome:
        """Never called: the jobs are done in the process apart."""
        raise NotImplementedError


class Standing:
    """A process that does jobs, kept from one call to the next."""

    def __init__(self, make: type[Worker], settings: Settings) -> None:
        self._pool: Pool[Job, Outcome, Settings]
        self._pool = Pool(make, settings, 1, ignore, _Overseer(settings.timeout))

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """The outcome of each job; if that is interrupted, nothing is left of them."""
        found: list[Outcome] = []
        try:
            for _, outcome in self._pool.each(iter([list(jobs)])):
                found.append(outcome)
        except BaseException:
            self.end()
            for outcome in found:
                outcome.discard()
            raise
        return found

    def end(self) -> None:
        """End the process."""
        self._pool.shut_down()


_standing: dict[bytes, Standing] = {}


def work(
    make: type[Worker], settings: Settings, terms: Terms, jobs: Sequence[Job]
) -> list[Outcome] | ConfigError:
    """Do jobs on a node, with the process of the last call if it was of the same run."""
    try:
        terms.check(settings)
    except ConfigError as error:  # as a value: engines wrap what is raised
        return error
    run = pickle.dumps((make, settings))
    if run not in _standing:
        for old in _standing.values():
            old.end()
        _standing.clear()
        _standing[run] = Standing(make, settings)
    try:
        return _standing[run].run(jobs)
    except BaseException:  # the run was stopped
        del _standing[run]
        raise


def abroad(job: Job) -> Job:
    """A job as another machine understands it."""
    paths = {name: Path(absolute(getattr(job, name))) for name in ("path", "target", "base")}
    changes: dict[str, Any] = paths
    return replace(job, **changes)


def settings_abroad(settings: Settings) -> Settings:
    """Settings as another machine understands them."""
    rules = tuple(absolute(Path(path)) for path in settings.cleaner.get("rules", ()))
    return replace(settings, cleaner=settings.cleaner | {"rules": rules})


def take_step(
    version: str, step: Callable[[Any, ItemT], ResultT], shared: Any, piece: ItemT
) -> ResultT | ConfigError:
    """Do a step of a search on a node."""
    try:
        check_version(version)
    except ConfigError as error:
        return error
    return step(shared, piece)
