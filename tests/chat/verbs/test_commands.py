"""Does each verb do what /help says, and does every wrong use get a useful answer?"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.message import Command
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import VERBS, handle
from bot.chat.verbs.verb import Who
from bot.model import Cursor, Hit, Scope
from bot.store.engine import Store
from bot.stories.search.index import search_words
from bot.text.languages import SPOKEN
from tests.chat.verbs.conftest import Ask, Type, shown
from tests.samples import HERE, NOW, a_story, an_alert, an_entry
from tests.samples import NO_MATCH as NO


def put(store: Store, number: int = 1, **fields: Any) -> str:
    story = a_story(number, **fields)
    with store.begin() as tx:
        return tx.stories.save(story, words=search_words(story), terms=()).short


def test_start_subscribes_and_says_what_to_expect(store: Store, type_in: Type) -> None:
    """The greeting names the sources and the topic, and promises nothing old."""
    assert "2 sources" in type_in("/start")
    with store.begin() as tx:
        assert tx.channels.at(HERE) is not None
    assert "already" in type_in("/start")


def test_subscribe_keeps_words(store: Store, type_in: Type) -> None:
    """ "sanctions, !sport" are one wanted and one unwanted word."""
    assert "“sanctions”" in type_in("/subscribe sanctions, !sport")
    with store.begin() as tx:
        channel = tx.channels.at(HERE)
    assert channel is not None
    assert (channel.include, channel.exclude) == (("sanctions",), ("sport",))


def test_stop_keeps_the_settings_and_start_brings_them_back(store: Store, type_in: Type) -> None:
    """Whoever comes back finds the filter as it was."""
    type_in("/subscribe sanctions")
    assert "no more alerts" in type_in("/stop")
    assert "gets no alerts" in type_in("/stop")
    type_in("/start")
    with store.begin() as tx:
        channel = tx.channels.at(HERE)
    assert channel is not None
    assert channel.active
    assert channel.include == ("sanctions",)


def test_members_of_a_group_cannot_change_it(type_in: Type) -> None:
    """The right is checked at the house, whatever the menu shows."""
    for verb in ("start", "subscribe x", "stop", "digest daily 08:00"):
        assert "Only admins" in type_in(verb, admin=False)
    assert "newest" not in type_in("status", admin=False)


def test_latest_counts_and_searches(store: Store, type_in: Type) -> None:
    """A number limits, words search in their forms, nothing found is said."""
    for number in range(1, 8):
        put(store, number, title=f"Decree number {number} signed in Minsk")
    assert "5 newest stories" in type_in("/latest")
    assert "2 newest stories" in type_in("/latest 2")
    assert "1 newest story" in type_in("/latest 1 decrees")
    assert "No stories about “potash”" in type_in("/latest potash")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/latest abc def 900", "“900” is too many. Use 1 to 20, e.g. /latest 10"),
        ("/latest 0", "“0” is too few"),
        ("/latest 5 6", "Two numbers"),
        ("/why zz9", "I can't find story “zz9”"),
        ("/why", "Which story?"),
        ("/lastest", "Did you mean /latest?"),
        ("/xyzzy", "I don't know “xyzzy”. All commands: /help"),
        ("/digest daily 25:00", "gets no alerts yet"),
    ],
)
def test_wrong_use_says_what_to_write_instead(type_in: Type, line: str, answer: str) -> None:
    """No error without a way on."""
    assert answer in type_in(line)


def test_latest_new_shows_what_came_since(store: Store, type_in: Type, service: Service) -> None:
    """Asking twice shows nothing the second time."""
    type_in("/start")
    put(store)
    assert "1 newest story" in type_in("/latest new")
    assert "Nothing new" in type_in("/latest new")


def test_why_explains_a_story_by_id_button_and_reply(store: Store, type_in: Type) -> None:
    """Three ways to ask, one answer."""
    type_in("/start")
    short = put(store)
    with store.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.outbox.claim(1, NOW, most=1)
        tx.alerts.sent([an_alert().id], "77", NOW)
    answers = {type_in(f"/why {short}"), type_in("/why", value=short), type_in("/why", reply_story="77")}
    assert len(answers) == 1
    assert "Why this matched (score 0.86; alerts start at 0.60)" in answers.pop()


def test_why_explains_an_address_that_was_not_sent(store: Store, type_in: Type) -> None:
    """The question nobody else answers: why did I not get this?"""
    from bot.feeds.identity import marks_of, url_key  # noqa: PLC0415

    key = url_key("https://one.example.org/news/1")
    assert key is not None
    with store.begin() as tx:
        entry = an_entry(key=key, keys=(key,), url="https://one.example.org/news/1")
        tx.identities.remember([marks_of(entry)])
        tx.entries.save([Hit(entry=entry, match=NO)], {})
    assert "was not sent" in type_in("/why https://one.example.org/news/1?utm_source=x")
    assert "not seen this address" in type_in("/why https://two.example.org/")


def test_sources_lists_every_report(store: Store, type_in: Type) -> None:
    """The button shows all of them, with ownership and country."""
    short = put(store, sources=12)
    answer = type_in("/sources", value=short)
    assert answer.count("BY") == 12


def test_digest_is_planned_in_the_chats_zone(store: Store, type_in: Type) -> None:
    """08:00 in Warsaw is 06:00 UTC in summer."""
    type_in("/start")
    assert "22 Sep 2026 06:00 UTC" in type_in("/digest daily 08:00")
    with store.begin() as tx:
        assert tx.channels.digests_due(NOW) == []
        assert len(tx.channels.digests_due(NOW + timedelta(days=1))) == 1
    assert "not a time" in type_in("/digest daily 25:00")
    assert "not a day" in type_in("/digest weekly someday 08:00")
    assert "no digest" in type_in("/digest off")


def test_status_shows_operators_what_fails(store: Store, type_in: Type) -> None:
    """Everybody sees a line, operators the feed, the reason and the next try."""
    with store.begin() as tx:
        tx.feeds.advance(Cursor(feed_id="one", due=NOW, polled=NOW, primed=True))
        tx.feeds.advance(Cursor(feed_id="two", due=NOW, failures=3, failing_since=NOW, error="HTTP 403"))
    assert "1 of 2 sources fine" in type_in("/status")
    assert "403" not in type_in("/status", user="2")
    assert "HTTP 403" in type_in("/status", user="1")


def test_being_removed_pauses_and_coming_back_resumes(store: Store, type_in: Type) -> None:
    """Settings survive being thrown out of a chat."""
    type_in("/subscribe sanctions")
    type_in("left", told=True)
    with store.begin() as tx:
        assert tx.channels.active() == []
    assert "I am back" in type_in("joined", told=True)
    with store.begin() as tx:
        (channel,) = tx.channels.active()
    assert channel.include == ("sanctions",)


def test_help_names_every_verb_with_the_platforms_prefix(store: Store, service: Service) -> None:
    """Nothing can be done that help does not tell."""
    command = Command(verb="help", target=HERE, prefix="/watch ")
    with store.begin() as tx:
        text = str(handle(tx, command, service).message.sections)
    told = {verb.name for verb in VERBS if f"/watch {verb.name}" in text}
    typed = {verb.name for verb in VERBS if verb.who in {Who.EVERYONE, Who.ADMINS} and verb.menu}
    assert typed - told == {"start"}  # the same as subscribe, for whoever does not know any words yet


def test_changes_in_a_channel_are_announced_there(store: Store, service: Service) -> None:
    """Who changed what others get is said to them."""
    command = Command(verb="start", target=HERE, scope=Scope.CHANNEL, user_name="Ana")
    with store.begin() as tx:
        reply = handle(tx, command, service)
    assert reply.announce is not None
    assert reply.announce.text == "Ana turned on alerts in this channel."


def test_examples_are_of_the_topic_that_is_watched(ask: Ask, service: Service) -> None:
    """A name that narrows something, a source that there is; nothing of the built-in topic in that of another."""
    feed = replace(service.feeds["one"], id="orbit-wire", country="NL", language="de")
    names = {"asml": "ASML", "чыпы": "Chip", "commerce department": "Commerce Department", "nvidia": "Nvidia"}
    other = replace(service, topic="Chip export controls", feeds={feed.id: feed}, names=names)
    for language in SPOKEN:
        told = shown(ask("/help", of=other, language=language).message)
        for example in ("asml, !", "source:orbit-wire", "country:NL", "lang:de", "30d asml"):
            assert example in told
        assert not re.search(r"minsk|belta|lukas|putin|мінск|минск|лукаш|пуцін|путин|путін", told, re.IGNORECASE)
        assert "search asml" in shown(ask("/search", of=other, language=language).message)
    shown(ask("/start", of=other).message)
    assert "/subscribe asml, !sport" in shown(ask("/subscribe", of=other).message)
    assert "30d commerce department" in shown(
        ask("/help", of=replace(other, names={"x": "Commerce Department"})).message
    )
    assert "30d controls" in shown(ask("/help", of=replace(other, topic="100 % controls", names={})).message)
