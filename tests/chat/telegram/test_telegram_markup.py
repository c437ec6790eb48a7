"""Does a message look right on Telegram, whatever a feed puts into it?"""

import random
from datetime import UTC, datetime

import pytest

from bot.chat.message import Action, Button, Line, Link, Message, Moment, Role, Section, Text, Time
from bot.chat.telegram.buttons import Key
from bot.chat.telegram.markup import to_markup
from tests.fakes.telegram_html import parse, utf16

AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def message(*sections: Section, **more: object) -> Message:
    return Message(text="the news", sections=sections, **more)  # type: ignore[arg-type] # forwarded as given


def body(*lines: Line) -> Section:
    return Section(Role.BODY, lines)


def test_an_alert_reads_like_a_card() -> None:
    """Headline, text, small print and one folded quote with reason and sources."""
    alert = message(
        Section(Role.HEAD, ((Link("Minsk signs", "https://a.example/1?x=1&y=2"),),)),
        body((Text("They signed.", foreign=True),)),
        Section(Role.META, ((Text("2 sources", bold=True), Text(" · "), Time(AT)),)),
        Section(Role.WHY, ((Text("Why:", bold=True), Text(" Minsk · score 0.86")),)),
        Section(
            Role.SOURCES,
            (
                (Text("Sources", bold=True),),
                (Text("· "), Link("БелТА", "https://b.example/"), Text(" — state, BY, "), Time(AT, Moment.TIME)),
            ),
        ),
    )
    (part,) = to_markup(alert)
    assert part.html == (
        '<b><a href="https://a.example/1?x=1&amp;y=2">Minsk signs</a></b>\n'
        "They signed.\n\n"
        '<b>2 sources</b> · <tg-time unix="1790000000" format="r">21 Sep 14:13 UTC</tg-time>\n'
        "<blockquote expandable><b>Why:</b> Minsk · score 0.86\n"
        "<b>Sources</b>\n"
        '· <a href="https://b.example/">\u2068БелТА\u2069</a> — state, BY, '
        '<tg-time unix="1790000000" format="t">14:13 UTC</tg-time></blockquote>'
    )
    text, spans = parse(part.html)
    assert text == part.plain
    assert [span.tag for span in spans].count("blockquote") == 1


def test_a_date_and_time_is_shown_in_the_readers_zone() -> None:
    """The platform formats it; the words are for those who cannot see that."""
    (part,) = to_markup(message(body((Time(AT, Moment.DATE_TIME),))))
    assert part.html == '<tg-time unix="1790000000" format="dt">21 Sep 14:13 UTC</tg-time>'


def test_buttons_carry_a_short_code_and_nothing_is_offered_for_sharing() -> None:
    """What a button sends must fit into 64 bytes and work for months."""
    why, share = Button("Why matched", Action.WHY, "8f3k"), Button("Share", Action.SHARE, "8f3k")
    (part,) = to_markup(message(body((Text("x"),)), buttons=((why, share), (share,))))
    assert part.keys == ((Key("Why matched", data="w:8f3k"),),)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "data:text/html,x",
        "https://",
        "http://[",
        "https://a.example/\u202egpj",
        "https://a.example/ x",
        "https://a.example/" + "x" * 2048,
        "https://a.example/\ud800",
        "www.a.example",
    ],
)
def test_what_is_no_web_address_stays_text(url: str) -> None:
    """A link from a feed may only show a page, never do something."""
    (part,) = to_markup(message(body((Link("read", url),))))
    assert part.html == "read"


def test_a_web_address_cannot_leave_its_attribute() -> None:
    """Quotes and angle brackets in an address are part of the address."""
    url = 'https://a.example/?q="><b>x&lt;'
    (part,) = to_markup(message(body((Link("read", url),))))
    _, spans = parse(part.html)
    assert [(span.tag, dict(span.attributes)) for span in spans] == [("a", {"href": url})]


def test_direction_tricks_do_not_leave_foreign_words() -> None:
    """Overrides are dropped; a name among our words is isolated, a whole headline is not."""
    (part,) = to_markup(
        message(
            Section(Role.HEAD, ((Text("\u202eevil\u2066 title", foreign=True),),)),
            body((Text("from "), Text("\u202bname\u2069", foreign=True))),
        )
    )
    assert part.plain == "evil title\nfrom \u2068name\u2069"


def test_control_characters_and_broken_surrogates_never_reach_the_wire() -> None:
    """They would be refused, or break the request before it is written."""
    (part,) = to_markup(message(body((Text("a\x00b\x07c\ud83d d"),))))
    assert part.plain == "abc\ufffd d"
    part.html.encode()


def test_a_message_without_words_says_its_one_line() -> None:
    """Telegram refuses an empty text, so the plain line stands in."""
    (part,) = to_markup(message(body((Text(" "),))))
    assert part.plain == "the news"


@pytest.mark.parametrize("rest", [" ", "\u200b" * 3, " \u2068\n"])
def test_a_cut_leaves_no_part_that_shows_nothing(rest: str) -> None:
    """Telegram would refuse it, and the message would count as failed though all of it is there."""
    (part,) = to_markup(message(body((Text("x" * 4096 + rest),))))
    assert part.plain == "x" * 4096


def test_there_is_always_a_part() -> None:
    """Refusing an empty message is Telegram's part."""
    assert len(to_markup(Message(text="", sections=()))) == 1


def test_many_short_lines_are_one_message() -> None:
    """Plain lines cost nothing but their length."""
    assert len(to_markup(message(body(*((Text(str(n)),) for n in range(300)))))) == 1


@pytest.mark.parametrize(("length", "parts"), [(4095, 1), (4096, 1), (4097, 2)])
@pytest.mark.parametrize("char", ["a", "&", "я"])
def test_the_limit_is_exact(length: int, parts: int, char: str) -> None:
    """4096 units of what is seen, however long the markup is."""
    rendered = to_markup(message(body((Text(char * length),))))
    assert [utf16(part.plain) for part in rendered] == ([length] if parts == 1 else [4096, 1])
    assert all(parse(part.html)[0] == part.plain for part in rendered)


def test_a_character_of_two_units_is_never_halved() -> None:
    """An emoji takes two of the 4096 units."""
    rendered = to_markup(message(body((Text("x" + "😀" * 2048),))))
    assert [part.plain for part in rendered] == ["x" + "😀" * 2047, "😀"]


def test_a_section_that_fits_is_not_torn() -> None:
    """A story of a digest stands in one message or in the next, never in both."""
    stories = [body((Text(f"{n} " + "x" * 90),), (Text("y" * 1200),)) for n in range(5)]
    rendered = to_markup(message(*stories))
    assert [part.plain.count("x" * 90) for part in rendered] == [3, 2]
    assert [part.plain.count("y" * 1200) for part in rendered] == [3, 2]
    assert rendered[1].plain.startswith("3 ")


def test_a_quote_that_is_cut_is_closed_and_opened_again() -> None:
    """Each part is complete HTML of its own."""
    lines = tuple((Text(f"· source {n} " + "z" * 90),) for n in range(60))
    rendered = to_markup(message(Section(Role.SOURCES, lines)))
    assert len(rendered) == 2
    for part in rendered:
        assert part.html.startswith("<blockquote expandable>")
        assert part.html.endswith("</blockquote>")
        assert parse(part.html)[0] == part.plain


def test_formatting_never_exceeds_what_telegram_keeps() -> None:
    """Beyond a hundred entities it would be dropped without a word: links would be lost."""
    lines = tuple((Text("· ", bold=True), Link(f"s{n}", "https://a.example/"), Time(AT)) for n in range(60))
    rendered = to_markup(message(Section(Role.SOURCES, lines)))
    spans = [parse(part.html)[1] for part in rendered]
    assert all(len(of_part) <= 100 for of_part in spans)
    assert sum(span.tag == "a" for of_part in spans for span in of_part) == 60


def test_only_the_first_part_replies_sounds_and_has_buttons() -> None:
    """It is the part whose id is kept."""
    why = Button("Why", Action.WHY, "8f3k")
    first, second = to_markup(message(body((Text("x" * 5000),)), buttons=((why,),), reply_to="7"))
    assert (first.reply_to, first.silent, bool(first.keys)) == (7, False, True)
    assert (second.reply_to, second.silent, bool(second.keys)) == (None, True, False)


NASTY = [
    "<b>", "</b>", "<", ">", "&", "&amp;", "&lt;b&gt;", "&unknown;", "&#0;", '"', "'", "<tg-spoiler>", "<!--", "]]>",
    "\u202e", "\u2066", "\u2069", "\u200f", "\x00", "\x1b[31m", "\ud800", "\udc00", "😀", "👩‍👩‍👧", "е\u0301\u0301",
    "العربية", "Лукашенко", "Мінск", "\n", " ", "\u2028", "\ufeff", "*", "_", "`", "[x](http://y.example)", "a" * 600,
    "/start", "@all",
]  # fmt: skip


def test_two_thousand_nasty_titles_are_all_readable() -> None:
    """Whatever a feed says, Telegram reads our HTML, and shows the words and nothing else."""
    rnd = random.Random(20260921)
    for _ in range(2000):
        title = "".join(rnd.choices(NASTY, k=rnd.randint(1, 12)))
        url = "https://a.example/" + "".join(rnd.choices(NASTY, k=3))
        rendered = to_markup(
            message(
                Section(Role.HEAD, ((Link(title, url, bold=True),),)),
                body((Text(title, foreign=True, italic=True), Text(" — "), Text(title, code=True))),
                Section(Role.SOURCES, ((Text("· "), Link(title, url)), (Text(title, bold=True, foreign=True),))),
            )
        )
        for part in rendered:
            text, spans = parse(part.html)
            assert text == part.plain
            assert utf16(text) <= 4096
            assert {span.tag for span in spans} <= {"b", "i", "a", "code", "blockquote"}
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\x00")
            assert text.count("\u2068") == text.count("\u2069")
