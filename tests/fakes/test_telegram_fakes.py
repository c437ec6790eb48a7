"""Is the fake Telegram as strict as the real one? What it lets through, no other test would notice."""

import asyncio

import aiohttp
import pytest

from tests.fakes.telegram_html import Refused, parse
from tests.fakes.telegram_server import ANA, TelegramServer
from tests.fakes.telegram_spec import problems

# Verdicts of Telegram's own parser, TDLib 1.8.67.
REFUSED = [
    ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a <foo> b", 'Unsupported start tag "foo" at byte offset 2'),
    ("1 < 2 & 3", 'Unsupported start tag "" at byte offset 2'),
    ("<b>é</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("<a href=http://x.test>y</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-time unix="5" format="zz">x</tg-time>', "Invalid date format used"),
]
TAKEN = [
    ("AT&T &nbsp; &lt;b&gt; &#39; &hellip;", "AT&T &nbsp; <b> ' &hellip;"),
    ("&#0;&#x110000;&ampx;", "&#0;&#x110000;&ampx;"),
    ("&amp", "&"),
    ("<B>x</B >", "x"),
    ("<b></b>", ""),
    ("<blockquote expandable>a\n<b>b</b></blockquote>", "a\nb"),
    ('<tg-time unix="1790000000" format="wDT">x</tg-time>', "x"),
    ('<pre><code class="language-py">x</code></pre>', "x"),
]


@pytest.mark.parametrize(("html", "words"), REFUSED)
def test_what_telegram_refuses_is_refused_in_its_words(html: str, words: str) -> None:
    """The place in bytes included."""
    with pytest.raises(Refused) as caught:
        parse(html)
    assert str(caught.value) == f"Can't parse entities: {words}"


@pytest.mark.parametrize(("html", "text"), TAKEN)
def test_what_telegram_takes_is_taken(html: str, text: str) -> None:
    """And reads the same."""
    assert parse(html)[0] == text


def test_formatting_is_counted_in_utf16_units() -> None:
    """As Telegram counts its entities."""
    (span,) = parse("😀 <b>é</b>")[1]
    assert (span.start, span.length) == (3, 1)


@pytest.mark.parametrize(
    ("method", "given", "word"),
    [
        ("sendMessage", {"chat_id": 1}, "'text' is missing"),
        ("sendMessage", {"chat_id": 1, "text": "x", "silent": True}, "unknown field 'silent'"),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": "7"}, "message_thread_id"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_parameters": {"quote": "x"}}, "reply_parameters"),
        ("sendPhoto", {"chat_id": 1, "photo": 7}, "photo"),
        ("editMessageMedia", {"media": {"type": "photo"}}, "editMessageMedia.media"),
        ("sendMassage", {}, "no method"),
    ],
)
def test_a_call_that_the_bot_api_does_not_describe_is_noticed(method: str, given: dict[str, object], word: str) -> None:
    """Names, types and what is required, in fields of fields too."""
    assert any(word in problem for problem in problems(method, given))


async def call(server: TelegramServer, method: str, **given: object) -> dict[str, object]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/bot{server.token}/{method}", data=given) as answer,
    ):
        found: dict[str, object] = await answer.json()
        return found


async def test_updates_come_again_until_they_are_confirmed() -> None:
    """By asking for the next one, and in no other way."""
    async with TelegramServer() as server:
        server.say(ANA.id, "one")
        server.say(ANA.id, "two")
        first = await call(server, "getUpdates")
        again = await call(server, "getUpdates")
        assert first == again
        updates = first["result"]
        assert isinstance(updates, list)
        rest = await call(server, "getUpdates", offset=updates[0]["update_id"] + 1)
        assert rest["result"] == updates[1:]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"chat_id": 5, "text": "x"}, "chat not found"),
        ({"chat_id": ANA.id, "text": " "}, "message text is empty"),
        ({"chat_id": ANA.id, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": ANA.id, "text": "&amp;" * 7000, "parse_mode": "HTML"}, "text is too long"),
        ({"chat_id": ANA.id, "text": "x", "message_thread_id": 1}, "message thread not found"),
        ({"chat_id": ANA.id, "text": "x", "reply_parameters": '{"message_id": 99}'}, "to be replied not found"),
    ],
)
async def test_what_telegram_does_not_send_is_not_sent(given: dict[str, object], words: str) -> None:
    """With the words that our table of failures knows."""
    async with TelegramServer() as server:
        server.chats.meet(ANA.id, ANA)
        answer = await call(server, "sendMessage", **given)
        assert words in str(answer["description"])
        assert server.messages(ANA.id) == []


async def test_a_second_poller_ends_the_first() -> None:
    """Telegram serves one at a time."""
    async with TelegramServer() as server:
        first = asyncio.create_task(call(server, "getUpdates", timeout=30))
        await server.wait_for(lambda: server.called("getUpdates"))
        await call(server, "getUpdates")
        assert (await first)["error_code"] == 409
