from typing import Any

class Tallier:
    def __init__(
        self,
        *,
        classes: Any,
        lowers: Any,
        hashes: Any,
        weights: Any,
        functions: Any,
        space: int,
        letters: tuple[int, int],
        base: int,
        mix: int,
        longest: int,
    ) -> None: ...
    def tally(self, lines: list[str], of: Any, by: Any, edges: Any, words: Any) -> None: ...
