"""Engines that do the work of a run on a cluster; each is a module, imported when it is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from cleaner.deduplication.steps import Over
from cleaner.engine.local import Carrier
from cleaner.errors import ConfigError, need
from cleaner.rules import one_of

LOCAL = "local"


class Cluster(Carrier, Protocol):
    """A connection to a cluster: it carries the jobs of a run and the steps of a search."""

    @property
    def over(self) -> Over:
        """Does the steps of a search on the nodes."""


ENGINES = (LOCAL, "ray")
"""This machine, and the clusters."""


def checked(engine: str, address: str | None = None) -> str:
    """The name of an engine; raises ConfigError if it is unknown or not installed."""
    one_of("engine", engine, ENGINES)
    if engine == LOCAL and address is not None:
        raise ConfigError("--address is that of a cluster", remedy="give --engine ray, too")
    if engine != LOCAL:
        need(engine, engine)
    return engine


@contextmanager
def connected(engine: str, address: str | None = None) -> Iterator[Cluster | None]:
    """The connection to a cluster; None on this machine.

    ``address``: of the cluster (None: the one that the environment names, else one is started on
    this machine for as long as the context lasts). Raises ConfigError if it cannot be reached.
    """
    if checked(engine, address) == LOCAL:
        yield None
        return
    from cleaner.engine.cluster.ray import Ray

    with Ray(address) as cluster:
        yield cluster
