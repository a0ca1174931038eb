"""Guessing the code page of bytes that are not Unicode.

charset-normalizer proposes code pages that decode without noise; on the few words of a short page
many do, so the proposals are ranked by how much of what they decode to is everyday writing of a
language that the code page was made for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# In order of preference when the evidence is equal: a narrower repertoire before a wider one.
CODE_PAGES = (
    "cp1252", "cp1251", "koi8_r", "cp1250", "iso8859_2",
    "cp932", "euc_jp", "cp949", "gb18030", "big5",
)  # fmt: skip

_WESTERN = (
    "äöüß", "àâæçéèêëîïôùûüÿœ", "áéíñóúüªº", "áâãàçéêíóôõúüªº", "àèéìíîòóù", "áéèíóúëêïöü",
    "åäöæøéü",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áäčďéěíĺľňóôŕřšťúůýž", "áéíóöőúüű", "čćđšž", "ăâîşţ", "äöüß")
_CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1251": _CYRILLIC,
    "koi8_r": _CYRILLIC,
}
# KOI8-R and cp1251 are each other with the cases swapped: only letter frequency tells them apart.
_FREQUENT_CYRILLIC = frozenset("оеаинтсрвлкмдпу")
_PUNCTUATION = frozenset("“”„‘’‚«»‹›–—…•·€£§°©®™№¿¡\u00a0")
_APOSTROPHES = frozenset("’‘\u00a0·—–…")
# A proposal must be mostly everyday writing; compressed data that slips through is not.
_LEAST_FIT = 0.5
_MOST_NOISE = 0.8
_SCORED_CHARACTERS = 4000
_WIDE_RUN = re.compile(r"[^\x00-\x7f]+")


def guess(sample: bytes) -> list[str]:
    """Return codec names that may be the code page of ``sample``, the likeliest first.

    ``sample`` should start and end between characters; an empty list means that none is likely.
    """
    noise = _proposals(sample)
    scored = []
    for preference, name in enumerate(CODE_PAGES):
        if name not in noise:
            continue
        fit = _fit(sample.decode(name, "ignore"), name)
        if fit >= _LEAST_FIT:
            scored.append((noise[name] - fit, preference, name))
    return [name for _, _, name in sorted(scored)]


def _proposals(sample: bytes) -> dict[str, float]:
    """Noise (0 to 1) of each code page that decodes the sample."""
    from charset_normalizer import from_bytes

    noise: dict[str, float] = {}
    # One by one: given several, the detector drops a code page that resembles one it rejected.
    for name in CODE_PAGES:
        matches = from_bytes(
            sample,
            cp_isolation=[name],
            threshold=_MOST_NOISE,
            preemptive_behaviour=False,
            enable_fallback=False,
        )
        best = matches.best()
        if best is not None and best.encoding == name:
            noise[name] = best.chaos
    return noise


def _fit(text: str, name: str) -> float:
    """The share (0 to 1) of the non-ASCII characters of ``text`` that are everyday ones."""
    alphabets = _ALPHABETS.get(name)
    if alphabets is not None:
        return max(_alphabetic_fit(text, frozenset(alphabet)) for alphabet in alphabets)
    weight = _IDEOGRAPHIC[name]
    weights: list[float] = []
    for run in _WIDE_RUN.findall(text)[:_SCORED_CHARACTERS]:
        # A lone ideograph among ASCII is more often a symbol that swallowed the byte after it.
        factor = 0.6 if len(run) == 1 else 1.0
        weights.extend(factor * weight(char) for char in run[:_SCORED_CHARACTERS])
    return sum(weights) / len(weights) if weights else 0.0


def _alphabetic_fit(text: str, alphabet: frozenset[str]) -> float:
    seen = 0
    hits = 0.0
    cyrillic = "а" in alphabet
    padded = f" {text} "
    for index, char in enumerate(padded):
        if char <= "\x7f":
            continue
        seen += 1
        before, after = padded[index - 1], padded[index + 1]
        lower = char.lower()
        if lower in alphabet:
            mixed = cyrillic and (_is_latin(before) or _is_latin(after))
            if not mixed and not (char.isupper() and before.islower()):
                hits += 0.6 if cyrillic and lower not in _FREQUENT_CYRILLIC else 1.0
        elif char in _PUNCTUATION:
            inside = before.isalpha() and after.isalpha()
            hits += not inside or char in _APOSTROPHES
        if seen == _SCORED_CHARACTERS:
            break
    return hits / seen if seen else 0.0


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


@lru_cache(maxsize=20_000)
def _lead(char: str, charset: str) -> int:
    """The first byte of the character in a two-byte charset, which orders it by frequency."""
    try:
        encoded = char.encode(charset)
    except UnicodeEncodeError:
        return 0
    return encoded[0] if len(encoded) == 2 else 0


def _is_wide_punctuation(char: str) -> bool:
    return "\u3000" <= char <= "\u301f" or "\uff01" <= char <= "\uff5e" or char in _PUNCTUATION


def _japanese(char: str) -> float:
    if _is_wide_punctuation(char):
        return 1.0
    if "\u3041" <= char <= "\u30ff":
        # Kana is the one thing that no other language's code page decodes to by chance.
        return 1.2
    # Kanji of the first level; less than kana, or Chinese would pass for Japanese.
    return 0.8 if 0xB0 <= _lead(char, "euc_jp") <= 0xCF else 0.0


def _korean(char: str) -> float:
    if _is_wide_punctuation(char) or 0xB0 <= _lead(char, "euc_kr") <= 0xC8:
        return 1.0
    return 0.3 if _lead(char, "euc_kr") else 0.0


def _simplified(char: str) -> float:
    return float(_is_wide_punctuation(char) or 0xB0 <= _lead(char, "gb2312") <= 0xD7)


def _traditional(char: str) -> float:
    return float(_is_wide_punctuation(char) or 0xA4 <= _lead(char, "big5") <= 0xC6)


_IDEOGRAPHIC: dict[str, Callable[[str], float]] = {
    "cp932": _japanese,
    "euc_jp": _japanese,
    "cp949": _korean,
    "gb18030": _simplified,
    "big5": _traditional,
}
