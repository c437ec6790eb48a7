"""Does /why with an address tell what became of the entry: sent or not, and which story it is in?"""

from dataclasses import replace
from typing import Any

import pytest

from bot.feeds.identity import marks_of, url_key
from bot.feeds.recognition import Known, Recognised
from bot.model import Hit, Match, Send
from bot.store.engine import Store
from tests.chat.verbs.conftest import Type
from tests.samples import HERE, NO_MATCH, NOW, a_story, a_subscription, an_alert, an_entry

URL = "https://one.example.org/news/1"
GOOD = Match(score=0.9, alert=True, store=True)
WEAK = Match(score=0.4, alert=False, store=True)


def put(
    store: Store,
    match: Match = GOOD,
    *,
    told: bool = False,
    silent: bool = False,
    quiet: bool = False,
    opened: bool = False,
    story: int = 1,
) -> str:
    """Store an entry with its story, and return the story's short id."""
    key = url_key(URL)
    assert key is not None
    entry = an_entry(key=key, keys=(key,), url=URL)
    with store.begin() as tx:
        saved = a_story(story, sources=2)
        saved = tx.stories.save(replace(saved, id=key) if opened else saved, words="", terms=())
        in_story = {key: saved.id} if match.store else {}
        tx.identities.remember([marks_of(entry)])
        tx.entries.save([Hit(entry=entry, match=match, quiet=quiet)], in_story, {key: "titles 0.82 alike"})
        if told:
            channel = tx.channels.save(a_subscription()).channel_id
            tx.alerts.queue([an_alert(story_id=saved.id, channel_id=channel, keys=() if silent else (key,))])
            tx.alerts.sent([an_alert().id], "77", NOW)
    return saved.short


def test_what_was_sent_names_its_story_and_why_it_is_in_it(store: Store, type_in: Type) -> None:
    """The reader can find the alert that he got instead."""
    short = put(store, told=True)
    said = type_in(f"/why {URL}")
    assert "Why this was sent (score 0.90; alerts start at 0.60)" in said
    assert f"Grouped: into story {short} “Presidents sign decree”, 2 sources, told to 1 chat" in said
    assert "Because: titles 0.82 alike" in said


def test_one_more_source_was_not_sent(store: Store, type_in: Type) -> None:
    """The story was told here by another entry; this one only made it count more sources."""
    put(store, told=True, silent=True)
    assert "it is one more source of a story that was told" in type_in(f"/why {URL}")


def test_an_entry_below_the_mark_was_sent_where_it_brought_an_update(store: Store, type_in: Type) -> None:
    """It is in a story that was told, and what was new in it was sent, although it would not have been by itself."""
    put(store, WEAK, told=True)
    assert "Why this was sent (score 0.40; alerts start at 0.60)" in type_in(f"/why {URL}")


def test_an_entry_below_the_mark_is_a_source_of_a_story_that_was_told(store: Store, type_in: Type) -> None:
    """It stands in the list of sources that the chat sees; without the story it would not be told at all."""
    put(store, WEAK, told=True, silent=True)
    assert "it is one more source of a story that was told (score 0.40" in type_in(f"/why {URL}")


def test_an_entry_below_the_mark_in_an_untold_story_was_not_sent(store: Store, type_in: Type) -> None:
    """Its score says why."""
    put(store, WEAK)
    assert "Why this was not sent (score 0.40; alerts start at 0.60)" in type_in(f"/why {URL}")


def test_what_another_chat_got_was_not_sent_here(store: Store, type_in: Type) -> None:
    """ "Sent" is said only where something was sent to the chat that asks."""
    put(store)
    with store.begin() as tx:
        channel = tx.channels.save(a_subscription(target=replace(HERE, chat="other"))).channel_id
        key = url_key(URL) or ""
        tx.alerts.queue([an_alert(story_id=a_story().id, channel_id=channel, keys=(key,))])
        tx.alerts.sent([an_alert().id], "77", NOW)
    assert "was not sent: no chat asked for it then" in type_in(f"/why {URL}")


def test_what_was_dropped_says_as_what_it_was_known(store: Store, type_in: Type) -> None:
    """Another feed's copy made no entry, and leaves a line that says so."""
    put(store, told=True)
    key = url_key(URL) or ""
    copy = replace(an_entry(key=key, keys=(key,), url=URL), feed_id="two")
    with store.begin() as tx:
        tx.identities.drop([Recognised(entry=copy, known_as=key, why=Known.SHARED)], NOW)
    assert "Dropped: two: known as “Entry 1”: the same words at the same address" in type_in(f"/why {URL}")


def test_what_opened_a_story_says_so(store: Store, type_in: Type) -> None:
    """The first report is not grouped into anything."""
    short = put(store, told=True, opened=True)
    assert f"opened story {short}" in type_in(f"/why {URL}")


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "was not sent: no chat asked for it then"),
        ({"quiet": True}, "was not sent: it was in the feed before I first looked"),
        ({"match": NO_MATCH}, "was not sent (score 0.00; alerts start at 0.60)"),
    ],
)
def test_what_was_not_sent_says_why(store: Store, type_in: Type, fields: dict[str, object], answer: str) -> None:
    """Three different silences, three answers."""
    put(store, **fields)  # type: ignore[arg-type]
    assert answer in type_in(f"/why {URL}")


def test_what_is_off_topic_is_in_no_story(store: Store, type_in: Type) -> None:
    """It was looked at and left out."""
    put(store, NO_MATCH)
    assert "Grouped: no: it was not stored" in type_in(f"/why {URL}")


@pytest.mark.parametrize(
    ("settings", "answer"),
    [
        ({"send": Send.IMPORTANT}, "this chat gets important stories only"),
        ({"send": Send.DIGEST, "digest": "daily 08:00"}, "this chat gets digests in place of alerts"),
        ({"include": ("potash",)}, "the filters of this chat leave it out"),
    ],
)
def test_what_a_chat_did_not_ask_for_says_so(
    store: Store, type_in: Type, settings: dict[str, Any], answer: str
) -> None:
    """By its settings, whatever other chats get."""
    put(store)
    with store.begin() as tx:
        tx.channels.save(a_subscription(**settings))
    assert f"Why this was not sent: {answer}" in type_in(f"/why {URL}")
