"""Are entries and stories found again by what identifies them?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feeds.identity import marks_of
from bot.model import Cursor, Hit, Story
from bot.store import stories
from bot.store.engine import Store
from bot.store.transaction import Transaction
from tests.samples import NO_MATCH, NOW, a_story, an_entry


def test_a_story_comes_back_whole(store: Store) -> None:
    """Everything in a story survives the database, and its short id stays."""
    with store.begin() as tx:
        saved = tx.stories.save(a_story(sources=3), words="president decree", terms={"a", "b"})
        assert len(saved.short) >= 4
        assert tx.stories.by_short(saved.short.upper()) == saved
        assert tx.stories.save(saved, words="president decree", terms={"a"}) == saved
        assert tx.stories.count() == 1


def test_a_story_is_read_as_it_is_in_this_transaction(store: Store) -> None:
    """What is remembered of stories is what was committed, also after a change was taken back or a story removed."""

    class TakenBackError(Exception):
        pass

    def change(tx: Transaction) -> None:
        tx.stories.save(changed, words="", terms=())
        tx.stories.remove(two)
        assert tx.stories.by_id([one.id, two.id]) == [changed]
        raise TakenBackError

    with store.begin() as tx:
        one, two = (tx.stories.save(a_story(number), words="", terms=()) for number in (1, 2))
        assert tx.stories.by_id([one.id, two.id]) == [one, two]
    changed = replace(one, title="Another headline")
    with pytest.raises(TakenBackError), store.begin() as tx:
        change(tx)
    with store.begin() as tx:
        assert tx.stories.by_id([two.id, one.id]) == [two, one]
        tx.stories.save(changed, words="", terms=())
    with store.begin() as tx:
        assert tx.stories.by_id([one.id, two.id]) == [changed, two]


def test_a_story_of_another_topic_is_never_read_as_it_was(store: Store) -> None:
    """Each topic has a stamp of its own, so only a topic's own stories are remembered by it."""
    with store.begin() as tx:
        tx.stories.save(a_story(1), words="", terms=())
        other = tx.about("other").stories.save(replace(a_story(2), topic="other"), words="", terms=())
        assert tx.stories.by_id([other.id]) == [other]
        changed = tx.about("other").stories.save(replace(other, title="Another headline"), words="", terms=())
        assert tx.stories.by_id([other.id]) == [changed]


def test_stories_that_did_not_change_are_not_decoded_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grouping reads the same stories for each entry of a busy day; only those that somebody else wrote are decoded."""
    with store.begin() as tx:
        saved = [tx.stories.save(a_story(number), words="", terms=()) for number in range(3)]
    monkeypatch.setattr(stories, "from_text", None)
    with store.begin() as tx:
        assert tx.stories.by_id([each.id for each in saved]) == saved


def test_importances_are_those_of_the_window_whatever_changed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read once and then follow what is new, changed or removed, and time itself."""
    kept: dict[str, Story] = {}

    def change(tx: Transaction, step: int) -> None:
        number = step * 7 % 11
        story = a_story(number, updated=NOW + timedelta(hours=step), importance=step % 5 / 2, alert=step % 4 != 0)
        story = replace(story, opened=NOW + timedelta(hours=step % 3 * 9 - number))
        if step % 6 == 5:
            for gone in filter(None, [kept.pop(story.id, None)]):
                tx.stories.remove(gone)
        else:
            kept[story.id] = tx.stories.save(story, words="", terms=())

    with store.begin() as tx:
        change(tx, 1)
    for step in range(2, 60):
        since = NOW + timedelta(hours=step / 4 - 8)
        with store.begin() as tx:
            found = tx.stories.importances(since)
            assert found == sorted(
                (each.importance for each in kept.values() if each.alert and each.opened >= since), reverse=True
            )
            monkeypatch.setattr(stories, "_IMPORTANCES", None)  # nothing is read again
            change(tx, step)


def test_what_shares_a_term_within_the_window_is_counted(store: Store) -> None:
    """Each term comes with the stories that have it; old ones and strangers do not come at all."""
    with store.begin() as tx:
        one = tx.stories.save(a_story(1), words="", terms={"a", "b"})
        two = tx.stories.save(a_story(2), words="", terms={"b"})
        tx.stories.save(a_story(3), words="", terms={"c"})
        tx.stories.save(a_story(4, updated=NOW - timedelta(days=9)), words="", terms={"b"})
        assert tx.stories.spread({"a", "b", "x"}, NOW - timedelta(days=3)) == {"a": 1, "b": 2}
        having = tx.stories.having({"a", "b", "x"}, NOW - timedelta(days=3))
        assert {term: set(ids) for term, ids in having.items()} == {"a": {one.id}, "b": {one.id, two.id}}


def test_search_takes_every_word_literally(store: Store) -> None:
    """Full-text syntax in a query is text; each word must be there in one of its forms."""
    with store.begin() as tx:
        tx.stories.save(a_story(), words="minsk sankts", terms=())
        assert list(tx.stories.each_newest(5, stems=[("minsk",), ("sankt*", "x")]))
        assert not list(tx.stories.each_newest(5, stems=[("sankt",)]))
        assert not list(tx.stories.each_newest(5, stems=[("minsk",), ("NOT",)]))
        assert not list(tx.stories.each_newest(5, stems=[('"; DROP TABLE', "*")]))


def test_a_changed_story_is_found_by_its_new_words_only(store: Store) -> None:
    """The search index follows the story."""
    with store.begin() as tx:
        tx.stories.save(a_story(), words="old", terms=())
        tx.stories.save(a_story(), words="new", terms=())
        assert not list(tx.stories.each_newest(5, stems=[("old",)]))
        assert list(tx.stories.each_newest(5, stems=[("new",)]))


def test_an_entry_is_new_once(store: Store) -> None:
    """Saved entries are known by their signs, and come back as they were."""
    entry = an_entry()
    with store.begin() as tx:
        assert tx.identities.recognise([entry])[0] == [entry]
        tx.entries.save([Hit(entry=entry, match=NO_MATCH)], {})
        tx.identities.remember([marks_of(entry)])
        assert tx.identities.recognise([entry])[0] == []
        assert tx.entries.count() == 1
        found = tx.entries.find(key=entry.key)
        assert found is not None
        assert found.entry.title == entry.title


def test_old_grouping_terms_are_forgotten(store: Store) -> None:
    """Terms older than the window go; the story stays."""
    with store.begin() as tx:
        tx.stories.save(a_story(), words="w", terms={"a"})
        assert tx.stories.forget_terms(NOW + timedelta(days=7)) == 1
        assert tx.stories.newest(5)


def test_paces_are_those_of_the_feeds_that_fell_silent(store: Store) -> None:
    """A feed that brought something since then is left out; without such a time all are there."""
    day = timedelta(days=1)
    with store.begin() as tx:
        for feed, days in (("brisk", (9, 6, 1)), ("silent", (9, 6, 3)), ("former", (40,))):
            keys = [f"{feed}{ago}" for ago in days]
            entries = [
                replace(an_entry(), key=key, keys=(key,), feed_id=feed, seen=NOW - ago * day)
                for key, ago in zip(keys, days, strict=True)
            ]
            tx.entries.save([Hit(entry=each, match=NO_MATCH) for each in entries], {})
            tx.feeds.advance(Cursor(feed_id=feed, due=NOW))
        silent = (3, NOW - 9 * day, NOW - 3 * day)
        assert tx.past.paces(NOW - 28 * day, NOW - 2 * day) == {"silent": silent}
        assert set(tx.past.paces(NOW - 28 * day)) == {"brisk", "silent"}
