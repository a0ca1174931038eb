# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Which lines of a text need a look: one pass at about the speed of memory.

Most lines of most texts are known to no rule. A line passes when its folded form has the hash of a
phrase, when the beginning of a word or atom stands in it, or when nothing can be said of it here;
what a passed line really is, others find out. Nothing that a rule knows is held back.
"""

from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memchr

cdef enum:
    ROOM = 1024  # bytes of a folded line; a longer one passes
    CHARACTERS = 0x10000  # code points whose folded forms are kept; a line with others passes
    GRAM_BITS = 18
    MOST = 12  # bytes of a needle that are looked at
    UNSEEN = 0
    AWKWARD = -1
    PASS = -1
    OTHER = 0
    SPACE = 1
    CONTROL = 2
    WIDE = 3
    LETTER = 128  # also a bit beside the length of a folded form
    FEED = 10


cdef class Needles:
    """Whether one of some texts begins in another; their first ``MOST`` bytes say so.

    A bit for each gram of three or four bytes that one begins with holds off nearly all places of a
    text, and a trie (Fredkin 1960) tells of the others. Four bytes can be read behind what is
    searched. Those that begin with a line feed are looked for only where the text begins.
    """

    cdef uint8_t *likely
    cdef int32_t *trie  # for each row and class of bytes where the next row begins
    cdef uint8_t classes[256]
    cdef int shift  # for a gram of three bytes, which is kept in the upper ones

    def __cinit__(self, needles, int grams):
        short = sorted({bytes(needle)[:MOST] for needle in needles})
        kinds = sorted(set(b"".join(short)))
        cdef int32_t width = len(kinds) + 1, rows = 1, row, c, i
        cdef int32_t *at
        cdef uint8_t byte
        cdef uint32_t place
        self.shift = 8 * (4 - grams)
        for i in range(256):
            self.classes[i] = 0
        for i, c in enumerate(kinds):
            self.classes[c] = i + 1
        self.trie = <int32_t *> calloc((sum(map(len, short)) + 1) * width, sizeof(int32_t))
        self.likely = <uint8_t *> calloc(1 << (GRAM_BITS - 3), 1)
        if self.trie == NULL or self.likely == NULL:
            raise MemoryError
        for needle in short:
            if len(needle) < grams - 1:
                raise ValueError(f"too short: {needle!r}")
            for i in range(256 if len(needle) < grams else 1):
                if needle[0] != FEED:
                    place = place_of(gram_of((needle + bytes([i]))[:grams] + b"\0") << self.shift)
                    self.likely[place >> 3] |= 1 << (place & 7)
            row = 0
            for i, byte in enumerate(needle):
                at = self.trie + row + self.classes[byte]
                if i == len(needle) - 1:
                    at[0] = PASS
                elif at[0] == 0:
                    at[0] = rows * width
                    rows += 1
                row = at[0]
                if row == PASS:
                    break

    def __dealloc__(self):
        free(self.trie)
        free(self.likely)

    cdef bint begin_in(self, const uint8_t *text, Py_ssize_t size) noexcept:
        cdef const uint8_t *likely = self.likely
        cdef int shift = self.shift
        cdef uint32_t place
        cdef Py_ssize_t i
        if self.begin(text, size):
            return True
        for i in range(1, size - 1):
            place = place_of(gram_of(text + i) << shift)
            if likely[place >> 3] >> (place & 7) & 1 and self.begin(text + i, size - i):
                return True
        return False

    cdef bint begin(self, const uint8_t *text, Py_ssize_t size) noexcept:
        """Whether ``text`` begins with the beginning of one."""
        cdef int32_t row = 0
        cdef Py_ssize_t i
        for i in range(size):
            row = self.trie[row + self.classes[text[i]]]
            if row <= 0:
                return row == PASS
        return False


cdef inline uint32_t gram_of(const uint8_t *text) noexcept:
    return (
        text[0] | <uint32_t> text[1] << 8 | <uint32_t> text[2] << 16 | <uint32_t> text[3] << 24
    )


cdef inline uint32_t place_of(uint32_t gram) noexcept:
    """Multiplicative hashing (Knuth, TAOCP 3, 6.4)."""
    return gram * 2654435761U >> (32 - GRAM_BITS)


cdef struct Folded:
    Py_ssize_t size, first, last  # bytes, and where letters and digits begin and end (first -1: none)
    uint8_t text[ROOM + 5]  # between line feeds


cdef class Sieve:
    """Made of what a lexicon looks for, in UTF-8, folded but for ``signs``.

    ``phrases``: whole lines without punctuation at the edges. ``words``: they stand anywhere in a
    line of at most ``short`` code points (a line feed is its beginning or end). ``signs``: in any
    line. ``fronts``: longer lines, of at most ``longest``, begin so, behind a line feed; None lets
    all of them pass. ``firsts``: by the first byte of a short folded line (of an empty one a line
    feed) the code points that it may have at most to pass for that alone. ``fold_character`` says
    how a character folds wherever it stands, and None where that depends on its neighbours.
    """

    cdef Needles words, signs, fronts
    cdef object fold_character
    cdef int32_t short, longest
    cdef int32_t firsts[256]
    cdef uint8_t kinds[256]
    cdef uint8_t forms[256]
    cdef int32_t characters[CHARACTERS]
    cdef bytearray pool
    cdef uint64_t *phrases
    cdef uint64_t mask

    def __cinit__(
        self, *, phrases, words, signs, fronts, firsts, int short, int longest, fold_character
    ):
        cdef bytes phrase
        cdef uint64_t key
        self.words, self.signs = Needles(words, 4), Needles(signs, 3)
        self.fronts = None if fronts is None else Needles(fronts, 3)
        self.short, self.longest, self.fold_character = short, longest, fold_character
        for byte in range(256):
            self.firsts[byte] = firsts.get(byte, -1)
            form = self.fold_character(chr(byte)) if byte < 128 else ""
            self.forms[byte] = ord(form) if form else 0
            self.kinds[byte] = (
                WIDE if byte >= 128
                else CONTROL if form is None
                else SPACE if form == " "
                else LETTER if form.isalnum() else OTHER
            )
        self.pool = bytearray(1)
        known = list(phrases)
        size = 16
        while size < 4 * len(known):
            size *= 2
        self.mask = size - 1
        self.phrases = <uint64_t *> calloc(size, sizeof(uint64_t))
        if self.phrases == NULL:
            raise MemoryError
        for phrase in known:
            key = hash_of(phrase, len(phrase))
            self.phrases[self.slot(key)] = key

    def __dealloc__(self):
        free(self.phrases)

    def suspects(self, bytes text not None):
        """Numbers of the lines of ``text`` (UTF-8) that need a look, in order."""
        cdef Py_ssize_t size = len(text), at = 0, end, number = 0
        cdef bytes padded = text + b"\0\0\0\0"
        cdef const uint8_t *data = padded
        cdef const uint8_t *found
        cdef list passed = []
        while at <= size:
            found = <const uint8_t *> memchr(data + at, FEED, size - at)
            end = size if found == NULL else found - data
            if self.passes(data + at, end - at):
                passed.append(number)
            number += 1
            at = end + 1
        return passed

    cdef bint passes(self, const uint8_t *line, Py_ssize_t size) except -1:
        cdef Py_ssize_t count
        if self.signs.begin_in(line, size):
            return True
        count = size if size <= self.short else characters(line, size)
        if count <= self.short:
            return self.passes_short(line, size)
        return count <= self.longest and self.passes_long(line, size)

    cdef bint passes_short(self, const uint8_t *line, Py_ssize_t size) except -1:
        cdef Folded folded
        if not self.fold(line, size, &folded, ROOM):
            return True
        if self.firsts[folded.text[1]] >= characters(folded.text + 1, folded.size):
            return True
        if folded.size == 0:
            return False
        if folded.first < 0:
            folded.first, folded.last = 1, folded.size + 1
        cdef uint64_t key = hash_of(folded.text + folded.first, folded.last - folded.first)
        return self.phrases[self.slot(key)] != 0 or self.words.begin_in(
            folded.text, folded.size + 2
        )

    cdef bint passes_long(self, const uint8_t *line, Py_ssize_t size) except -1:
        cdef Folded folded
        if self.fronts is None or not self.fold(line, size, &folded, MOST):
            return True
        if folded.first < 0:
            return False
        folded.text[folded.first - 1] = FEED
        return self.fronts.begin(
            folded.text + folded.first - 1, folded.size + 2 - folded.first
        )

    cdef bint fold(
        self, const uint8_t *line, Py_ssize_t size, Folded *folded, Py_ssize_t enough
    ) except -1:
        """Fold a line up to ``enough`` bytes from its first letter; False when it cannot be."""
        cdef Py_ssize_t at = 0, out = 1, first = -1, last = -1
        cdef int32_t entry, point, width
        cdef const uint8_t *form
        cdef const uint8_t *kinds = self.kinds
        cdef const uint8_t *forms = self.forms
        cdef uint8_t *text = folded.text
        cdef int length, kind, k
        cdef bint spaced = False
        while at < size:
            kind = kinds[line[at]]
            if kind == WIDE:
                point, width = decoded(line + at)
                at += width
                entry = AWKWARD if point >= CHARACTERS else self.characters[point]
                if entry == UNSEEN:
                    entry = self.look_up(point)
                if entry == AWKWARD:
                    return False
                form = <const uint8_t *> <const char *> self.pool + entry
                length, kind = form[0] & (LETTER - 1), LETTER if form[0] >= LETTER else OTHER
                form += 1
                if length == 0:
                    continue
                if form[0] == 32:
                    kind = SPACE
            elif kind == CONTROL:
                return False
            else:
                form, length = forms + line[at], 1
                at += 1
            if kind == SPACE:
                spaced = out > 1
                continue
            if out + length + 2 > ROOM:
                return False
            if spaced:
                text[out] = 32
                out += 1
                spaced = False
            if kind == LETTER and first < 0:
                first = out
            text[out] = form[0]
            for k in range(1, length):
                text[out + k] = form[k]
            out += length
            if kind == LETTER:
                last = out
            if first >= 0 and out - first >= enough:
                break
        text[0] = text[out] = FEED
        for k in range(1, 4):
            text[out + k] = 0
        folded.size, folded.first, folded.last = out - 1, first, last
        return True

    cdef int32_t look_up(self, int32_t point) except? -2:
        """Keep the folded form of a character, behind its length."""
        form = self.fold_character(chr(point))
        data = b"" if form is None else form.encode()
        if form is None or len(data) >= LETTER:
            self.characters[point] = AWKWARD
            return AWKWARD
        entry = len(self.pool)
        self.pool.append(len(data) | (LETTER if form.isalnum() else 0))
        self.pool += data
        self.characters[point] = entry
        return entry

    cdef uint64_t slot(self, uint64_t key) noexcept:
        """Where a hash is in the table, or would be."""
        cdef uint64_t at = key & self.mask
        while self.phrases[at] != 0 and self.phrases[at] != key:
            at = (at + 1) & self.mask
        return at


cdef inline (int32_t, int32_t) decoded(const uint8_t *at) noexcept:
    """The code point that begins here in valid UTF-8, and its bytes."""
    if at[0] < 0xE0:
        return ((at[0] & 31) << 6) | (at[1] & 63), 2
    if at[0] < 0xF0:
        return ((at[0] & 15) << 12) | ((at[1] & 63) << 6) | (at[2] & 63), 3
    return CHARACTERS, 4


cdef inline Py_ssize_t characters(const uint8_t *text, Py_ssize_t size) noexcept:
    """Code points in valid UTF-8."""
    cdef Py_ssize_t i, count = 0
    for i in range(size):
        count += (text[i] & 0xC0) != 0x80
    return count


cdef inline uint64_t hash_of(const uint8_t *text, Py_ssize_t size) noexcept:
    """FNV-1a (Fowler, Noll & Vo), never 0."""
    cdef uint64_t value = 14695981039346656037U
    cdef Py_ssize_t i
    for i in range(size):
        value = (value ^ text[i]) * 1099511628211U
    return value | (value == 0)
