"""Is the text of a page found, and is what is not the entry's text left alone?"""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.errors import ParseError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fulltext import FullText, installed
from bot.feeds.sandbox.page_worker import MAX_TEXT
from bot.feeds.sandbox.process import Limits
from bot.feeds.sandbox.walls import SHORTEST, refusal
from bot.model import Entry
from tests.fakes.feed_server import FeedServer, ok
from tests.feeds.conftest import a_feed
from tests.samples import an_entry

TITLE = "Паром вернулся в порт после ремонта"
PARAGRAPHS = [
    "Паром «Северный» вернулся в порт после месяца ремонта, сообщила во вторник администрация гавани.",
    "Первый рейс назначен на среду: судно выйдет в семь утра и возьмёт сто двадцать пассажиров и сорок машин.",
    "Капитан Анна Примерова рассказала журналистам, что двигатель заменили полностью, а каюты выкрасили заново.",
]


def a_page(*paragraphs: str, title: str = TITLE, extra: str = "", charset: str = "utf-8") -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<!doctype html><html><head><meta charset='{charset}'><title>{title}</title>{extra}</head><body>"
        "<nav><a href='/'>Главная</a> <a href='/sport'>Спорт</a></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        "<aside><a href='/x'>Читайте также: погода на выходные</a></aside><footer>© Пример</footer></body></html>"
    )


def the_entry(server: FeedServer, title: str = TITLE) -> Entry:
    return an_entry(title=title, url=server.url("/page"), language="ru")


@pytest.fixture
async def fulltext(fetcher: Fetcher) -> AsyncIterator[FullText]:
    async with FullText(fetcher, Limits(cpu_seconds=2, wall_seconds=120)) as one:
        yield one


def test_the_extra_is_here() -> None:
    """These tests need the library that operators may leave out."""
    assert installed()


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
async def test_the_text_of_a_page_is_found(fulltext: FullText, server: FeedServer, charset: str) -> None:
    """All paragraphs in order, nothing of what stands around them, in whatever characters the page says."""
    server.script("/page", ok(a_page(*PARAGRAPHS, charset=charset).encode(charset, "ignore"), Content_Type="text/html"))
    text = await fulltext.read(a_feed(), the_entry(server))
    assert [line for line in text.split("\n") if line != TITLE] == [
        each.encode(charset, "ignore").decode(charset) for each in PARAGRAPHS
    ]


async def test_the_same_page_gives_the_same_text(fulltext: FullText, server: FeedServer) -> None:
    """Nothing that was read before plays a part."""
    server.script("/page", ok(a_page(*PARAGRAPHS), Content_Type="text/html"))
    first = await fulltext.read(a_feed(), the_entry(server))
    for _ in range(3):
        assert await fulltext.read(a_feed(), the_entry(server)) == first


async def test_a_long_page_is_cut(fulltext: FullText, server: FeedServer) -> None:
    """A story keeps the texts of its reports, so they have a limit."""
    server.script(
        "/page",
        ok(a_page(*(f"{number}. {each}" for number in range(60) for each in PARAGRAPHS)), Content_Type="text/html"),
    )
    assert MAX_TEXT - 200 <= len(await fulltext.read(a_feed(), the_entry(server))) <= MAX_TEXT


PAID = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
WALLS = [
    "We use cookies to make this site work. Accept all cookies to go on to the article about the ferry.",
    "Already a subscriber? Log in to continue reading this article about the ferry in the port.",
    "Jetzt abonnieren und den ganzen Artikel über die Fähre lesen, mit allen Hintergründen aus dem Hafen.",
    "Zaloguj się, aby przeczytać cały artykuł o promie, który wrócił do portu po remoncie w stoczni.",
    "Оформите подписку, чтобы прочитать статью о том, как паром вернулся в порт после ремонта, целиком.",
    "Ми використовуємо файли cookie, щоб сайт працював. Паром повернувся в порт після ремонту вчора.",
    "Аформіце падпіску, каб прачытаць артыкул пра паром, які вярнуўся ў порт пасля рамонту, цалкам.",
]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_not_a_text(wall: str) -> None:
    """Cookies, logins and subscriptions in six languages; in a long text such words are only words."""
    shown = f"{wall} " * 3
    assert "wall" in (refusal("", shown, "") or "")
    assert refusal("", shown * 10, "") is None


def test_what_cannot_be_the_entrys_text_is_refused() -> None:
    """Behind a paywall, too short, or about something else, as the front page that a dead address leads to."""
    text = " ".join(PARAGRAPHS)
    assert refusal("", text, TITLE) is None
    assert "paywall" in (refusal(PAID, text, TITLE) or "")
    assert refusal(PAID.replace("False", "True"), text, TITLE) is None
    assert "no text" in (refusal("", text[: SHORTEST - 1], TITLE) or "")
    assert "something else" in (refusal("", text, "Выборы мэра: победил прежний глава города") or "")


async def test_a_refusal_says_why(fulltext: FullText, server: FeedServer) -> None:
    """The reason comes back from the process that reads, and the next page is read all the same."""
    server.script(
        "/page", ok(a_page("Мало слов."), Content_Type="text/html"), ok(a_page(*PARAGRAPHS), Content_Type="text/html")
    )
    with pytest.raises(ParseError, match="no text to speak of"):
        await fulltext.read(a_feed(), the_entry(server))
    assert await fulltext.read(a_feed(), the_entry(server))


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"<" * 50_000,
        b"<div>" * 20_000,
        b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body><p>&x;</p></body></html>",
        b"file:///etc/hostname",
        b"http://127.0.0.1:9/",
    ],
)
async def test_no_page_harms_us(fulltext: FullText, server: FeedServer, page: bytes) -> None:
    """Whatever a page holds, the outcome is a reason, no file is opened, and the next page is read."""
    server.script("/page", ok(page, Content_Type="text/html"), ok(a_page(*PARAGRAPHS), Content_Type="text/html"))
    with pytest.raises(ParseError):
        await fulltext.read(a_feed(), the_entry(server))
    assert await fulltext.read(a_feed(), the_entry(server))


async def test_an_entry_without_an_address_has_no_page(fulltext: FullText, server: FeedServer) -> None:
    """Nothing is asked."""
    with pytest.raises(ParseError, match="no address"):
        await fulltext.read(a_feed(), replace(the_entry(server), url=None))
    assert server.asked == []
