"""A corpus to proposals: read once, count by site, read a few documents again.

Neither the order of the files nor the number of processes changes the result: documents of a site
are taken in the order of the digests of their texts.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.engine.harvest import (
    ROW,
    Harvest,
    LearnSettings,
    Part,
    harvest,
    parts,
    reread,
    rows_of,
)
from cleaner.engine.process import interrupts_held, leave_interrupts
from cleaner.engine.worker import Job
from cleaner.errors import CleanerError, ReadError
from cleaner.learn.composing import propose
from cleaner.learn.families import EDGE, Edges, common_name, families
from cleaner.learn.guards import FEW, FEWEST
from cleaner.learn.leaves import Leaf
from cleaner.learn.proposals import Proposal
from cleaner.learn.sharing import SHARED, share
from cleaner.learn.sheets import Digester, digest, numbered
from cleaner.learn.study import study

MOST_LINES = 1_200_000
"""Lines of one site that are counted, so that memory stays bounded: whole documents, chosen by
the digests of their texts."""
SMALL_BYTES = 4 << 20
_LEAVES = 400

Progress = Callable[[str, int, int], None]
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was learned of one site; ``documents`` given, ``distinct`` counted.

    ``unnamed``: its documents do not say what it is called, and the program calls it something.
    """

    site: str
    documents: int
    distinct: int
    proposals: tuple[Proposal, ...]
    unnamed: bool = False

    @property
    def few(self) -> bool:
        """Whether so few documents were counted that hardly anything is sure."""
        return self.distinct < FEW


@dataclass(slots=True)
class Learned:
    """The outcome of a run: ``alone`` documents belong to no site of three."""

    sites: list[SiteReport] = field(default_factory=list)
    documents: int = 0
    alone: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def proposals(self) -> list[Proposal]:
        """Those of all sites; what several have in common once."""
        return share([proposal for site in self.sites for proposal in site.proposals])

    @property
    def unnamed(self) -> frozenset[str]:
        """The sites that the program gave a name."""
        return frozenset(site.site for site in self.sites if site.unnamed)


class _Site(NamedTuple):
    name: str
    documents: NDArray[np.void]
    given: int
    unnamed: bool


def learn(
    jobs: Sequence[Job],
    settings: LearnSettings,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Learned:
    """Read ``jobs`` and propose rules for every site with at least three documents.

    What cannot be read is told in ``failures``. ``progress`` is told the name of a step, and how
    much of it is done and there is to do. Raises ReadError when a process dies.
    """
    result = Learned()
    tasks = parts(jobs)
    if sum(part.job.path.stat().st_size for part in tasks if part.job.path.exists()) < SMALL_BYTES:
        workers = 1
    with tempfile.TemporaryDirectory(prefix="cleaner-learn-") as name:
        folder = Path(name)
        read = _each(partial(_harvest, settings, folder), tasks, workers)
        harvests = list(_told(progress, "reading", len(tasks), read))
        result.failures = [failure for one in harvests for failure in one.failures]
        sites = _sites(harvests, folder, tasks)
        counted = [site for site in sites if len(site.documents) >= FEWEST]
        result.documents = sum(site.given for site in sites)
        result.alone = result.documents - sum(site.given for site in counted)
        look = partial(_look, settings, folder, tasks)
        studied = _each(look, counted, workers)
        result.sites = list(_told(progress, "comparing the pages of sites", len(counted), studied))
    return result


def _harvest(settings: LearnSettings, folder: Path, part: Part) -> Harvest:
    return harvest(part, settings, folder, Digester())


def _sites(harvests: Sequence[Harvest], folder: Path, tasks: Sequence[Part]) -> list[_Site]:
    """The documents of each site, each text once, in the order of the digests."""
    if not harvests:
        return []
    names = {site: name for one in harvests for site, name in one.sites.items()}
    table = np.concatenate([one.documents for one in harvests])
    table = table[np.lexsort((table["place"], table["part"], table["text"]))]
    nameless = table["site"] == 0
    unnamed = _name_families(table, nameless, folder, tasks) if nameless.any() else {}
    unnamed = {site: name for site, name in unnamed.items() if site not in names}
    names |= unnamed
    names |= {site: _free(names.values()) for site, name in names.items() if name == SHARED}
    sites = []
    for key in sorted(set(table["site"].tolist()), key=lambda key: names.get(key, "")):
        own = table[table["site"] == key]
        first = np.unique(own["text"], return_index=True)[1]
        chosen = own[np.sort(first)]
        fits = np.cumsum(chosen["rows"]) <= MOST_LINES
        sites.append(_Site(names.get(key, ""), chosen[fits], len(own), key in unnamed))
    # Documents of no site are counted only to be told.
    return [site if site.name else site._replace(documents=site.documents[:0]) for site in sites]


def _free(taken: Iterable[str]) -> str:
    """What a site is called whose name is that of the rules that several sites share."""
    taken, name = set(taken), f"site-{SHARED}"
    while name in taken:
        name += "-2"
    return name


def _name_families(
    table: NDArray[np.void], nameless: NDArray[np.bool_], folder: Path, tasks: Sequence[Part]
) -> dict[int, str]:
    """Give the nameless documents of ``table`` the sites of their families; returns the names."""
    at = np.flatnonzero(nameless)
    at = at[np.sort(np.unique(table["text"][at], return_index=True)[1])]
    found = np.array(families(_Edges(folder, table[at])))
    if len(at) >= FEWEST and (found < 0).all():
        found[:] = 0
    members = {one: table[at[found == one]] for one in sorted(set(found.tolist()) - {-1})}
    jobs = {one: [tasks[part].job for part in own["part"]] for one, own in members.items()}
    folders = Counter(map(_folder, jobs.values()))
    names: dict[int, str] = {}
    by_text: dict[int, int] = {}
    for family, own in members.items():
        folder_name = _folder(jobs[family])
        labels = [common_name([job.document for job in jobs[family]])]
        labels += [folder_name] if folders[folder_name] == 1 else []
        least = int(own["text"].min())
        labels += ["site"] if len(members) == 1 else []
        labels += [f"site-{least % 0xFFFF:04x}", f"site-{least:016x}"]
        label = next(one for one in labels if one and one not in names.values())
        site = digest(label)
        names[site] = label
        by_text |= dict.fromkeys(own["text"].tolist(), site)
    texts = table["text"][nameless].tolist()
    table["site"][nameless] = [by_text.get(text, 0) for text in texts]
    return names


def _folder(jobs: Iterable[Job]) -> str:
    """The name of the folder that all text files are in, or nothing."""
    folders = {job.path.parent for job in jobs if job.kind == "text"}
    return next(iter(folders)).name if len(folders) == 1 else ""


class _Edges(Sequence[Edges]):
    """The edges of documents, read when they are asked for."""

    def __init__(self, folder: Path, table: NDArray[np.void]) -> None:
        self._folder = folder
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, number: Any) -> Any:
        return _edges(self._folder, self._table[number])


def _edges(folder: Path, document: np.void) -> Edges:
    path, rows = folder / f"{document['part']}.rows", int(document["rows"])
    first, count = int(document["first"]), min(EDGE, rows)
    head = np.fromfile(path, ROW, count, offset=first * ROW.itemsize)
    tail = np.fromfile(path, ROW, count, offset=(first + rows - count) * ROW.itemsize)
    return head["key"].tolist(), tail["key"].tolist()


def _look(settings: LearnSettings, folder: Path, tasks: Sequence[Part], site: _Site) -> SiteReport:
    """Study one site and read what is worth a rule."""
    leaves: dict[int, Leaf | None] = {}

    def read(number: int) -> Leaf | None:
        if number not in leaves:
            if len(leaves) >= _LEAVES:
                leaves.pop(next(iter(leaves)))
            leaves[number] = _leaf(settings, folder, tasks, site.documents[number])
        return leaves[number]

    sheets = [rows_of(folder, document) for document in site.documents]
    found = study(sheets, read, settings.model)
    proposals = tuple(propose(site.name, found, read))
    return SiteReport(site.name, site.given, found.distinct, proposals, site.unnamed)


def _leaf(
    settings: LearnSettings, folder: Path, tasks: Sequence[Part], document: np.void
) -> Leaf | None:
    try:
        found = reread(tasks[document["part"]], document, settings, folder)
    except (CleanerError, OSError):
        return None
    return Leaf(found.name, numbered(found.text), found.text)


def _told(
    progress: Progress | None, step: str, total: int, results: Iterator[Result]
) -> Iterator[Result]:
    for done, result in enumerate(results, 1):
        if progress is not None:
            progress(step, done, total)
        yield result


def _each(do: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    """The results of tasks in their order, from this process or several."""
    if workers <= 1 or len(tasks) <= 1:
        yield from map(do, tasks)
        return
    context = multiprocessing.get_context("spawn")
    waiting = iter(tasks)
    window: deque[Future[Any]] = deque()
    several = min(workers, len(tasks))
    with ProcessPoolExecutor(several, context, initializer=leave_interrupts) as executor:
        try:
            for task in waiting:
                with interrupts_held():  # it starts processes when it needs them
                    window.append(executor.submit(do, task))
                if len(window) >= 2 * workers:
                    yield window.popleft().result()
            while window:
                yield window.popleft().result()
        except BrokenProcessPool as error:
            raise ReadError("a process died while reading", path="") from error
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
