"""What do readers see when an outlet edits what it published?"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Hit, Target
from bot.store.entries import Revision
from bot.work.service import Work
from tests.fakes.feed_server import ok
from tests.fakes.telegram_server import ANA
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
DECREE = "Lukashenko and Putin sign decree on 14 air defence sites in Minsk"
MENDED = "Lukashenko and Putin sign decree on 40 air defence sites in Minsk"
REWORDED = "Lukashenko and Putin sign in Minsk a decree on 14 air defence sites"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        await made.prime(PRIVATE)
        yield made


def edit(here: World, before: str, after: str) -> None:
    """The outlet changes an item in place: same address, same guid, same date."""
    here._items["one"] = [item.replace(before, after) for item in here._items["one"]]
    here.serve("one")
    answer = here.feeds.scripts["/one"]
    assert len(answer) == 1
    pieces = [piece.replace(b'ETag: "', b'ETag: "edited') for piece in answer[0].pieces]
    here.feeds.scripts["/one"] = [replace(answer[0], pieces=pieces)]


async def versions(work: Work, title: str) -> tuple[Hit, list[Revision]]:
    hits = await work.store.read(lambda tx: tx.entries.since(work.clock.now().replace(year=2020)))
    hit = next(hit for hit in hits if hit.entry.title == title)
    return hit, await work.store.read(lambda tx: tx.revisions.of(hit.entry.key))


async def test_another_number_edits_the_message_and_is_told_in_a_silent_reply(here: World) -> None:
    """The first message shows the new headline; a reply says that it is another now."""
    assert here.telegram is not None
    here.publish(DECREE)
    await here.run()
    (first,) = here.telegram.messages(ANA.id)
    assert DECREE in first.text
    edit(here, DECREE, MENDED)
    await here.run()
    await here.run()
    first, reply = here.telegram.messages(ANA.id)
    assert MENDED in first.text
    assert DECREE not in first.text
    assert MENDED in reply.text
    assert reply.silent
    async with here.process() as work:
        hit, before = await versions(work, MENDED)
        assert [each.title for each in before] == [DECREE]
        assert hit.match.alert


async def test_another_wording_only_edits_the_message(here: World) -> None:
    """No second message for a headline that says the same."""
    assert here.telegram is not None
    here.publish(DECREE)
    await here.run()
    edit(here, DECREE, REWORDED)
    await here.run()
    (first,) = here.telegram.messages(ANA.id)
    assert REWORDED in first.text


async def test_versions_that_take_turns_are_no_news(here: World) -> None:
    """Two caches of one outlet: the second version is told once, and nothing when the first one is back."""
    assert here.telegram is not None
    here.publish(DECREE)
    await here.run()
    for before, after in ((DECREE, MENDED), (MENDED, DECREE), (DECREE, MENDED)):
        edit(here, before, after)
        await here.run()
        await here.run()
        first, reply = here.telegram.messages(ANA.id)
        assert MENDED in first.text
        assert MENDED in reply.text


async def test_two_edits_in_one_poll_are_both_in_the_story(here: World) -> None:
    """The second does not undo the first."""
    here.publish(DECREE, "In Minsk on Monday the two presidents signed it.")
    here.publish(DECREE.replace("sign", "signed"), "It was signed in Minsk on Monday by the two presidents.")
    await here.run()
    edit(here, "on Monday", "on Tuesday")
    await here.run()
    async with here.process() as work:
        (story,) = await work.store.read(lambda tx: tx.stories.newest(5))
    assert len(story.reports) == 2
    assert all("on Tuesday" in report.text for report in story.reports)


async def test_an_edit_that_brings_an_entry_on_topic_is_news(here: World) -> None:
    """A headline was all there was; an hour later its text says what it is about."""
    assert here.telegram is not None
    here.publish("Air defence: a decree", "More soon.")
    await here.run()
    assert here.telegram.messages(ANA.id) == []
    edit(here, "More soon.", f"{ON_TOPIC}, the Kremlin said. Lukashenko and Putin met in Moscow, Russia, before.")
    await here.run()
    await here.run()
    (told,) = here.telegram.messages(ANA.id)
    assert "Air defence: a decree" in told.text
    async with here.process() as work:
        hit, before = await versions(work, "Air defence: a decree")
        assert [each.text for each in before] == ["More soon."]
        assert (await work.store.read(lambda tx: tx.entries.story_of(hit.entry.key)))[0] is not None


async def test_an_entry_that_stays_off_topic_keeps_no_versions(here: World) -> None:
    """Most entries are; their edits are nobody's business."""
    here.publish("Paris expects rain")
    await here.run()
    edit(here, "rain", "snow")
    await here.run()
    async with here.process() as work:
        _, before = await versions(work, "Paris expects snow")
    assert before == []


async def test_two_feeds_with_one_page_do_not_edit_each_other(tmp_path: Path) -> None:
    """The same address under two titles is known once and not an edit at every poll."""
    async with world(tmp_path, with_telegram=True, names=("one", "two")) as here:
        await here.prime(PRIVATE)
        here.publish(DECREE)
        await here.run()
        here._items["two"] = [item.replace(DECREE, MENDED) for item in here._items["one"]]
        here.serve("two")
        await here.run()
        async with here.process() as work:
            _, before = await versions(work, DECREE)
        assert before == []


async def test_what_was_stored_before_hashes_were_kept_is_noted_first(here: World) -> None:
    """After an update of the program no old entry counts as edited."""
    here.publish(NEXT_DAY)
    await here.run()
    with closing(sqlite3.connect(here.folder / "seedwatch.db")) as connection, connection:
        connection.execute("UPDATE entries SET said = NULL")
    connection.close()
    edit(here, NEXT_DAY, f"{NEXT_DAY}!")
    await here.run()
    async with here.process() as work:
        hit, before = await versions(work, NEXT_DAY)
        said = await work.store.read(lambda tx: tx.revisions.said("one", [hit.entry.key]))
    assert before == []
    assert said[hit.entry.key].hash is not None


async def test_the_text_of_a_page_outlives_an_edit_of_the_feed(here: World) -> None:
    """The feed's lead does not take the place of the longer text that was read behind it."""
    here.fulltext = "auto"
    text = "The decree on air defence sites was signed in Minsk on Monday, the office of the president said. " * 3
    page = ok(f"<html><body><main><article><p>{text}</p></article></main></body></html>", Content_Type="text/html")
    here.publish(DECREE, "A short lead.", page=page)
    await here.run()
    edit(here, "A short lead.", "Another short lead.")
    await here.run()
    async with here.process() as work:
        hit, before = await versions(work, DECREE)
    assert len(before) == 1
    assert hit.entry.text == f"A short lead.\n{text.strip()}"
