"""Plain lines and cards: stable for programs, safe whatever a feed says."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.chat.console.lines import cut, printable, to_lines, to_updated, web_address
from bot.chat.console.markup import to_card
from bot.chat.language import speak
from bot.chat.message import Line, Link, Message, Moment, Role, Section, Text, Time
from bot.chat.rendering import alerts
from bot.text.languages import SPOKEN
from tests.samples import a_story

AT = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
TITLE = "Гомель и Брянск согласовали новый маршрут поезда"
HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07after",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31mC1",
    "\x9d0;C1 title\x9c",
    "\x1bPq device control \x1b\\",
    "\x1b]unterminated",
    "\x1b(0 charset",
    "bell\x07 back\x08space \x7f",
    "\u202edesrever\u202c",
    "[bold red]markup[/bold red] [link=file:///etc/passwd]x[/link] :bomb:",
    "line\rover\nwritten",
    "\ud800 lone",
)


def alert(title: str = TITLE, url: str = "https://news.example.org/1") -> Message:
    return Message(
        text=f"New: {title}",
        sections=(
            Section(Role.HEAD, ((Link(title, url, bold=True),),)),
            Section(Role.BODY, ((Text(f"{title}. " * 3, foreign=True),),)),
            Section(
                Role.META,
                ((Text("5 sources", bold=True), Text(" · 2 state, 3 independent · "), Time(AT)),),
            ),
            Section(Role.WHY, ((Text("Why: Гомель, Брянск · score 0.86 · story "), Text("8f3k", code=True)),)),
            Section(Role.SOURCES, ((Link("Sample Wire", "https://wire.example.org/2"),),)),
        ),
        story="8f3k",
        revision=1,
    )


def rendered(message: Message, width: int = 80) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, width=width, color_system="truecolor")
    with console.capture() as capture:
        console.print(to_card(message, zone=UTC, width=width))
    return capture.get()


def test_a_block_looks_the_same_every_time() -> None:
    """The plain form is an interface: programs may read it."""
    assert to_lines(alert(), zone=ZoneInfo("Europe/Warsaw"), width=60) == [
        "* Гомель и Брянск согласовали новый маршрут поезда",
        "  https://news.example.org/1",
        "  Гомель и Брянск согласовали новый маршрут поезда. Гомель и",
        "  Брянск согласовали новый маршрут поезда. Гомель и Брянск",
        "  согласовали новый маршрут поезда.",
        "  5 sources · 2 state, 3 independent · 21 Sep 16:13",
        "  Why: Гомель, Брянск · score 0.86 · story 8f3k",
    ]


def test_first_sign_says_what_it_is() -> None:
    """News about a known story, and everything that is no story, can be told apart from an alert."""
    update = replace(alert(), reply_to="8f3k-1")
    reply = Message(text="Done.", sections=(Section(Role.BODY, ((Text("Done."),),)),))
    assert to_lines(update, zone=UTC, width=80)[0].startswith("+ ")
    assert to_lines(reply, zone=UTC, width=80) == ["= Done."]
    assert to_lines(Message(text="Only this", sections=()), zone=UTC, width=80) == ["= Only this"]


def test_story_id_is_added_where_no_line_has_it() -> None:
    """One can always type /why with what an alert shows."""
    message = replace(alert(), sections=alert().sections[:2])
    assert to_lines(message, zone=UTC, width=80)[-1] == "  story 8f3k"


@pytest.mark.parametrize("language", SPOKEN)
def test_story_id_stands_once_in_every_language(language: str) -> None:
    """ "temat 8f3k" has it, so that no English line is to follow."""
    lines = to_lines(alerts.alert(a_story(short="8f3k"), words=speak(language)), zone=UTC, width=80)
    assert sum("8f3k" in line for line in lines) == 1


def test_columns_of_our_own_lists_survive() -> None:
    """Answers such as /why align with spaces; folding them would ruin the table."""
    message = Message(text="", sections=(Section(Role.BODY, ((Text("Names     Lukashenko +0.25"),),)),))
    assert to_lines(message, zone=UTC, width=80) == ["= Names     Lukashenko +0.25"]


def test_times_are_shown_as_asked() -> None:
    """A clock time stays short; anything else has its day."""
    line: Line = (Time(AT, Moment.TIME), Text(" / "), Time(AT, Moment.DATE_TIME))
    message = Message(text="", sections=(Section(Role.META, (line,)),))
    assert to_lines(message, zone=UTC, width=80) == ["= 14:13 / 21 Sep 14:13"]


def test_an_edit_is_one_line() -> None:
    """What was printed stays; the change says which story and how it stands now."""
    assert to_updated(alert(), zone=UTC) == f"updated 8f3k, now 5 sources: {TITLE}"


def test_an_address_stands_once_in_a_block() -> None:
    """The headline and the sentence under it are of one report."""
    link = Link("Sample Wire", "https://wire.example.org/2")
    message = Message(text="", sections=(Section(Role.HEAD, ((link,),)), Section(Role.BODY, ((Text("So. "), link),))))
    assert to_lines(message, zone=UTC, width=80).count("  https://wire.example.org/2") == 1


def test_the_story_that_another_joined_is_one_line() -> None:
    """No sign is left over from what stands between the count and the id."""
    joined = Message(
        text="",
        sections=(
            Section(Role.HEAD, ((Text("Part of another story · "), Text("Exercise ends")),)),
            Section(Role.META, ((Text("5 sources · "), Text("story "), Text("8f3k", code=True)),)),
        ),
        story="8f3k",
    )
    assert to_updated(joined, zone=UTC) == "updated 8f3k, now 5 sources: Part of another story · Exercise ends"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_control_sequence_of_a_feed_reaches_the_terminal(hostile: str) -> None:
    """A title must not colour, retitle, overwrite or reverse anything."""
    message = alert(f"a {hostile} b", "https://news.example.org/1")
    for line in [*to_lines(message, zone=UTC, width=80), to_updated(message, zone=UTC)]:
        assert line.isprintable()
    ours = rendered(alert("a b"))
    foreign = rendered(message)
    own_sequences = {chr(27) + each[:2] for each in ours.split(chr(27))[1:]}
    assert {chr(27) + each[:2] for each in foreign.split(chr(27))[1:]} <= own_sequences
    assert not set(foreign) & {*map(chr, range(0x80, 0xA0)), "\x07", "\x08", "\r", "\u202e", "\x7f"}


def test_rich_markup_in_a_title_is_only_text() -> None:
    """Square brackets and :emoji: of a feed are shown as they are."""
    card = rendered(alert("[bold]b[/bold] [link=file:///x]y[/link] :bomb:"), width=100)
    assert "[bold]b[/bold] [link=file:///x]y[/link] :bomb:" in card
    assert "]8;;file" not in card


def test_title_of_a_card_is_a_link() -> None:
    """Terminals that can, open it (OSC 8)."""
    assert ";https://news.example.org/1\x1b\\" in rendered(alert())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://a.example/\x1b\\\x1b[31m",
        "https://a.example/\x9c",
        "https://a.example/ b",
        "http://[bad",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    """Anything else, or an address that could end the link's own sequence, is dropped."""
    assert web_address(url) is None
    assert to_lines(alert(url=url), zone=UTC, width=80)[1].startswith("  Гомель")
    assert "news.example" not in rendered(alert(url=url))


def test_an_address_is_written_in_ascii() -> None:
    """Terminals want percent-encoding inside a link; what is encoded already stays."""
    assert web_address("https://a.example/мир?q=%20&x=[1]") == "https://a.example/%D0%BC%D0%B8%D1%80?q=%20&x=[1]"


@given(st.text(max_size=300), st.integers(min_value=20, max_value=120))
def test_lines_fit_and_are_printable(title: str, width: int) -> None:
    """Whatever the script, no line is wider than asked for and none holds a control character."""
    for line in to_lines(alert(title), zone=UTC, width=width):
        assert line.isprintable()
        assert cell_len(line) <= width or line.startswith("  http")


@given(st.text())
def test_printable_is_idempotent(text: str) -> None:
    """Cleaning clean text changes nothing, so no sequence can be put together by cleaning."""
    once = printable(text)
    assert printable(once) == once
    assert once.isprintable()


def test_cutting_counts_cells() -> None:
    """Wide characters take two cells."""
    assert cut("白俄罗斯", 5) == "白俄…"
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
