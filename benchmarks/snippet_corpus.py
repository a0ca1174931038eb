"""Makes snippets with known copies, of any number, out of nothing but a seed.

Words are drawn from a made-up vocabulary by Zipf's law; three texts of five have no copy, the
others two to eight, each spoilt in a way that pages spoil them. Lengths are those of cards on news
pages (20 to 90 words).
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from pathlib import Path

MILLION = 1_000_000
READ_MORE = "READ MORE"
CONSONANTS, VOWELS = "bcdfghklmnprstvwz", "aeiou"


def snippets(count: int, seed: int = 1) -> tuple[list[str], list[int]]:
    """``count`` texts in random order, and the number of the cluster of each."""
    rng = random.Random(seed)
    texts: list[str] = []
    labels: list[int] = []
    for label, copies in enumerate(_clusters(rng)):
        texts += copies
        labels += [label] * len(copies)
        if len(texts) >= count:
            break
    order = list(range(count))
    rng.shuffle(order)
    return [texts[i] for i in order], [labels[i] for i in order]


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` records with ``id``, ``text`` and ``source``, in random order.

    A million texts are drawn. Beyond these each stands there once more in another alphabet
    (consonants and vowels exchanged), so that no more than a million are in memory.
    """
    drawn, _ = snippets(min(count, MILLION), seed)
    rng = random.Random(seed + 1)
    alphabets = [_alphabet(rng, number) for number in range(-(-count // len(drawn)))]
    orders = [(_coprime(rng, len(drawn)), rng.randrange(len(drawn))) for _ in alphabets]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            at, which = divmod(number, len(alphabets))
            step, first = orders[which]
            text = drawn[(at * step + first) % len(drawn)]
            if which:
                text = _in_letters(text, alphabets[which])
            record = {"id": str(number), "text": text, "source": f"Source {number % 100}"}
            out.write(json.dumps(record) + "\n")


def _alphabet(rng: random.Random, number: int) -> dict[int, int]:
    old, new = "", ""
    for letters in (CONSONANTS, VOWELS):
        old += letters
        new += "".join(rng.sample(letters, len(letters))) if number else letters
    return str.maketrans(old + old.upper(), new + new.upper())


def _coprime(rng: random.Random, count: int) -> int:
    while math.gcd(step := rng.randrange(1, count + 1), count) > 1:
        pass
    return step


def _in_letters(text: str, alphabet: dict[int, int]) -> str:
    """The text in another alphabet, but for header lines and buttons."""
    header, _, body = text.rpartition("\n")
    body = READ_MORE.join(part.translate(alphabet) for part in body.split(READ_MORE))
    return f"{header}\n{body}" if header else body


def _clusters(rng: random.Random) -> Iterator[list[str]]:
    """Texts with their copies, without end."""
    words = _vocabulary(rng, 60_000)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    stream = iter(())
    while True:
        size = rng.randint(20, 90)
        base: list[str] = []
        while len(base) < size:
            word = next(stream, None)
            if word is None:
                stream = iter(rng.choices(words, weights, k=1_000_000))
                continue
            base.append(word)
        _punctuate(base, rng)
        texts = [" ".join(base)]
        if rng.random() < 0.4:
            for _ in range(rng.randint(1, 7)):
                texts.append(rng.choice(SPOILERS)(base, rng))
        yield texts


def _vocabulary(rng: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.choices((1, 2, 3, 4), (2, 5, 4, 1))[0]
        word = "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(syllables))
        found[word + rng.choice(("", "n", "s", "r", ""))] = None
    return list(found)


def _punctuate(words: list[str], rng: random.Random) -> None:
    start = 0
    while start < len(words):
        end = min(start + rng.randint(8, 24), len(words)) - 1
        words[start] = words[start].capitalize()
        words[end] += "."
        start = end + 1


def _cut(words: list[str], rng: random.Random) -> str:
    return " ".join(words[: max(8, int(len(words) * rng.uniform(0.25, 0.9)))]) + "…"


def _headed(words: list[str], rng: random.Random) -> str:
    return f"{rng.choice(('Daily', 'Sample', 'Example'))} Post\n{rng.randint(1, 9)} hours ago\n" + (
        " ".join(words)
    )


def _button(words: list[str], rng: random.Random) -> str:
    at = rng.randrange(len(words))
    return " ".join([*words[:at], READ_MORE, *words[at:]])


def _typos(words: list[str], rng: random.Random) -> str:
    text = list(" ".join(words))
    for _ in range(max(1, len(text) // 50)):
        text[rng.randrange(len(text))] = rng.choice("abcdefgh ")
    return "".join(text)


def _same(words: list[str], rng: random.Random) -> str:
    return " ".join(words).upper() if rng.random() < 0.3 else " ".join(words)


def _middle(words: list[str], rng: random.Random) -> str:
    size = max(12, len(words) // 2)
    at = rng.randrange(max(1, len(words) - size))
    return "…" + " ".join(words[at : at + size]) + "…"


SPOILERS = (_cut, _headed, _button, _typos, _same, _middle)
