# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What stands around each line of a page: sums over windows, distances, runs."""

from libc.stdint cimport uint8_t

cdef enum:
    MOST = 16  # rows of which there are means


def windowed(
    const float[:, ::1] series, const int[::1] sizes, int logs, float[:, ::1] found, double[:, ::1] sums
):
    """Fill ``found`` with means of each row of ``series`` over the lines before and behind a line.

    The windows have ``sizes`` lines; of each window come the rows before, then those behind. Of the
    first ``logs`` rows the sums go to ``sums``, in the same order, and ``found`` is left alone.
    """
    cdef Py_ssize_t count = series.shape[1], rows = series.shape[0], windows = sizes.shape[0]
    cdef Py_ssize_t i, row, w, size
    cdef const float *values
    cdef double *total
    if found.shape[0] != 2 * windows * rows or found.shape[1] != count or not 0 < logs <= rows:
        raise ValueError("shapes do not fit")
    if sums.shape[0] < 2 * windows * logs + 1 or sums.shape[1] < count + 1:
        raise ValueError("no room")
    total = &sums[2 * windows * logs, 0]
    for row in range(rows):
        values = &series[row, 0]
        total[0] = 0
        for i in range(count):
            total[i + 1] = total[i] + values[i]
        for w in range(windows):
            size = sizes[w]
            if row < logs:
                sum_before(total, size, count, &sums[2 * w * logs + row, 0])
                sum_behind(total, size, count, &sums[(2 * w + 1) * logs + row, 0])
            else:
                mean_before(total, size, count, &found[2 * w * rows + row, 0])
                mean_behind(total, size, count, &found[(2 * w + 1) * rows + row, 0])


cdef void sum_before(const double *total, Py_ssize_t size, Py_ssize_t count, double *out) noexcept:
    cdef Py_ssize_t i, edge = min(size, count)
    for i in range(edge):
        out[i] = total[i]
    for i in range(edge, count):
        out[i] = total[i] - total[i - size]


cdef void sum_behind(const double *total, Py_ssize_t size, Py_ssize_t count, double *out) noexcept:
    cdef Py_ssize_t i, edge = max(count - size, 0)
    for i in range(edge):
        out[i] = total[i + 1 + size] - total[i + 1]
    for i in range(edge, count):
        out[i] = total[count] - total[i + 1]


cdef void mean_before(const double *total, Py_ssize_t size, Py_ssize_t count, float *out) noexcept:
    cdef Py_ssize_t i, edge = min(size, count)
    for i in range(edge):
        out[i] = <float> (total[i] / size)
    for i in range(edge, count):
        out[i] = <float> ((total[i] - total[i - size]) / size)


cdef void mean_behind(const double *total, Py_ssize_t size, Py_ssize_t count, float *out) noexcept:
    cdef Py_ssize_t i, edge = max(count - size, 0)
    for i in range(edge):
        out[i] = <float> ((total[i + 1 + size] - total[i + 1]) / size)
    for i in range(edge, count):
        out[i] = <float> ((total[count] - total[i + 1]) / size)


def distances(const uint8_t[:, ::1] events, int far, int many, float[:, ::1] found):
    """Fill ``found`` with the lines from each line to the next of each event, and their number.

    First how many lines to the last one before, then to the next one behind, up to ``far``; of all
    but the first event then how many stand before, and how many behind, up to ``many``.
    """
    cdef Py_ssize_t count = events.shape[1], kinds = events.shape[0]
    cdef Py_ssize_t i, row, near, seen
    if found.shape[0] != 4 * kinds - 2 or found.shape[1] != count:
        raise ValueError("shapes do not fit")
    for row in range(kinds):
        near = far
        for i in range(count):
            found[row, i] = near
            near = 1 if events[row, i] else min(near + 1, far)
        near = far
        for i in range(count - 1, -1, -1):
            found[kinds + row, i] = near
            near = 1 if events[row, i] else min(near + 1, far)
    for row in range(1, kinds):
        seen = 0
        for i in range(count):
            found[2 * kinds + row - 1, i] = min(seen, many)
            seen += events[row, i]
        seen = 0
        for i in range(count - 1, -1, -1):
            found[3 * kinds + row - 2, i] = min(seen, many)
            seen += events[row, i]


def runs(const uint8_t[::1] text, const float[:, ::1] rows, int far, float[:, ::1] found):
    """Fill ``found`` with what is known of the run of lines without running text around each line.

    How many lines it has, up to ``far``, where the line stands in it, and the means of ``rows``. A
    line of running text (``text``) is a run of its own, of length zero.
    """
    cdef Py_ssize_t count = text.shape[0]
    cdef Py_ssize_t first = 0, end, i, row
    cdef double before, mean
    cdef double totals[MOST]
    if rows.shape[0] > MOST:
        raise ValueError("too many rows")
    for row in range(rows.shape[0]):
        totals[row] = 0
    if rows.shape[1] != count or found.shape[1] != count or found.shape[0] != rows.shape[0] + 2:
        raise ValueError("shapes do not fit")
    while first < count:
        end = first + 1
        while not text[first] and end < count and not text[end]:
            end += 1
        for i in range(first, end):
            found[0, i] = 0 if text[first] else min(end - first, far)
            found[1, i] = <float> (<double> (i - first) / (end - first))
        for row in range(rows.shape[0]):
            before = totals[row]
            for i in range(first, end):
                totals[row] += rows[row, i]
            mean = (totals[row] - before) / (end - first)
            for i in range(first, end):
                found[row + 2, i] = <float> mean
        first = end
