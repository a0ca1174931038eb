"""Makes snippets with known copies, of any number, out of nothing but a seed.

Words are drawn from a made-up vocabulary by Zipf's law; three texts of five have no copy, the
others two to eight, each spoilt in a way that pages spoil them. Lengths are those of cards on news
pages (20 to 90 words).
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count as counting
from itertools import islice
from pathlib import Path

CONSONANTS, VOWELS = "bcdfghklmnprstvwz", "aeiou"


def snippets(count: int, seed: int = 1) -> tuple[list[str], list[int]]:
    """``count`` texts in random order, and the number of the cluster of each."""
    rng = random.Random(seed)
    drawn = list(islice(_drawn(rng), count))
    rng.shuffle(drawn)
    return [text for text, _ in drawn], [label for _, label in drawn]


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` records with ``id``, ``text`` and ``source``, in random order.

    They are dealt out to small files first, so that no more than one of these is in memory.
    """
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, ExitStack() as stack:
        parts = [
            stack.enter_context(Path(folder, str(n)).open("w+", encoding="utf-8"))
            for n in range(count // 100_000 + 1)
        ]
        deal = random.Random(seed + 1)
        for number, (text, _) in enumerate(islice(_drawn(rng), count)):
            record = {"id": str(number), "text": text, "source": f"Source {number % 100}"}
            deal.choice(parts).write(json.dumps(record) + "\n")
        with path.open("w", encoding="utf-8") as out:
            for part in parts:
                part.seek(0)
                lines = part.readlines()
                deal.shuffle(lines)
                out.writelines(lines)


def _drawn(rng: random.Random) -> Iterator[tuple[str, int]]:
    """Texts without end, copies behind each other, and the number of the cluster of each."""
    words = _vocabulary(rng, 60_000)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    stream = iter(())
    for label in counting():
        size = rng.randint(20, 90)
        base: list[str] = []
        while len(base) < size:
            word = next(stream, None)
            if word is None:
                stream = iter(rng.choices(words, weights, k=1_000_000))
                continue
            base.append(word)
        _punctuate(base, rng)
        yield " ".join(base), label
        if rng.random() < 0.4:
            for _ in range(rng.randint(1, 7)):
                yield rng.choice(SPOILERS)(base, rng), label


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
    return " ".join([*words[:at], "READ MORE", *words[at:]])


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
