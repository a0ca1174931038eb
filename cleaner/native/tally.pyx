# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What characters and words stand in lines, in one pass over each."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free

cdef enum:
    MOST = 64  # classes of characters

cdef struct Word:
    uint64_t value
    float weight, function


cdef class Tallier:
    """Made of tables by code point, of which the last stands for all that are larger.

    ``classes``: class of each; ``lowers``: each in lower case. ``hashes``, ``weights``,
    ``functions``: see ``WordTable``, whose hash has ``base``, ``mix`` and ``longest``. ``space`` is
    the class of white space, ``letters`` are the first and the last class of those that make words.
    """

    cdef const uint8_t[::1] classes
    cdef const uint64_t[::1] lowers
    cdef Word *known
    cdef uint16_t *places  # of a hash in ``known``; 0 where there is none
    cdef uint64_t base, mix
    cdef int space, first_letter, last_letter, longest, shift
    cdef Py_ssize_t last_place

    def __init__(
        self, *, classes, lowers, hashes, weights, functions, space, letters, base, mix, longest
    ):
        self.classes, self.lowers = classes, lowers
        self.base, self.mix, self.longest = base, mix, longest
        self.space, (self.first_letter, self.last_letter) = space, letters
        self.last_place = len(classes) - 1
        self.shift = 64 - (len(hashes).bit_length() - 1)
        if classes.max() >= MOST:
            raise ValueError(f"more than {MOST} classes")
        # Together they are a tenth of the table, which would push all else out of the caches.
        filled = [at for at, value in enumerate(hashes.tolist()) if value]
        if len(filled) >= 1 << 16:
            raise ValueError("more words than places")
        self.places = <uint16_t *> calloc(len(hashes), sizeof(uint16_t))
        self.known = <Word *> calloc(len(filled) + 1, sizeof(Word))
        if self.places == NULL or self.known == NULL:
            raise MemoryError
        for number, at in enumerate(filled, 1):
            self.places[<Py_ssize_t> at] = number
            self.known[<Py_ssize_t> number] = Word(hashes[at], weights[at], functions[at])

    def __dealloc__(self):
        free(self.places)
        free(self.known)

    def tally(
        self,
        list lines not None,
        float[:, ::1] of,
        float[:, ::1] by,
        uint8_t[:, ::1] edges,
        double[:, ::1] words,
    ):
        """Fill what ``Tally`` holds of lines, none of them empty; a column a line."""
        cdef Py_ssize_t i, k, size, place, count = len(lines)
        cdef int chars[MOST]
        cdef int heads[MOST]
        cdef double sums[5]
        cdef int c, last, kind, length, classes = of.shape[0]
        cdef bint spaced
        cdef uint64_t value, power
        cdef void *data
        cdef const uint8_t *class_of = &self.classes[0]
        cdef const uint64_t *lower_of = &self.lowers[0]
        cdef int space = self.space, first = self.first_letter, letters = self.last_letter - first
        cdef int longest = self.longest
        cdef Py_ssize_t last_place = self.last_place
        cdef uint64_t base = self.base
        if of.shape[0] != by.shape[0] or not (of.shape[1] == by.shape[1] == edges.shape[1] == words.shape[1] == count):
            raise ValueError("a column a line")
        if not count:
            return
        cdef float *out_of = &of[0, 0]
        cdef float *out_by = &by[0, 0]
        for i in range(count):
            line = lines[i]
            if type(line) is not str or not line:
                raise TypeError("a line is a str with something in it")
            size, kind = PyUnicode_GET_LENGTH(line), PyUnicode_KIND(line)
            data = PyUnicode_DATA(line)
            for k in range(classes):
                chars[k] = heads[k] = 0
            for k in range(5):
                sums[k] = 0
            spaced, length, value, power, c = True, 0, 0, 1, space
            for k in range(size):
                place = PyUnicode_READ(kind, data, k)
                if place > last_place:
                    place = last_place
                last, c = c, class_of[place]
                chars[c] += 1
                heads[c] += spaced & (c != space)
                spaced = c == space
                if 0 <= c - first <= letters:
                    if length < longest:
                        value += lower_of[place] * power
                        power *= base
                    length += 1
                elif length:
                    self.look_up(value, sums)
                    length, value, power = 0, 0, 1
                if k == 0:
                    edges[0, i] = last = c
            if length:
                self.look_up(value, sums)
            edges[1, i], edges[2, i] = last, c
            for k in range(5):
                words[k, i] = sums[k]
            for k in range(classes):
                out_of[k * count + i], out_by[k * count + i] = chars[k], heads[k]

    cdef void look_up(self, uint64_t value, double *sums) noexcept:
        """Add a word, given by its hash, to what is known of the words of a line."""
        cdef Word *word = self.known + self.places[value * self.mix >> self.shift]
        cdef double weight = 0
        if word.value == value:
            weight = word.weight
            sums[1] += word.function
        if sums[0] == 0:
            sums[4] = weight
        sums[0] += 1
        sums[2] += weight
        sums[3] += min(weight, 0.0)
