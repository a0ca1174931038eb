"""Ray: the jobs of a run as tasks on the nodes of a cluster.

Sources and results lie in a folder that all nodes share; only names and figures go through Ray.
What a node stages the driver puts in place, by the commit protocol of ``engine/local.py``, so that
a run on a cluster gives the same bytes as one on a machine. A task whose node or process dies is
done again somewhere else: what it had staged has names that nobody else uses, and is swept away.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import signal
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from types import TracebackType
from typing import Any

import ray

import cleaner
from cleaner.deduplication.steps import ItemT, ResultT
from cleaner.engine.cluster.standing import Terms, abroad, settings_abroad, take_step, work
from cleaner.engine.jobs import RUN, Job, Outcome, Settings
from cleaner.engine.local import Pairs
from cleaner.engine.pool import chunks
from cleaner.engine.worker import Worker
from cleaner.errors import CleanerError, ConfigError
from cleaner.writing import unwritable

AHEAD = 2
"""Chunks that are given out for every core."""
WAITING = 32
"""Chunks for every core that may be done before the first is taken."""
_GRACE = 20.0
"""Seconds that tasks have to end when a run is stopped."""
RETRIES = 5
"""How often a task is done again whose node or process died."""
Pair = tuple[Job, Outcome]


class Ray:
    """A connection to a cluster, see ``engine.cluster.Cluster``.

    Without an address it joins the connection that the process has, and then leaves it open.
    """

    def __init__(self, address: str | None) -> None:
        self.address = address
        self._shared: tuple[Any, Any] = (None, None)

    def __enter__(self) -> Ray:
        self._own = not ray.is_initialized()
        if self.address and not self._own:
            raise ConfigError(
                "this process is connected to a Ray cluster already",
                remedy="leave the address out, or ray.shutdown() first",
            )
        if self._own:
            address = self.address or os.environ.get("RAY_ADDRESS") or None
            more = {} if address else {"include_dashboard": False}
            heard = signal.getsignal(signal.SIGTERM)
            try:
                _knock(address or "")
                ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False, **more)
            except (OSError, RuntimeError, ValueError) as error:
                raise ConfigError(
                    f"no Ray cluster at {address}: {' '.join(str(error).split())[:300]}",
                    remedy="ray start --head on a machine, then --address HOST:6379; if it "
                    "asks for a token, RAY_AUTH_MODE=token and RAY_AUTH_TOKEN",
                ) from error
            # Ray sets handlers of its own, which end the process with another code, or by an abort.
            if callable(heard):
                with suppress(ValueError):  # only the main thread may
                    signal.signal(signal.SIGTERM, heard)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._own:
            ray.shutdown()

    def __call__(
        self,
        jobs: Iterable[Job],
        make: type[Worker],
        settings: Settings,
        early: Callable[[Job, Outcome], None],
    ) -> Pairs:
        """Yield each job with its outcome, in order; see ``local.Carrier``."""
        make(settings)  # settings that cannot be used fail here
        return _Run(make, settings, early).pairs(chunks(jobs))

    def over(
        self, step: Callable[[Any, ItemT], ResultT], shared: Any, pieces: Iterable[ItemT]
    ) -> Iterator[ResultT]:
        """Yield ``step(shared, piece)`` for every piece, in order; see ``steps.Over``.

        Every node gets ``shared`` once, in memory that its processes have in common.
        """
        if self._shared[0] is not shared:
            self._shared = (shared, ray.put(shared))
        task = _remote(take_step)
        waiting: deque[Any] = deque()
        for piece in pieces:
            waiting.append(task.remote(cleaner.__version__, step, self._shared[1], piece))
            if len(waiting) >= AHEAD * _cores():
                yield _copied(waiting.popleft())
        while waiting:
            yield _copied(waiting.popleft())


def _cores() -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _remote(function: Callable[..., Any]) -> Any:
    """A function as a task for any node."""
    return ray.remote(function).options(
        num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD", name="cleaner"
    )


def _got(one: Any) -> Any:
    """The result of a task; raises what it says is wrong, and RayError if it was lost."""
    try:
        found = ray.get(one)
    except ray.exceptions.RayTaskError as error:
        missing = isinstance(error.cause, ImportError | AttributeError)
        raise ConfigError(
            f"a node cannot do its work: {type(error.cause).__name__}: {str(error.cause)[:300]}",
            remedy=f"install cleaner {cleaner.__version__} on every node" if missing else "",
        ) from error
    if isinstance(found, ConfigError):
        raise found
    return found


def _copied(one: Any) -> Any:
    """The result of a step, out of the memory that is Ray's and cannot be written to."""
    try:
        return deepcopy(_got(one))
    except ray.exceptions.RayError as error:
        raise CleanerError(
            f"the nodes that did a step died {RETRIES + 1} times",
            remedy="give the nodes more memory",
        ) from error


def _knock(address: str) -> None:
    """Raise OSError if nobody listens at ``host:port``, for which Ray itself waits for minutes."""
    found = re.fullmatch(r"(?:ray://)?\[?([^/]+?)\]?:([0-9]+)", address)
    if found is not None:
        socket.create_connection((found[1], int(found[2])), timeout=10).close()


class _Run:
    """The jobs between the first that is not finished and the last that is given out."""

    def __init__(
        self, make: type[Worker], settings: Settings, early: Callable[[Job, Outcome], None]
    ) -> None:
        self.settings = settings
        self.early = early
        self.tokens: dict[Path, str] = {}
        self.about = (make, settings_abroad(settings))
        self.task = _remote(work)
        self.waiting: dict[Any, tuple[int, list[Job]]] = {}
        self.done: dict[int, list[Pair]] = {}
        self.given = self.taken = 0

    def pairs(self, source: Iterator[list[Job]]) -> Pairs:
        try:
            ended = False
            while not ended or self.waiting:
                cores = _cores()
                while (
                    not ended
                    and len(self.waiting) < AHEAD * cores
                    and self.given - self.taken < WAITING * cores
                ):
                    chunk = next(source, None)
                    if chunk is None:
                        ended = True
                    else:
                        self.waiting[self._submit(chunk)] = (self.given, chunk)
                        self.given += 1
                self._listen()
                while self.taken in self.done:
                    yield from self.done.pop(self.taken)
                    self.taken += 1
        finally:
            self._shut_down()

    def _submit(self, chunk: Sequence[Job]) -> Any:
        bases = {job.base for job in chunk} if self.settings.write else ()
        terms = Terms(cleaner.__version__, tuple(map(self._token, bases)))
        return self.task.remote(*self.about, terms, [abroad(job) for job in chunk])

    def _token(self, base: Path) -> tuple[Path, str]:
        """A file in the folder of the run by which a node knows it."""
        path = (base / RUN / "cluster").absolute()
        if path not in self.tokens:
            self.tokens[path] = secrets.token_hex(8)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(self.tokens[path])
            except OSError as error:
                raise unwritable(path, error) from error
        return path, self.tokens[path]

    def _listen(self) -> None:
        ready, _ = ray.wait(list(self.waiting), timeout=1.0) if self.waiting else ([], [])
        for one in ready:
            number, chunk = self.waiting.pop(one)
            outcomes = self._result(one, chunk)
            self.done[number] = list(zip(chunk, outcomes, strict=True))
            for job, outcome in self.done[number]:
                self.early(job, outcome)

    def _result(self, one: Any, chunk: Sequence[Job]) -> list[Outcome]:
        try:
            found: list[Outcome] = _got(one)
        except ray.exceptions.RayError:
            if len(chunk) == 1:
                return [Worker.lost(job) for job in chunk]
            # Whatever it is that takes nodes with it, it shall cost no more than one job.
            return [self._result(self._submit([job]), [job])[0] for job in chunk]
        return found

    def _shut_down(self) -> None:
        """End what is not done, and throw away what nobody took; the run sweeps behind the rest."""
        for one in self.waiting:
            ray.cancel(one)
        every = list(self.waiting)
        ready = ray.wait(every, num_returns=len(every), timeout=_GRACE)[0] if every else []
        for one in ready:
            number, chunk = self.waiting[one]
            with suppress(CleanerError, ray.exceptions.RayError):
                self.done[number] = list(zip(chunk, _got(one), strict=True))
        for pairs in self.done.values():
            for _, outcome in pairs:
                outcome.discard()
        for path in self.tokens:
            path.unlink(missing_ok=True)
