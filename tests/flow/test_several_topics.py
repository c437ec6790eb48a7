"""Two topics in one service: from shared feeds to verdicts, stories and alerts of their own."""

from collections import Counter
from pathlib import Path

import pytest

from bot.chat.message import Command
from bot.errors import ConfigError
from bot.model import Hit, Subscription, Target, opened_by
from bot.ops import metrics
from bot.work.service import Work
from tests.fakes.telegram_server import ANA
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world
from tests.samples import NO_MATCH, an_entry

FERRY_SEEDS = """topic: {sides: [north, south]}
entities:
  - {id: northport, name: Northport, kind: place, side: north}
  - {id: southport, name: Southport, kind: place, side: south}
"""
FERRY = "Northport rejects budget of Southport harbour police after winter storm"
BOTH = "Belarus and Russia buy shares of a timber terminal between Northport and Southport"
CHAT = Target(platform="telegram", chat=str(ANA.id))


def with_ferry(here: World, choice: str = "") -> World:
    """Let a world's file have a second topic, which reads all sources or some."""
    seeds = here.folder / "ferry"
    seeds.mkdir(exist_ok=True)
    (seeds / "names.yaml").write_text(FERRY_SEEDS, "utf-8")
    here.more = f"topics:\n  - {{id: ferry, name: Ferry treaty, seeds: {seeds}{choice}}}\n"
    return here


async def subscribe(work: Work, *topics: str) -> None:
    """Let a chat have these topics."""
    for topic in topics:
        wanted = Subscription(channel_id=0, target=CHAT, title="", topic=topic, since=work.clock.now())
        await work.store.write(lambda tx, wanted=wanted: tx.channels.save(wanted))  # type: ignore[misc]


async def titles(work: Work, topic: str) -> list[str]:
    """Return the headlines of a topic's stories, newest first."""
    return [each.title for each in await work.store.read(lambda tx: tx.about(topic).stories.newest(9))]


async def test_a_shared_feed_is_asked_once_and_judged_for_each(tmp_path: Path) -> None:
    """Its entries are stored once; verdicts, stories and alerts belong to a topic, and the columns to the first."""
    async with world(tmp_path) as here:
        with_ferry(here)
        await here.prime()
        asked = len(here.feeds.asked)
        for title in (ON_TOPIC, FERRY, BOTH):
            here.publish(title)
        async with here.process() as work:
            await subscribe(work, "main", "ferry")
            assert (await here.look(work)).entries_new == 3
            assert len(here.feeds.asked) == asked + 1
            assert set(await titles(work, "main")) == {ON_TOPIC, BOTH}
            assert set(await titles(work, "ferry")) == {FERRY, BOTH}
            main, ferry = [
                await work.store.read(lambda tx, topic=topic: tx.about(topic).entries.since(work.started))  # type: ignore[misc]
                for topic in ("main", "ferry")
            ]
            assert [hit.entry.key for hit in main] == [hit.entry.key for hit in ferry]
            assert {hit.entry.title for hit in main if hit.match.alert} == {ON_TOPIC, BOTH}
            assert {hit.entry.title for hit in ferry if hit.match.alert} == {FERRY, BOTH}
            told = {
                topic: await work.store.read(
                    lambda tx, topic=topic: [  # type: ignore[misc]
                        tx.about(topic).alerts.told(each.id) for each in tx.about(topic).stories.newest(9)
                    ]
                )
                for topic in ("main", "ferry")
            }
            assert told == {"main": [{1}, {1}], "ferry": [{2}, {2}]}


async def test_metrics_name_the_topic_where_there_are_several(tmp_path: Path) -> None:
    """Stories and messages are counted by topic; a service of one topic shows what it always showed."""

    def counts(**topic: str) -> Counter[str]:
        of = {"stories": {"event": "new"}, "deliveries": {"platform": "telegram", "result": "sent"}}
        got = {name: metrics.registry.get_sample_value(f"seedwatch_{name}_total", of[name] | topic) for name in of}
        return Counter({name: int(value or 0) for name, value in got.items()})

    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(CHAT)
        before = counts()
        here.publish(ON_TOPIC)
        await here.run()
        assert counts() - before == {"stories": 1, "deliveries": 1}
        alone, first, second = counts(), counts(topic="belarus-and-russia"), counts(topic="ferry")
        with_ferry(here)
        here.publish(NEXT_DAY)
        here.publish(FERRY)
        async with here.process() as work:
            await subscribe(work, "ferry")
            await here.look(work)
        assert counts(topic="belarus-and-russia") - first == {"stories": 1, "deliveries": 1}
        assert counts(topic="ferry") - second == {"stories": 1, "deliveries": 1}
        assert counts() == alone
        assert 'topic=""' not in metrics.exposition().decode()


async def test_two_topics_reach_chats_on_both_platforms(tmp_path: Path) -> None:
    """A chat gets the topics that it chose, each message with its name; one item of both comes once for each."""
    async with world(tmp_path, with_telegram=True, with_slack=True) as here:
        telegram, slack = here.telegram, here.slack
        assert telegram is not None
        assert slack is not None
        with_ferry(here)
        await here.prime()
        async with here.process() as work:
            telegram.say(ANA.id, "/start")
            await telegram.wait_for(lambda: telegram.messages(ANA.id))
            (hello,) = telegram.messages(ANA.id)
            more = next(data for data in hello.button_data if data.startswith("b:"))
            telegram.click(ANA.id, hello.id, more)
            await telegram.wait_for(lambda: "Ferry treaty" in telegram.messages(ANA.id)[-1].text.splitlines()[0])
            await slack.command("/watch", "start topic:ferry", channel="C1", user="U1")
            await slack.wait_for(lambda: slack.ephemerals("C1"))
            before = len(telegram.messages(ANA.id))
            here.publish(ON_TOPIC)
            here.publish(BOTH)
            asked = len(here.feeds.asked)
            await here.look(work)
            assert len(here.feeds.asked) == asked + 1
            telegram.say(ANA.id, "/latest topic:ferry")
            await telegram.wait_for(lambda: "newest story" in telegram.messages(ANA.id)[-1].text)
        alerts = [each.text for each in telegram.messages(ANA.id)[before:-1]]
        assert sorted(("Ferry treaty · " in each, ON_TOPIC in each, BOTH in each) for each in alerts) == [
            (False, False, True),
            (False, True, False),
            (True, False, True),
        ]
        assert all(("Belarus and Russia · " in each) != ("Ferry treaty · " in each) for each in alerts)
        assert "Ferry treaty · 1 newest story" in telegram.messages(ANA.id)[-1].text
        told, card = slack.messages("C1")
        assert told.words.startswith("Ferry treaty · ")
        assert BOTH in card.words
        assert ON_TOPIC not in card.words
        assert "Ferry treaty · " in card.words


async def test_a_topic_is_added_while_the_service_runs(tmp_path: Path) -> None:
    """A reload takes it, chats choose it, and the next look judges for it; an id that changed is refused."""
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime()
        async with here.process() as work:
            with_ferry(here).config()
            assert (await work.reloading.asked()).changed
            await work.handle(Command(verb="subscribe", arguments="topic:ferry", target=CHAT, title="a chat"))
            here.publish(FERRY)
            assert (await here.look(work)).alerts == 1
            here.more = here.more.replace("id: ferry", "id: boats")
            here.config()
            refused = await work.reloading.asked()
            assert refused.refused
            assert "id: ferry  again" in str(refused.problems)


async def test_an_edit_is_judged_anew_for_each_topic(tmp_path: Path) -> None:
    """An entry of one topic that becomes one of the other opens a story there and stays where it was."""
    async with world(tmp_path) as here:
        with_ferry(here)
        await here.prime()
        here.publish(ON_TOPIC)
        await here.run()
        items = here._items["one"]
        items[0] = items[0].replace(ON_TOPIC, BOTH)
        here.serve("one", etag='"edited"')
        async with here.process() as work:
            assert await titles(work, "ferry") == []
            await here.look(work)
            assert await titles(work, "ferry") == [BOTH]
            (story,) = await work.store.read(lambda tx: tx.stories.newest(9))
            (entry,) = await work.store.read(lambda tx: tx.entries.since(work.started.replace(year=2000)))
            assert entry.entry.title == BOTH
            assert await work.store.read(lambda tx: tx.entries.story_of(entry.entry.key)[0]) == story.id
            assert await work.store.read(lambda tx: tx.about("ferry").entries.story_of(entry.entry.key)[0]) != story.id


async def test_a_topic_reads_the_sources_that_it_chose(tmp_path: Path) -> None:
    """What others bring is none of its news, until one of its own sources brings the same item."""
    async with world(tmp_path, names=("one", "two")) as here:
        with_ferry(here, ", sources: [two]")
        await here.prime()
        here.publish(BOTH, feed="one")
        async with here.process() as work:
            await subscribe(work, "main", "ferry")
            await here.look(work)
            assert (await titles(work, "main"), await titles(work, "ferry")) == ([BOTH], [])
            here._items["two"] = list(here._items["one"])
            here.serve("two")
            for _ in range(2):
                await here.look(work)
            assert await titles(work, "ferry") == [BOTH]
            (story,) = await work.store.read(lambda tx: tx.about("ferry").stories.newest(9))
            assert [report.feed_id for report in story.reports] == ["two"]
            assert await work.store.read(lambda tx: tx.alerts.told(story.id)) == {2}
            assert await work.store.read(lambda tx: tx.entries.count()) == 1


async def test_the_first_topic_may_choose_too(tmp_path: Path) -> None:
    """A source that only another one reads is polled, and says nothing to the first."""
    async with world(tmp_path, names=("one", "two")) as here:
        with_ferry(here, ", sources: [one]")
        here.topic = "{name: Belarus and Russia, sources: [two]}"
        await here.prime()
        here.publish(BOTH, feed="one")
        async with here.process() as work:
            await here.look(work)
            assert (await titles(work, "main"), await titles(work, "ferry")) == ([], [BOTH])
            here._items["two"] = list(here._items["one"])
            here.serve("two")
            await here.look(work)
            assert (await titles(work, "main"), await titles(work, "ferry")) == ([BOTH], [BOTH])


async def test_a_topic_is_added_and_taken_out(tmp_path: Path) -> None:
    """One that is gone keeps what it has and its chat rests; back again, the chat is told what comes from then on."""
    async with world(tmp_path) as here:
        await here.prime()
        with_ferry(here)
        async with here.process() as work:
            await subscribe(work, "ferry")
        with_it, here.more = here.more, ""
        here.publish(FERRY)
        async with here.process() as work:
            (resting,) = await work.store.read(lambda tx: tx.channels.all())
            assert resting.paused is not None
            await here.look(work)
        here.more = with_it
        here.publish(BOTH)
        async with here.process() as work:
            (awake,) = await work.store.read(lambda tx: tx.channels.all())
            assert (awake.paused, awake.since) == (None, here.clock.now())
            await here.look(work)
            assert await titles(work, "ferry") == [BOTH]


async def test_another_id_for_a_topic_is_refused(tmp_path: Path) -> None:
    """What is stored of it, and who chose it, hang on the id: the answer says what to write."""
    async with world(tmp_path) as here:
        with_ferry(here)
        await here.prime()
        here.more = here.more.replace("id: ferry", "id: boats")
        with pytest.raises(ConfigError, match=r"'ferry' is gone and 'boats' is new.* id: ferry  again"):
            await here.run()


async def test_the_first_topic_stays_the_first(tmp_path: Path) -> None:
    """A file that puts another one first is refused, since rows of the first bear no id."""
    async with world(tmp_path) as here:
        with_ferry(here)
        await here.prime()
        first = here.folder / "ferry"
        here.topic = "{name: Ferry treaty, id: ferry}"
        here.more = f"topics:\n  - {{id: belarus-and-russia, name: Belarus and Russia, seeds: {first}}}\n"
        with pytest.raises(ConfigError, match="put 'belarus-and-russia' first again"):
            await here.run()


def test_ids_of_stories_have_the_order_of_keys() -> None:
    """Ties in grouping fall alike in each topic: beside another one it groups as it would alone."""
    hits = [
        Hit(entry=an_entry(number), match=NO_MATCH, topic=topic) for number in range(9) for topic in ("main", "ferry")
    ]
    of = {
        topic: sorted((each for each in hits if each.topic == topic), key=lambda hit: hit.entry.key)
        for topic in ("main", "ferry")
    }
    for of_topic in of.values():
        ids = [opened_by(each) for each in of_topic]
        assert ids == sorted(ids)
        assert max(map(len, ids)) <= 40
    assert not {opened_by(each) for each in of["main"]} & {opened_by(each) for each in of["ferry"]}
