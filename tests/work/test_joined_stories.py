"""What do chats see when a poll shows that two stories are one, and what leads to the story then?"""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from bot.chat.rendering.trace import Fate, trace
from bot.config.sources.file import load
from bot.model import Bond
from bot.store.engine import Store
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.replay import Trial, replay
from bot.work.watch import watch
from tests.samples import NOW, a_subscription
from tests.small_topic import news, poll, url, write_config

ENTRIES = [
    news("Lukashenko tells Putin: refinery crews of Mozyr walk out over wages and rosters"),
    news("Russia stops oil for Belarus: pipeline of Gomel closed, thousands of tons stranded", feed="two", minutes=20),
    news(
        "Pipeline of Gomel closed, crews of the Mozyr refinery walk out over wages: Russia and Belarus lose oil",
        minutes=40,
    ),
]


def test_both_messages_of_a_chat_lead_to_the_one_story(tmp_path: Path) -> None:
    """The first one shows all reports, the second says that it is part of another story; both ids work."""
    config = write_config(tmp_path)
    texts: dict[str, list[str]] = defaultdict(list)
    with Store(url(tmp_path)) as store:
        to = a_subscription(since=NOW - timedelta(days=1))
        with store.begin() as tx:
            to = tx.channels.save(to)
        for number, entry in enumerate(ENTRIES):
            poll(store, config, entry)
            with store.begin() as tx:
                desk = Desk(to=to, topic="Topic", zone="UTC", language=None, feeds={}, now=entry.seen)
                parcels, _ = compose(tx, tx.outbox.claim(to.channel_id, entry.seen, most=9), desk)
                for parcel in parcels:
                    assert parcel.message is not None
                    texts[parcel.edits or f"m{number}"].append(parcel.message.text)
                    tx.alerts.sent([each.id for each in parcel.alerts], parcel.edits or f"m{number}", entry.seen)
        with store.begin() as tx:
            (story,) = tx.stories.each_since(None)
            shorts = {tx.regroups.heir(entry.key) for entry in ENTRIES[:2]}
            assert {tx.entries.story_of(entry.key)[0] for entry in ENTRIES} == shorts == {story.id}
            traced = [trace(tx, entry.url or "", to.channel_id) for entry in ENTRIES]
            assert [each and each.fate for each in traced] == [Fate.TOLD, Fate.TOLD, Fate.SILENT]
            moved = tx.entries.story_of(ENTRIES[1].key)[1]
            assert isinstance(moved, Bond)
            assert len(moved.parts) == 1
            given = list(tx.entries.each_since(NOW))
    assert len(story.reports) == 3
    assert texts["m0"][-1].startswith(f"Updated: {ENTRIES[0].title} (2 sources")
    assert texts["m1"][-1].startswith(f"Part of another story: {ENTRIES[0].title}")
    trial = Trial(watch=watch(load(config), NOW))
    replay(given, [trial], start=NOW, step=lambda: None)
    assert {name: each.reports for name, each in trial.stories.items()} == {story.id: story.reports}
    assert trial.sent == {story.id}
