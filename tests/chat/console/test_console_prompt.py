"""What a typed line means, what is offered, and a whole conversation at the prompt."""

import asyncio
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.chat.console.connection import connect
from bot.chat.console.intake import VERBS, Recent, to_command
from bot.chat.console.place import HERE
from bot.chat.console.prompt import CommandCompleter
from bot.chat.message import Action, Button, Command, Link, Message, Reply, Role, Section, Text, story_id
from bot.chat.verbs import table
from bot.chat.verbs.verb import Who
from bot.clock import SystemClock
from bot.errors import SendError, SendFault

STORY = Message(
    text="New: Trains",
    sections=(
        Section(Role.HEAD, ((Link("Новы \x1b[31mцягнік", "https://news.example.org/1"),),)),
        Section(Role.META, ((Text("2 sources"),),)),
    ),
    story="8f3k",
    revision=3,
)


class House:
    """Answers every command with its own verb, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Command] = []
        self.was_asked = asyncio.Event()

    async def __call__(self, command: Command) -> Reply:
        self.asked.append(command)
        self.was_asked.set()
        text = f"answer to {command.verb}"
        return Reply(message=Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),)))


@contextmanager
def terminal() -> Iterator[PipeInput]:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


@pytest.mark.parametrize(
    ("line", "verb", "words", "story"),
    [
        ("/latest 5 gas", "latest", "5 gas", None),
        ("latest", "latest", "", None),
        ("  LATEST   5  ", "latest", "5", None),
        ("/why 8f3k", "why", "8f3k", None),
        ("why", "why", "", "zz91"),
        ("/sources 8F3K", "sources", "", "8f3k"),
        ("sources", "sources", "", "zz91"),
        ("up 8f3k", "up", "8f3k", None),
        ("down", "down", "", "zz91"),
        ("?", "help", "", None),
        ('/search "gas price" -oil', "search", '"gas price" -oil', None),
    ],
)
def test_a_line_becomes_a_command(line: str, verb: str, words: str, story: str | None) -> None:
    """With or without slash, in any case; a bare why is about the newest story."""
    recent = Recent()
    recent.add("8f3k")
    recent.add("zz91")
    command = to_command(line, recent)
    assert command is not None
    assert (command.verb, command.arguments, command.value) == (verb, words, story)
    assert command.target == HERE


@pytest.mark.parametrize("line", ["", "   ", "/", " / "])
def test_nothing_typed_is_no_command(line: str) -> None:
    """Enter on an empty line only gives a new prompt."""
    assert to_command(line, Recent()) is None


def test_recent_stories_are_newest_first_and_bounded() -> None:
    """A story seen again moves to the front."""
    recent = Recent(limit=3)
    for story in ("a", "b", "c", "d", "b"):
        recent.add(story)
    assert list(recent) == ["b", "d", "c"]


def test_the_stories_of_a_list_are_known() -> None:
    """The ids that /latest shows can be completed, the newest first; the id of a feed in /status is none of a story."""
    recent = Recent()
    ids = (story_id("8f3k"), story_id("2kd9"), Text("gas price", code=True), Text("html", code=True))
    listed = tuple(Section(Role.BODY, ((Text("1. Title · "), each),)) for each in ids)
    recent.see(Message(text="2 newest stories", sections=listed))
    assert list(recent) == ["8f3k", "2kd9"]


def test_what_is_offered_can_be_done() -> None:
    """The prompt offers no verb that the house does not know."""
    known = {name for name, verb in table.BY_NAME.items() if verb.who is not Who.PLATFORM}
    assert set(VERBS) <= {*known, "quit"}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("la", ["latest"]),
        ("/la", ["latest"]),
        ("st", ["status", "start", "stop"]),
        ("", list(VERBS)),
        ("why ", ["zz91", "8f3k"]),
        ("/why 8", ["8f3k"]),
        ("latest 8", []),
        ("why 8f3k ", []),
    ],
)
def test_verbs_and_story_ids_are_completed(typed: str, offered: list[str]) -> None:
    """Story ids are offered only where one is wanted."""
    recent = Recent()
    recent.add("8f3k")
    recent.add("zz91")
    completer = CommandCompleter(recent)
    assert [each.text for each in completer.get_completions(Document(typed), CompleteEvent())] == offered


async def test_a_conversation_at_the_prompt() -> None:
    """Commands are answered, alerts appear while the prompt waits, and quit ends it."""
    house, screen = House(), io.StringIO()
    shown = asyncio.Event()

    def toolbar() -> str:
        shown.set()
        return "Tue 22 Sep"

    with terminal() as keys:
        async with (
            asyncio.timeout(10),
            connect(
                handle=house, clock=SystemClock(), stdout=screen, interactive=True, zone=UTC, toolbar=toolbar
            ) as connection,
        ):
            await shown.wait()  # the prompt is there
            sent = await connection.messenger.send(HERE, STORY)
            await connection.messenger.edit(HERE, sent, replace(STORY, revision=4))
            await connection.say("Intro \x1b[2Jline")
            keys.send_text("/latest 5\rwhy\r")
            keys.send_text("quit\r")
            await connection.closed.wait()
            assert connection.problem() is None
    assert sent.id == "8f3k-3"
    assert [(each.verb, each.arguments, each.value) for each in house.asked] == [
        ("latest", "5", None),
        ("why", "", "8f3k"),
    ]
    text = screen.getvalue()
    assert "Новы цягнік" in text
    assert "updated 8f3k, now 2 sources: Новы цягнік" in text
    assert "Intro line\n" in text
    assert text.index("answer to latest") < text.index("answer to why")
    assert "\x1b[31m" not in text
    assert "\x1b[2J" not in text


@pytest.mark.parametrize("key", ["\x03", "\x04"])
async def test_ctrl_c_and_ctrl_d_leave(key: str) -> None:
    """Both end the program cleanly, without a traceback."""
    with terminal() as keys:
        async with (
            asyncio.timeout(10),
            connect(handle=House(), clock=SystemClock(), stdout=io.StringIO(), interactive=True) as connection,
        ):
            keys.send_text(key)
            await connection.closed.wait()


async def test_leaving_the_house_closes_the_prompt() -> None:
    """When the program ends for another reason, the prompt does not keep it alive."""
    with terminal():
        async with asyncio.timeout(10):
            async with connect(
                handle=House(), clock=SystemClock(), stdout=io.StringIO(), interactive=True
            ) as connection:
                pass
            assert connection.closed.is_set()
            assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert type(sys.stdout).__name__ != "StdoutProxy"


async def test_without_a_terminal_nothing_is_read_and_nothing_is_coloured() -> None:
    """A pipe gets plain blocks, one empty line after each."""
    screen = io.StringIO()
    stdin = io.StringIO("quit\n")
    async with connect(handle=House(), clock=SystemClock(), stdin=stdin, stdout=screen, zone=UTC) as connection:
        sent = await connection.messenger.send(HERE, STORY)
        for _ in range(2):  # the second changes nothing that can be seen
            await connection.messenger.edit(HERE, sent, STORY)
        await connection.say("Tue 22 Sep 08:00")
    assert not connection.interactive
    assert not connection.closed.is_set()
    assert stdin.tell() == 0
    assert screen.getvalue() == (
        "* Новы цягнік\n  https://news.example.org/1\n  2 sources\n  story 8f3k\n\n"
        "~ updated 8f3k, now 2 sources: Новы цягнік\n\n"
        "Tue 22 Sep 08:00\n"
    )


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
async def test_colour_can_be_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and TERM=dumb leave no colour sequence in a card."""
    monkeypatch.setenv(name, value)
    screen = io.StringIO()
    with terminal():
        async with connect(handle=House(), clock=SystemClock(), stdout=screen, interactive=True) as connection:
            await connection.messenger.send(HERE, STORY)
    assert "\x1b[36m" not in screen.getvalue()
    assert "Новы цягнік" in screen.getvalue()


async def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot move the cursor, so there is no prompt to print above."""
    monkeypatch.setenv("TERM", "dumb")
    screen, keyboard = io.StringIO(), io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(keyboard, "isatty", lambda: True, raising=False)
    async with connect(handle=House(), clock=SystemClock(), stdin=keyboard, stdout=screen) as connection:
        assert not connection.interactive


async def test_a_reader_that_went_away_is_reported_not_raised_twice() -> None:
    """``seedwatch demo | head``: the platform is lost, the program is asked to end, nothing is printed on exit."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as screen:
        async with connect(handle=House(), clock=SystemClock(), stdin=io.StringIO(), stdout=screen) as connection:
            for _ in range(2):
                with pytest.raises(SendError) as caught:
                    await connection.messenger.send(HERE, STORY)
                assert caught.value.fault is SendFault.PLATFORM
            assert connection.closed.is_set()
            assert connection.problem() == "the terminal was closed"


async def test_a_poor_encoding_does_not_stop_an_alert() -> None:
    """A latin-1 stream shows question marks for Cyrillic."""
    raw = io.BytesIO()
    screen = io.TextIOWrapper(raw, encoding="latin-1")
    async with connect(handle=House(), clock=SystemClock(), stdin=io.StringIO(), stdout=screen) as connection:
        await connection.messenger.send(HERE, STORY)
    assert raw.getvalue().startswith(b"* ???? ??????\n  https://")


async def test_what_can_be_chosen_in_an_answer_has_numbers() -> None:
    """A typed number is the button; links and what needs another chat have none, and an alert changes no number."""
    rows = (
        (Button("Every story", Action.SEND, "every"), Button("Important only", Action.SEND, "important", chosen=True)),
        (Button("Add to a group", Action.ADD_GROUP), Button("Page", Action.SOURCES, url="https://example.org/")),
        (Button("Quiet \x1b[31mhours", Action.SETTINGS, "quiet"),),
    )
    asked: list[Command] = []
    answered = asyncio.Event()

    async def house(command: Command) -> Reply:
        asked.append(command)
        answered.set()
        return Reply(message=Message(text="Which?", sections=(), buttons=rows if command.verb == "start" else ()))

    screen = io.StringIO()
    with terminal() as keys:
        async with (
            asyncio.timeout(10),
            connect(handle=house, clock=SystemClock(), stdout=screen, interactive=True, zone=UTC) as connection,
        ):
            for typed in ("start\r", "2\r", "2\r"):
                if typed == "2\r":
                    await connection.messenger.send(HERE, STORY)
                answered.clear()
                keys.send_text(typed)
                await answered.wait()
            keys.send_text("quit\r")
            await connection.closed.wait()
    assert "1 Every story   2 Important only ✓   3 Quiet hours" in screen.getvalue()
    assert [(each.verb, each.value) for each in asked] == [("start", None), ("send", "important"), ("2", None)]


async def test_many_edits_are_one_line() -> None:
    """The last one counts; a reply about the story says how it stands, and what waits is said at the end."""
    screen = io.StringIO()

    def grown(count: int) -> Message:
        return replace(STORY, sections=(STORY.sections[0], Section(Role.META, ((Text(f"{count} sources · "),),))))

    async with connect(handle=House(), clock=SystemClock(), stdout=screen, zone=UTC) as connection:
        sent = await connection.messenger.send(HERE, STORY)
        for count in (3, 4, 5):
            await connection.messenger.edit(HERE, sent, grown(count))
        await connection.say("Tuesday")
        await connection.messenger.edit(HERE, sent, grown(6))
        await connection.messenger.send(HERE, replace(grown(7), reply_to="1"))
        await connection.messenger.edit(HERE, sent, grown(8))
    told = [line for line in screen.getvalue().splitlines() if line.startswith(("~", "Tue", "+"))]
    assert told == [
        "~ updated 8f3k, now 5 sources: Новы цягнік",
        "Tuesday",
        "+ Новы цягнік",
        "~ updated 8f3k, now 8 sources: Новы цягнік",
    ]


class Watched(io.StringIO):
    """Tells when an edit is written."""

    said: asyncio.Event

    def write(self, text: str) -> int:
        if text.startswith("~"):
            self.said.set()
        return super().write(text)


async def test_an_edit_is_said_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nothing else follows."""
    monkeypatch.setattr("bot.chat.console.connection._HELD", 0)
    screen, said = Watched(), asyncio.Event()
    screen.said = said
    async with connect(handle=House(), clock=SystemClock(), stdout=screen, zone=UTC) as connection, asyncio.timeout(5):
        sent = await connection.messenger.send(HERE, STORY)
        await connection.messenger.edit(HERE, sent, STORY)
        await said.wait()
