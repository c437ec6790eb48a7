"""How do messages reach the terminal, and typed commands the house?"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import blake2b
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.chat.console.intake import PROMPT, QUIT, Choices, Recent, to_command
from bot.chat.console.lines import EDITED, cut, printable, to_lines, to_updated, wrapped
from bot.chat.message import File, Message, Reply, SentId
from bot.chat.platform import Connection, Handle
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.model import Target

if TYPE_CHECKING:
    from bot.chat.console.markup import Cards  # slow to import, like the prompt: a pipe needs neither

_HELD = 2.0  # seconds: ten outlets within a minute are one line, not ten
PLAIN_WIDTH = 80  # cells; a pipe has no width of its own
_TRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleConnection(Connection):
    """The terminal. ``closed`` is set when the person leaves or the terminal goes away; await it to end the program.

    ``say`` prints one line of the program's own (above the prompt where there is one), ``answer`` a reply with what can
    be chosen in it; ``enter`` does what typing that line would do, and shows the line first.
    """

    closed: asyncio.Event
    interrupted: Callable[[], bool]  # whether it was left with Ctrl-C
    interactive: bool
    say: Callable[[str], Awaitable[None]]
    answer: Callable[[Reply], Awaitable[None]]
    tell_edits: Callable[[], Awaitable[None]]  # at once, not within a few seconds
    enter: Callable[[str], Awaitable[None]]


@asynccontextmanager
async def connect(
    *,
    handle: Handle,
    clock: Clock,  # noqa: ARG001 - every platform is connected with the same arguments
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    interactive: bool | None = None,
    zone: tzinfo | None = None,
    toolbar: Callable[[], str] | None = None,
) -> AsyncIterator[ConsoleConnection]:
    """Connect the terminal as a chat platform.

    ``interactive`` None: a prompt and cards if stdin and stdout are a terminal (and TERM is not "dumb"), plain lines
    and no look at stdin otherwise. ``zone`` None: the machine's own. ``toolbar`` is shown under the prompt.
    """
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    if interactive is None:
        interactive = _is_terminal(stdin, stdout)
    screen = _Screen(stdout, interactive=interactive, zone=zone)

    async def enter(line: str) -> None:
        await screen.say(f"{PROMPT}{line}")
        await _obey(line, screen, handle)

    try:
        async with _keyboard(screen, handle, toolbar) if interactive else nullcontext():
            yield ConsoleConnection(
                platform="console",
                messenger=screen,
                problem=lambda: "the terminal was closed" if screen.lost else None,
                closed=screen.closed,
                interrupted=lambda: screen.interrupted,
                interactive=interactive,
                say=screen.say,
                answer=screen.answer,
                tell_edits=screen.tell_edits,
                enter=enter,
            )
    finally:
        await screen.close()


def _is_terminal(stdin: TextIO, stdout: TextIO) -> bool:
    return stdin.isatty() and stdout.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}


@asynccontextmanager
async def _keyboard(screen: "_Screen", handle: Handle, toolbar: Callable[[], str] | None) -> AsyncIterator[None]:
    """Take what is typed; ``screen.closed`` is set at the end."""
    from bot.chat.console import prompt  # noqa: PLC0415 - slow to import, and plain lines need none

    with prompt.patch_stdout(raw=True):  # so that log lines appear above the prompt, too
        listening = asyncio.create_task(_listen(screen, handle, toolbar))
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            screen.closed.set()


async def _listen(screen: "_Screen", handle: Handle, toolbar: Callable[[], str] | None) -> None:
    from bot.chat.console import prompt  # noqa: PLC0415

    session = prompt.session(screen.recent, toolbar)
    try:
        while not screen.closed.is_set():
            await _obey(await session.prompt_async(handle_sigint=False), screen, handle)  # signals are the program's
    except EOFError:
        pass  # Ctrl-D says "quit"
    except KeyboardInterrupt:
        screen.interrupted = True  # so does Ctrl-C, and the exit code shows it
    except SendError:
        pass  # the terminal is gone; ``lost`` says so
    finally:
        screen.closed.set()


async def _obey(line: str, screen: "_Screen", handle: Handle) -> None:
    command = screen.choices.command(line) or to_command(line, screen.recent)
    if command is None:
        return
    if command.verb in QUIT:
        screen.closed.set()
        return
    await screen.answer(await handle(command))


class _Screen:
    """Prints messages, in order, above the prompt where there is one."""

    def __init__(self, stdout: TextIO, *, interactive: bool, zone: tzinfo | None) -> None:
        self.recent = Recent()
        self.choices = Choices()
        self.closed = asyncio.Event()
        self.lost = False
        self.interrupted = False
        self._edited: dict[str, str] = {}  # sent id -> the line last made for it
        self._pending: dict[str, str] = {}  # story -> its line that is not printed yet
        self._telling: asyncio.Task[None] | None = None
        self._stdout = stdout
        self._zone = zone
        if isinstance(stdout, TextIOWrapper):
            stdout.reconfigure(errors="replace")  # a latin-1 terminal shows "?" for Cyrillic instead of failing
        self._cards = _cards(stdout, zone) if interactive else None

    async def send(self, target: Target, message: Message) -> SentId:  # noqa: ARG002 - there is one terminal
        self._pending.pop(message.story or "", None)  # an update says how the story stands
        await self.tell_edits()
        await self._show(message)
        return SentId(id=_name(message))

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:  # noqa: ARG002
        told = to_updated(message, zone=self._zone)
        if self._edited.get(sent.id) == told:
            return  # nothing that this line would show has changed
        self._edited[sent.id] = told
        self._pending[message.story or sent.id] = told
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_soon())

    async def tell_edits(self) -> None:
        """Say now what has changed in messages that scrolled away."""
        while self._pending:
            told = self._pending.pop(next(iter(self._pending)))
            if self._cards is not None:
                await self._write(self._cards.dim(told))
            else:
                await self._write(cut(EDITED + told, PLAIN_WIDTH) + "\n\n")

    async def _tell_soon(self) -> None:
        await asyncio.sleep(_HELD)
        with suppress(SendError):  # ``lost`` says so
            await self.tell_edits()

    async def answer(self, reply: Reply) -> None:
        await self.tell_edits()
        for message in filter(None, (reply.message, *reply.more, reply.announce)):
            await self._show(message)
            offered = self.choices.offer(message) if message is reply.message else ""
            if offered and self._cards is not None:
                await self._write(self._cards.offer(offered))
            if message.file is not None:
                await self.say(await asyncio.to_thread(saved, message.file, Path.cwd()))

    async def say(self, line: str) -> None:
        await self.tell_edits()
        lines = [printable(line)] if self._cards is not None else wrapped(printable(line), PLAIN_WIDTH)
        await self._write("\n".join(lines) + "\n")

    async def close(self) -> None:
        """Say what was held back."""
        if self._telling is not None:
            self._telling.cancel()
        if not self.lost:
            with suppress(SendError):
                await self.tell_edits()

    async def _show(self, message: Message) -> None:
        self.recent.see(message)
        if self._cards is not None:
            await self._write(self._cards.card(message))
        else:
            lines = to_lines(message, zone=self._zone, width=PLAIN_WIDTH)
            await self._write("\n".join(lines) + "\n\n")

    async def _write(self, text: str) -> None:
        if self.lost:
            raise SendError("the terminal was closed", fault=SendFault.PLATFORM)
        try:
            async with self._room():
                self._stdout.write(text)
                self._stdout.flush()
        except (OSError, ValueError) as error:  # broken pipe, hang-up, or a stream that was closed
            self._lose()
            text = f"cannot write to the terminal: {getattr(error, 'strerror', None) or 'it was closed'}"
            raise SendError(text, fault=SendFault.PLATFORM) from error

    def _room(self) -> AbstractAsyncContextManager[None]:
        """Make room above the prompt, where there is one."""
        if self._cards is None:
            return nullcontext()
        from bot.chat.console import prompt  # noqa: PLC0415

        return prompt.in_terminal()

    def _lose(self) -> None:
        self.lost = True
        self.closed.set()
        with suppress(OSError, ValueError, AttributeError):  # else the interpreter complains once more when it exits
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stdout.fileno())
            os.close(null)


def _cards(stdout: TextIO, zone: tzinfo | None) -> "Cards":
    from bot.chat.console.markup import Cards  # noqa: PLC0415

    return Cards(stdout, zone=zone)


def _name(message: Message) -> str:
    if message.story is not None:
        return f"{message.story}-{message.revision}"
    return blake2b(message.text.encode(errors="replace"), digest_size=8).hexdigest()


def saved(file: File, folder: Path) -> str:
    """Write a file without overwriting any that is there; return a line that says where it is."""
    ending = Path(file.name).suffix
    for number in range(1, _TRIES + 1):
        name = file.name if number == 1 else f"{Path(file.name).stem}-{number}{ending}"
        try:
            with (folder / name).open("xb") as written:
                written.write(file.data)
        except FileExistsError:
            continue
        except OSError as error:
            return f"{name} could not be written: {error.strerror}"
        return f"saved as {name}"
    return f"{file.name} and {_TRIES - 1} numbered ones are there already: delete some"
