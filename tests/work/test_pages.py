"""Are pages read where they decide or improve something, and nowhere else, whatever becomes of them?"""

from functools import partial
from pathlib import Path

import pytest

from bot.model import Entry, Fulltext, Hit, Match, Target
from bot.topic.match import match
from bot.topic.topic import Topic
from bot.work.polling.pages import MOST, Pages, needs_page, with_page
from bot.work.service import Work
from tests.fakes.feed_server import Answer, ok, raw, status
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, World, world
from tests.samples import NO_MATCH, an_entry

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
ONE_SIDED = "Lukashenko names a new minister of defence"
LONG = "The new minister of defence took office in the morning, and nobody was surprised by his name. " * 3
PARAGRAPHS = (
    "The minister of defence will fly to Moscow on Friday and meet Putin in the Kremlin, the office said.",
    "Russia is to station a regiment of the joint air defence of the two countries, which Lukashenko had asked for.",
    "Nobody else was named for the government, and the former minister will teach at the academy from now on.",
)


def a_page(*paragraphs: str) -> Answer:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return ok(
        f"<!doctype html><html><head><title>x</title></head><body><main><article>{body}</article></main></body></html>",
        Content_Type="text/html; charset=utf-8",
    )


def pages_asked(here: World) -> list[str]:
    return [asked.path for asked in here.feeds.asked if asked.path.startswith("/one/")]


def headline_only(topic: Topic, entry: Entry) -> Match:
    """Find nothing in an entry that has a text."""
    return NO_MATCH if entry.text else match(topic, entry)


async def stored(work: Work) -> dict[str, Hit]:
    hits = await work.store.read(lambda tx: tx.entries.since(work.started))
    return {hit.entry.title: hit for hit in hits}


@pytest.mark.parametrize(
    ("mode", "score", "text", "wanted"),
    [
        (Fulltext.NEVER, 0.9, "", False),
        (Fulltext.ALWAYS, 0.9, LONG, True),
        (Fulltext.ALWAYS, 0.36, LONG, True),
        (Fulltext.ALWAYS, 0.2, "", False),
        (Fulltext.AUTO, 0.9, LONG, False),
        (Fulltext.AUTO, 0.9, "A lead.", True),
        (Fulltext.AUTO, 0.36, "", True),
        (Fulltext.AUTO, 0.36, LONG, False),
        (Fulltext.AUTO, 0.55, LONG, True),
        (Fulltext.AUTO, 0.2, "", False),
    ],
)
def test_where_a_page_is_worth_a_request(mode: Fulltext, score: float, text: str, wanted: bool) -> None:
    """Never, for all that is kept, or where it decides or improves; never for what is off topic or has no address."""
    found = Match(score=score, alert=score >= 0.6, store=score >= 0.35)
    assert needs_page(an_entry(text=text), found, mode, alert_at=0.6) is wanted
    assert not needs_page(an_entry(text=text, url=None), found, mode, alert_at=0.6)


def test_the_feeds_own_lead_is_not_lost() -> None:
    """A page that begins like the feed takes its place; one that does not comes after it."""
    page = f"{LONG}And more."
    assert with_page(an_entry(text=LONG[:150]), page).text == page
    assert with_page(an_entry(text="Another lead."), page).text == f"Another lead.\n{page}"
    assert with_page(an_entry(), page).text == page


async def test_a_page_brings_the_other_side(tmp_path: Path) -> None:
    """A headline with one side is no alert; with the text behind it, it is one, told with its first sentences."""
    async with world(tmp_path, with_telegram=True) as here:
        here.fulltext = "auto"
        await here.prime(PRIVATE)
        here.publish(ONE_SIDED, page=a_page(*PARAGRAPHS))
        async with here.process() as work:
            assert (await here.look(work)).alerts == 1
            hit = (await stored(work))[ONE_SIDED]
            assert hit.entry.text.splitlines() == list(PARAGRAPHS)
            assert hit.match.alert
        assert here.telegram is not None
        (told,) = here.telegram.messages(ANA.id)
        assert PARAGRAPHS[0] in told.text


async def test_a_first_poll_reads_no_page(tmp_path: Path) -> None:
    """What a feed held before we first looked costs its site nothing more; afterwards only what is new does."""
    async with world(tmp_path) as here:
        here.fulltext = "always"
        here.publish(ON_TOPIC, page=a_page(*PARAGRAPHS))
        await here.prime()
        assert pages_asked(here) == []
        here.publish(ONE_SIDED, page=a_page(*PARAGRAPHS))
        here.publish("Paris expects rain", page=a_page(*PARAGRAPHS))
        await here.run()
        await here.run()
        assert pages_asked(here) == ["/one/1"]


@pytest.mark.parametrize(
    "page",
    [
        status(403),
        status(500),
        raw(b"", after="close"),
        ok(b"%PDF", Content_Type="application/pdf"),
        a_page("Subscribe to continue reading this article. " * 6),
        a_page("Nothing."),
    ],
)
async def test_a_page_that_cannot_be_taken_changes_nothing(tmp_path: Path, page: Answer) -> None:
    """The alert goes out with what the feed gave."""
    async with world(tmp_path, with_telegram=True) as here:
        here.fulltext = "auto"
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC, page=page)
        async with here.process() as work:
            assert (await here.look(work)).alerts == 1
            assert (await stored(work))[ON_TOPIC].entry.text == ""


async def test_pages_that_hang_delay_an_alert_by_the_budget_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the time is up the poll goes on; what was read until then counts."""
    monkeypatch.setattr("bot.work.service.Pages", partial(Pages, seconds=0.2))
    async with world(tmp_path, with_telegram=True) as here:
        here.fulltext = "auto"
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC, page=raw(b"", after="hang"))
        async with here.process() as work:
            assert (await here.look(work)).alerts == 1


async def test_one_poll_reads_few_pages(tmp_path: Path) -> None:
    """Those first that a page decides, the likeliest first."""
    async with world(tmp_path) as here:
        here.fulltext = "always"
        await here.prime()
        for number in range(MOST):
            here.publish(f"{ON_TOPIC}, part {number}", page=status(404))
        here.publish(ONE_SIDED, page=status(404))
        await here.run()
        asked = pages_asked(here)
        assert len(asked) == MOST
        assert asked[0] == f"/one/{MOST}"


async def test_a_page_never_takes_an_alert_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found in a page may belong to something else that stands there."""
    async with world(tmp_path, with_telegram=True) as here:
        here.fulltext = "auto"
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC, page=a_page(*PARAGRAPHS, "Lukashenko and Putin sign Union State decree in Minsk."))
        monkeypatch.setattr("bot.topic.match.match", headline_only)
        async with here.process() as work:
            assert (await here.look(work)).alerts == 1
            assert (await stored(work))[ON_TOPIC].entry.text == ""


async def test_without_the_extra_no_page_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is optional; the service is not."""
    monkeypatch.setattr("bot.app.installed", lambda: False)
    async with world(tmp_path) as here:
        here.fulltext = "always"
        await here.prime()
        here.publish(ON_TOPIC, page=a_page(*PARAGRAPHS))
        assert await here.run() is not None
        assert pages_asked(here) == []
