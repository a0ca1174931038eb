"""What earlier runs have seen of the snippets of this one, and the clusters that these make."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.survivors import together
from cleaner.model import Cluster, Member


class Seen(NamedTuple):
    """What an earlier run knows of a snippet.

    ``cluster`` and ``document`` (of its representative), ``score`` and ``why`` as in ``Member``;
    ``itself``: the snippet is that representative, met again; ``more``: it says more than that.
    """

    cluster: str
    document: str
    score: float
    why: str
    itself: bool = False
    more: bool = False


def renumbered(cluster: Cluster, indices: Sequence[int]) -> Cluster:
    """A cluster of some snippets, numbered as they are among all; ``indices``: of those some."""
    return dataclasses.replace(
        cluster,
        representative=indices[cluster.representative],
        members=tuple(dataclasses.replace(m, index=indices[m.index]) for m in cluster.members),
    )


def joined(
    cluster: Cluster, name: str, members: Sequence[Member], given: Sequence[Snippet]
) -> Cluster:
    """A cluster that takes the place of ``name``, with the members that this has here."""
    every = sorted([*cluster.members, *members], key=lambda member: member.index)
    return Cluster(
        name,
        cluster.representative,
        cluster.text,
        cluster.title,
        cluster.why,
        tuple(every),
        *together([given[member.index] for member in every]),
    )


def met(cluster: str, members: Sequence[Member], given: Sequence[Snippet]) -> Cluster:
    """The cluster of what was seen in an earlier run, whose representative is not among it."""
    first = given[members[0].index]
    every = [given[member.index] for member in members]
    return Cluster(
        cluster,
        members[0].index,
        first.body,
        first.title,
        "seen in an earlier run",
        tuple(members),
        *together(every),
    )
