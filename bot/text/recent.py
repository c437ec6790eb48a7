"""What was worked out for words that were seen of late? News repeats its words, and half of a day's occur once."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LONGEST = 64  # characters: longer pieces of text, like addresses, hardly ever recur


class Recent(dict[str, T]):
    """What ``make`` says of words, made when first asked for; as many of the previous generation are kept as well."""

    def __init__(self, make: Callable[[str], T], most: int) -> None:
        """Keep ``most`` words in each generation."""
        super().__init__()
        self._make = make
        self._most = most
        self._older: dict[str, T] = {}

    def __missing__(self, word: str) -> T:
        """Return what was made of a word in the previous generation, or make it."""
        older = self._older  # another thread may turn the generations meanwhile
        made = older[word] if word in older else self._make(word)
        if len(self) >= self._most:
            self._older = dict(self)
            self.clear()
        if len(word) <= LONGEST:
            self[word] = made
        return made
