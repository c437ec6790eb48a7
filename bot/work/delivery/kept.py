"""How is a message for many chats written only once? What was made from a story is kept until the story changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last ``most`` things made. Stories are told apart by identity: comparing them costs too much."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[tuple[object, ...], T]] = OrderedDict()

    def of(self, things: tuple[object, ...], how: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` makes, or made earlier from the same things in the same way."""
        key = (*map(id, things), how)
        found = self._made.get(key)
        if found is None:
            # The things are kept too, so that no others get their identity.
            found = self._made[key] = (things, make())
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]
