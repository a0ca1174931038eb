"""Sums, distances and runs around each line of a page; numpy does it where nothing is compiled.

All functions fill rows, a column a line, which are part of the features of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.lines import Rows

try:
    from cleaner.native import context as native
except ImportError:
    native = None  # type: ignore[assignment]

Flags = NDArray[np.bool_]


def windowed(found: Rows, series: Rows, sizes: Sequence[int], logs: int) -> None:
    """Means of ``series`` over the next lines before and behind each line.

    The windows have ``sizes`` lines, the largest last; of each come the rows before, then those
    behind. Of the first ``logs`` rows it is the logarithm of the sum.
    """
    count = series.shape[1]
    blocks = 2 * len(sizes)
    if native is None:
        sums = _windowed(found, series, sizes, logs)
    else:
        sums = np.empty((blocks * logs + 1, count + 1))
        native.windowed(series, np.array(sizes, np.intc), logs, found, sums)
        sums = sums[:-1, :-1]
    sums = np.log1p(np.maximum(sums, 0))
    found.reshape(blocks, len(series), count)[:, :logs] = sums.reshape(blocks, logs, count)


def _windowed(found: Rows, series: Rows, sizes: Sequence[int], logs: int) -> NDArray[np.float64]:
    """Fill the means, and return the sums of the first rows."""
    count, far = series.shape[1], sizes[-1]
    # The sums up to each line, and what they are far before the page and far behind it.
    sums = np.zeros((len(series), count + 1 + 2 * far))
    np.cumsum(series, axis=1, dtype=np.float64, out=sums[:, far + 1 : far + 1 + count])
    sums[:, far + 1 + count :] = sums[:, far + count, None]
    here, after = sums[:, far : far + count], sums[:, far + 1 : far + 1 + count]
    all_ = np.empty((len(sizes), 2, len(series), count))
    for rows, size in zip(all_, sizes, strict=True):
        np.subtract(here, sums[:, far - size :][:, :count], out=rows[0])
        np.subtract(sums[:, far + 1 + size :][:, :count], after, out=rows[1])
        rows[:, logs:] /= size
    found[:] = all_.reshape(-1, count)
    return all_[:, :, :logs].reshape(-1, count)


def distances(found: Rows, events: Flags, far: int, many: int) -> None:
    """Lines to the nearest event before and behind, and how many events are there.

    Not how many of the first one. ``far`` and ``many`` are bounds.
    """
    if native is not None:
        native.distances(events.view(np.uint8), far, many, found)
        return
    count = events.shape[1]
    number = np.arange(count)
    last = np.full((len(events), count), -far)
    np.maximum.accumulate(np.where(events, number, -far)[:, :-1], axis=1, out=last[:, 1:])
    following = np.full((len(events), count), count + far)
    turned = np.where(events, number, count + far)[:, :0:-1]
    following[:, :-1] = np.minimum.accumulate(turned, axis=1)[:, ::-1]
    sums = np.cumsum(events[1:], axis=1)
    rows = (
        np.minimum(number - last, far),
        np.minimum(following - number, far),
        np.minimum(sums - events[1:], many),
        np.minimum(sums[:, -1:] - sums, many),
    )
    found[:] = np.concatenate(rows)


def runs(found: Rows, text: Flags, rows: Rows, far: int) -> None:
    """The run of lines without running text around each line: its length and what is in it.

    The length (``far`` at most), the place of the line in the run, and the means of ``rows``. A
    line of running text is a run of its own, of length zero.
    """
    if native is not None:
        native.runs(text.view(np.uint8), rows, far, found)
        return
    count = len(text)
    edge = text.copy()
    edge[1:] |= text[:-1]
    edge[0] = True
    first = np.flatnonzero(edge)
    ends = np.append(first[1:], count)
    sizes = ends - first
    of = np.repeat(np.arange(len(first)), sizes)
    found[0] = np.minimum(np.where(text, 0, sizes[of]), far)
    found[1] = (np.arange(count) - first[of]) / sizes[of]
    # Sums of floats would be others when each run began with nothing.
    sums = np.zeros((len(rows), count + 1))
    np.cumsum(rows, axis=1, dtype=np.float64, out=sums[:, 1:])
    found[2:] = ((sums[:, ends] - sums[:, first]) / sizes)[:, of]
