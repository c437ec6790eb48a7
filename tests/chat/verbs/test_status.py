"""Do /status, /sources and /reload tell people and operators how things stand?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.language import ENGLISH
from bot.chat.message import plain
from bot.chat.verbs import status
from bot.chat.verbs.request import Service
from bot.model import Cursor, Hit
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, Type, a_feed
from tests.samples import NO_MATCH, NOW, a_subscription, an_alert, an_entry


@pytest.fixture
def _running(store: Store) -> None:
    """One feed that answers, one that fails since yesterday; two alerts, of which one today."""
    with store.begin() as tx:
        tx.feeds.advance(Cursor(feed_id="one", due=NOW + timedelta(minutes=8), polled=NOW - timedelta(minutes=2)))
        since = NOW - timedelta(days=1)
        error = "the server answered 403"
        tx.feeds.advance(Cursor(feed_id="two", due=NOW, failures=3, failing_since=since, error=error))
        tx.channels.save(a_subscription())
        for number, minutes in ((1, 24 * 60), (2, 10)):
            made = NOW - timedelta(minutes=minutes)
            tx.alerts.queue([an_alert(number, story_id=f"s{number}", created=made)])
            tx.outbox.claim(1, NOW, most=1)
            tx.alerts.sent([an_alert(number).id], str(number), made + timedelta(seconds=38))


@pytest.mark.usefixtures("_running")
def test_everybody_sees_one_line(type_in: Type) -> None:
    """Whether it works, when it last looked, and what was sent today in the chat's zone."""
    assert type_in("/status", user="2") == (
        "Working. Last check 21 Sep 2026 14:11 UTC. 1 of 2 sources fine. 1 alert today, last one 21 Sep 2026 14:03 UTC."
    )


@pytest.mark.usefixtures("_running")
def test_operators_see_the_rest(ask: Ask, service: Service) -> None:
    """What fails, since when and until when; the configuration, the queue, the version."""
    refused = ("sources.yaml:29:5: error: unknown key 'langauge'", "    29 | langauge: ru")
    problems = ("telegram: the token was refused",)
    of = replace(service, refused=refused, problems=problems, platforms=frozenset({"telegram"}))
    lines = [plain(line) for section in ask("/status", user="1", of=of).message.sections for line in section.lines]
    assert lines[0].startswith("In trouble.")
    assert lines[1:7] == [
        "Not working: telegram: the token was refused",
        "· two  since 20 Sep 2026 14:13 UTC · the server answered 403 · next try 21 Sep 2026 14:13 UTC",
        "Config: sources.yaml from 21 Sep 2026 12:13 UTC, loaded. seeds: 42 texts",
        "· a newer version was refused: sources.yaml:29:5: error: unknown key 'langauge' (1 more line)",
        "Queue: 0 Telegram · delay 38 seconds from feed to chat (typical)",
        lines[6],
    ]
    assert lines[6].startswith("Version: 1.0 · database ")
    assert lines[6].endswith("up since 20 Sep 2026 14:13 UTC")


def test_it_does_not_work_while_most_feeds_fail(store: Store, type_in: Type, service: Service) -> None:
    """One that answers among three is no comfort."""
    with store.begin() as tx:
        for feed in service.feeds:
            tx.feeds.advance(Cursor(feed_id=feed, due=NOW, polled=NOW, failures=3, failing_since=NOW, error="403"))
    assert type_in("/status", user="2").startswith("In trouble.")


def test_it_does_not_work_as_it_should_while_looks_fall_behind(store: Store, ask: Ask, service: Service) -> None:
    """Operators see why, and what would help."""
    slow = replace(service, feeds={name: a_feed(name) for name in ("one", "two", "three")})
    with store.begin() as tx:
        for feed in slow.feeds:
            tx.feeds.advance(Cursor(feed_id=feed, due=NOW - timedelta(hours=1), polled=NOW - timedelta(hours=1.2)))
    assert ask("status", of=slow, user="2").message.text.startswith("In trouble.")
    said = ask("status", of=slow, user="1").message
    assert "3 of 3 feeds are looked at half as often" in str(said)


def test_before_the_first_poll_nothing_is_claimed(type_in: Type) -> None:
    """No feed was looked at, none has failed."""
    said = type_in("/status", user="1")
    assert "No feed was checked yet. 2 of 2 sources fine. 0 alerts today." in said
    assert "Not working: nothing" in said
    assert "This chat gets no alerts. To get them: /start" in said


@pytest.mark.usefixtures("_running")
def test_the_table_of_sources_shows_what_fails_first(store: Store, type_in: Type) -> None:
    """State, pace and next poll of each feed."""
    with store.begin() as tx:
        hits = [Hit(entry=an_entry(number, seen=NOW - timedelta(days=2)), match=NO_MATCH) for number in range(1, 5)]
        tx.entries.save(hits, {})
    assert type_in("/sources", user="1").splitlines() == [
        "1 of 2 sources fine",
        "· two  since 20 Sep 2026 14:13 UTC · the server answered 403 · next try 21 Sep 2026 14:13 UTC",
        "· one  answered 21 Sep 2026 14:11 UTC · 2 a day · next 21 Sep 2026 14:21 UTC",
    ]


def test_a_long_table_is_paged(ask: Ask, service: Service) -> None:
    """An operator pages on; nobody else can with the same button."""
    of = replace(service, feeds={f"feed{number:02}": a_feed(f"feed{number:02}") for number in range(20)})
    first = ask("/sources", user="1", of=of).message
    (button,) = first.buttons[0]
    second = ask("/more", value=button.value, user="1", of=of)
    assert second.edits
    assert "feed19" in plain(second.message.sections[-1].lines[-1])
    assert ask("/more", value=button.value, user="2", of=of).refused


def test_only_operators_reload(ask: Ask) -> None:
    """It changes nothing in the transaction: the service does it afterwards."""
    assert ask("/reload", user="2").refused
    assert not ask("/reload", user="2").reload
    assert ask("/reload", user="1").reload


@pytest.mark.parametrize(
    ("problems", "changed", "said"),
    [
        ((), True, "Loaded sources.yaml: 3 sources."),
        ((), False, "Nothing changed: sources.yaml is in use as it is."),
        (("sources.yaml:4:1: error: 'telegram_token' looks like a secret",), False, "Refused: the new configuration"),
    ],
)
def test_what_came_of_it(problems: tuple[str, ...], changed: bool, said: str) -> None:
    """Loaded, unchanged, or refused with every problem."""
    reply = status.reloaded(problems, changed=changed, config="sources.yaml", sources=3, words=ENGLISH)
    assert said in reply.message.text
    assert reply.refused is bool(problems)
    text = "".join(plain(line) for section in reply.message.sections for line in section.lines)
    assert all(problem in text for problem in problems)
