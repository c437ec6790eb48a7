"""Whose question is answered next? An operator's at once; the other chats take turns, one question at a time."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Any, NamedTuple

AT_ONCE = 16
"""Answers under way besides those of operators. An answer waits for its turn at the platform's limits while it is one
of them, so this is also how many are ahead of an operator there: on Telegram a second's worth, while news goes out."""

_Chat = tuple[Hashable, bool]  # whether an operator asks there: they have a line of their own


class _Place(NamedTuple):
    work: Callable[[], Awaitable[Any]]
    done: asyncio.Future[Any]


class Turns:
    """What the chats of one platform asked and is not carried out yet; never two things of one chat at a time."""

    def __init__(self, name: str) -> None:
        self.waiting = 0  # or under way
        self._name = name
        self._chats: OrderedDict[_Chat, deque[_Place]] = OrderedDict()  # in turn; those under way are not among them
        self._under_way: dict[_Chat, deque[_Place]] = {}  # by chat: what else waits there
        self._tasks: set[asyncio.Task[None]] = set()

    def join(self, chat: Hashable, work: Callable[[], Awaitable[Any]], *, operator: bool) -> asyncio.Future[Any]:
        """Queue work of a chat, and return its future result, which is cancelled where we end before its turn."""
        key, place = (chat, operator), _Place(work, asyncio.get_running_loop().create_future())
        self.waiting += 1
        if key in self._under_way:
            self._under_way[key].append(place)
        else:
            self._stand(key, [place])
        self._begin()
        return place.done

    def waiting_of(self, chat: Hashable) -> int:
        """Return how much of a chat waits or is under way, beside what operators ask there."""
        key = chat, False
        return len(self._chats.get(key, ())) + (1 + len(self._under_way[key]) if key in self._under_way else 0)

    async def close(self, seconds: float, *, begin_more: bool) -> None:
        """Give what is under way ``seconds`` to end and, with ``begin_more``, what waits, too; then cancel the rest."""
        end = asyncio.get_running_loop().time() + seconds
        if not begin_more:
            self._forget()
        while self._tasks and (left := end - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        self._forget()
        late = list(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _forget(self) -> None:
        self._chats.clear()
        for others in self._under_way.values():
            others.clear()

    def _stand(self, key: _Chat, places: Iterable[_Place]) -> None:
        """Let a chat wait for its turn: behind the others, an operator before them."""
        self._chats.setdefault(key, deque()).extend(places)
        if key[1]:
            self._chats.move_to_end(key, last=False)

    def _begin(self) -> None:
        while self._chats:
            key = next(iter(self._chats))
            crowd = sum(not operator for _, operator in self._under_way)
            if not key[1] and crowd >= AT_ONCE:
                return
            waiting = self._chats.pop(key)
            self._under_way[key] = waiting
            task = asyncio.create_task(self._serve(key, waiting.popleft()), name=self._name)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self, key: _Chat, place: _Place) -> None:
        try:
            came = await place.work()
        except asyncio.CancelledError:  # we are ending
            place.done.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to whoever queued the work
            if not place.done.cancelled():
                place.done.set_exception(error)
        else:
            if not place.done.cancelled():
                place.done.set_result(came)
        finally:
            self.waiting -= 1
            if rest := self._under_way.pop(key):
                self._stand(key, rest)
            self._begin()
