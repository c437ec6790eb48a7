"""How is a message for many chats written once? What was made of a story is kept while the story is the same one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last ``most`` things that were made. Stories are told apart by identity: to compare them costs too much."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[tuple[object, ...], T]] = OrderedDict()

    def of(self, things: tuple[object, ...], how: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` made, now or before, of the same things in the same way."""
        key = (*map(id, things), how)
        found = self._made.get(key)
        if found is None:
            # The things are held as well, so that no other ones get their identity.
            found = self._made[key] = (things, make())
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]
