from collections.abc import Callable, Iterable, Mapping

class Sieve:
    def __init__(
        self,
        *,
        phrases: Iterable[bytes],
        words: Iterable[bytes],
        signs: Iterable[bytes],
        fronts: Iterable[bytes] | None,
        firsts: Mapping[int, int],
        short: int,
        longest: int,
        fold_character: Callable[[str], str | None],
    ) -> None: ...
    def suspects(self, text: bytes) -> list[int]: ...
