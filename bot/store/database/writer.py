"""Whose transaction is next? One thread runs them: what somebody waits for goes before what can wait."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import TypeVar

T = TypeVar("T")
_URGENT, _LAST_URGENT, _ORDINARY, _END = 0, 1, 2, 3


class Writer:
    """A thread with two queues: the urgent one (deliveries, commands) goes before the other (polls)."""

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[tuple[int, int, Callable[[], None], Callable[[], object]]] = (
            queue.PriorityQueue()
        )
        self._number = count()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="store-write", daemon=True)
        self._thread.start()

    def submit(self, do: Callable[[], T], *, urgent: bool) -> Future[T]:
        """Let the thread call ``do``; raises RuntimeError after ``close``."""
        if self._closing:
            raise RuntimeError("the database is closed")
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(do())
            except BaseException as error:  # noqa: BLE001 - goes to whoever waits for it
                future.set_exception(error)

        self._waiting.put((_URGENT if urgent else _ORDINARY, next(self._number), work, future.cancel))
        return future

    def close(self, seconds: float | None = None) -> bool:
        """Carry out what is urgent, abandon the rest, and end; return whether that took no more than ``seconds``.

        Nothing is lost with what is abandoned: a poll that was not taken is repeated.
        """
        if not self._closing:
            self._closing = True
            self._waiting.put((_LAST_URGENT, next(self._number), self._give_up, lambda: None))
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _give_up(self) -> None:
        while not self._waiting.empty():
            *_, cancel = self._waiting.get_nowait()
            cancel()
        self._waiting.put((_END, next(self._number), lambda: None, lambda: None))

    def _run(self) -> None:
        while self._go_on():  # a call for each, so that what a transaction held is let go before the next one comes
            pass

    def _go_on(self) -> bool:
        place, _, work, _ = self._waiting.get()
        if place != _END:
            work()
        return place != _END
