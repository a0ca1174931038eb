"""Ranges of characters that words are made of."""

UNSPACED = (
    # Thai, Lao, Myanmar, Khmer; kana, bopomofo and ideographs.
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x312F),
    (0x31A0, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that write no spaces between words."""
MARKS = (
    # Of Latin and Greek, Hebrew, Arabic.
    (0x0300, 0x036F),
    (0x0591, 0x05BD),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    # Letters and marks of India's scripts, whose blocks are alike.
    *((block, block + 0x63) for block in range(0x0900, 0x0E00, 0x80)),
)
"""Marks that stand inside a word of a script with spaces."""
