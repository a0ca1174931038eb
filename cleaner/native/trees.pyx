# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A sum of oblivious trees over many columns of features."""

from libc.stdint cimport uint8_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset


def add_up(
    const float[:, ::1] features,
    const Py_ssize_t[:, ::1] rows,
    const float[:, ::1] borders,
    const float[:, ::1] leaves,
    double[::1] sums,
):
    """Add to ``sums`` what the trees say of each column of ``features``.

    ``rows`` and ``borders``, shape (questions, trees): which feature a tree asks for and where its
    border is; the last question counts most. ``leaves``, shape (trees, 2 ** questions).
    """
    cdef Py_ssize_t count = features.shape[1], trees = rows.shape[1]
    cdef Py_ssize_t tree, level
    cdef uint8_t *place
    if sums.shape[0] != count or leaves.shape[0] != trees or leaves.shape[1] != 1 << rows.shape[0]:
        raise ValueError("shapes do not fit")
    if rows.shape[0] != borders.shape[0] or trees != borders.shape[1] or rows.shape[0] > 8:
        raise ValueError("shapes do not fit")
    if not count:
        return
    place = <uint8_t *> malloc(count)
    if place == NULL:
        raise MemoryError
    for tree in range(trees):
        memset(place, 0, count)
        for level in range(rows.shape[0] - 1, -1, -1):
            ask(&features[rows[level, tree], 0], borders[level, tree], place, count)
        look_up(&leaves[tree, 0], place, &sums[0], count)
    free(place)


# Loops over nothing but pointers, which compilers turn into vector instructions.
cdef void ask(const float *row, float border, uint8_t *place, Py_ssize_t count) noexcept:
    cdef Py_ssize_t i
    for i in range(count):
        place[i] = <uint8_t> (2 * place[i] + (row[i] > border))


cdef void look_up(
    const float *leaf, const uint8_t *place, double *sums, Py_ssize_t count
) noexcept:
    cdef Py_ssize_t i
    for i in range(count):
        sums[i] += leaf[place[i]]
