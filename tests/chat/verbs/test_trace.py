"""Does /why with an address tell what became of the entry: sent or not, and which story it is in?"""

from dataclasses import replace

import pytest

from bot.feeds.identity import marks_of, url_key
from bot.model import Hit, Match
from bot.store.engine import Store
from tests.chat.verbs.conftest import Type
from tests.samples import NO_MATCH, a_story, a_subscription, an_alert, an_entry

URL = "https://one.example.org/news/1"
GOOD = Match(score=0.9, alert=True, store=True)


def put(
    store: Store, match: Match = GOOD, *, told: bool = False, quiet: bool = False, opened: bool = False, story: int = 1
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
            tx.channels.save(a_subscription())
            tx.alerts.queue([an_alert(story_id=saved.id)])
    return saved.short


def test_what_was_sent_names_its_story_and_why_it_is_in_it(store: Store, type_in: Type) -> None:
    """The reader can find the alert that he got instead."""
    short = put(store, told=True)
    said = type_in(f"/why {URL}")
    assert "Why this was sent (score 0.90; alerts start at 0.60)" in said
    assert f"Grouped   into story {short} “Presidents sign decree”, 2 sources, told to 1 chat" in said
    assert "Because   titles 0.82 alike" in said


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
    assert "Grouped   no: it was not stored" in type_in(f"/why {URL}")
