"""Does a trial decide as the service does, and tell what another configuration would send more and less?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.config.sources.file import load
from bot.model import Entry, Hit, Reason
from bot.store.engine import Store
from bot.work.replay import Difference, Trial, added, lost, replay
from bot.work.watch import watch
from tests.samples import NO_MATCH, NOW, a_subscription
from tests.small_topic import DECREE, GAS, news, poll, url, write_config

WEAK = "Minsk and Moscow open a museum"
STRICT, LOOSE = "match: {alert_at: 0.95}\n", "match: {alert_at: 0.4}\n"


def a_trial(config: Path) -> Trial:
    return Trial(watch=watch(load(config), NOW))


def hits(*entries: Entry, quiet: bool = False) -> list[Hit]:
    return [Hit(entry=entry, match=NO_MATCH, quiet=quiet) for entry in entries]


def run(trials: Iterable[Trial], given: Iterable[Hit], *, start: datetime = NOW) -> None:
    replay(given, trials, start=start, step=lambda: None)


@pytest.fixture
def week() -> list[Entry]:
    return [
        news(DECREE),
        news("Cat show opens", minutes=3),
        news(DECREE, feed="two", minutes=10),
        news(GAS, minutes=600),
        news(f"{GAS}: 700 million dollars, says Minsk", feed="two", minutes=640),
        news(WEAK, minutes=900),
    ]


def test_a_trial_decides_as_the_service_does(tmp_path: Path, week: list[Entry]) -> None:
    """The same stories, the same alerts, the same updates, through the same functions."""
    config = write_config(tmp_path)
    with Store(url(tmp_path)) as store:
        with store.begin() as tx:
            channel = tx.channels.save(a_subscription(since=NOW - timedelta(days=1)))
        rows = []
        for number, entry in enumerate(week):
            poll(store, config, entry)
            with store.begin() as tx:
                rows += (claimed := tx.outbox.claim(channel.channel_id, entry.seen, most=100))
                tx.alerts.sent([alert.id for alert in claimed], str(number), entry.seen)
        with store.begin() as tx:
            stored = {story.id: {report.key for report in story.reports} for story in tx.stories.each_since(None)}
            given = list(tx.entries.each_since(NOW))
    trial = a_trial(config)
    run([trial], given)
    assert {story.id: {report.key for report in story.reports} for story in trial.stories.values()} == stored
    assert trial.sent == {alert.story_id for alert in rows if alert.reason is Reason.NEW}
    assert trial.updates == sum(alert.reason in {Reason.UPDATE, Reason.LOUD} for alert in rows)
    assert len(trial.sent) >= 2
    assert trial.updates == 1
    assert trial.entries == len(week)


def test_a_stricter_configuration_loses_and_says_why(tmp_path: Path, week: list[Entry]) -> None:
    """Title, both scores and the reason: what an admin weighs."""
    old, new = (
        a_trial(write_config(tmp_path)),
        a_trial(write_config(tmp_path, name="new.yaml", more="match: {alert_at: 0.6, must_not: [gas]}\n")),
    )
    run([old, new], hits(*week))
    (difference,) = lost(old, new)
    assert added(old, new) == []
    assert difference.title.startswith(GAS)
    assert difference.feeds == ("one", "two")
    assert difference.score_then == difference.score_now
    assert "“gas” must not be there" in difference.why


def test_a_looser_configuration_adds(tmp_path: Path, week: list[Entry]) -> None:
    """What is newly sent, with what speaks for it."""
    old = a_trial(write_config(tmp_path, more=STRICT))
    new = a_trial(write_config(tmp_path, name="new.yaml", more=LOOSE))
    run([old, new], hits(*week))
    assert lost(old, new) == []
    titles = [each.title for each in added(old, new)]
    assert WEAK in titles
    (weak,) = [each for each in added(old, new) if each.title == WEAK]
    assert "Minsk" in weak.why
    assert weak.score_now is not None
    assert weak.score_now >= 0.4


def test_a_source_that_was_dropped_loses_its_stories(tmp_path: Path) -> None:
    """A story that another source has, too, is not lost."""
    old = a_trial(write_config(tmp_path))
    new = a_trial(write_config(tmp_path, name="new.yaml", feeds=("two",)))
    run([old, new], hits(news(DECREE), news(DECREE, feed="two", minutes=5), news(GAS, minutes=600)))
    assert [(each.title, each.score_now, each.why) for each in lost(old, new)] == [
        (GAS, None, "none of its feeds is in this configuration")
    ]


def test_what_came_before_is_known_and_not_counted(tmp_path: Path) -> None:
    """A story that opened before the time in question is not sent once more, and its entries are not counted."""
    trial = a_trial(write_config(tmp_path))
    entries = hits(news(DECREE), news(DECREE, feed="two", minutes=30), news(GAS, minutes=600))
    run([trial], entries, start=NOW + timedelta(minutes=20))
    assert [trial.stories[each].title for each in trial.sent] == [GAS]
    assert (trial.entries, trial.opened) == (2, 1)


def test_first_polls_stay_quiet(tmp_path: Path) -> None:
    """What nobody was told of then is not sent by a replay either."""
    trial = a_trial(write_config(tmp_path))
    run([trial], hits(news(DECREE), quiet=True))
    assert trial.matched == 1
    assert trial.sent == set()


def test_the_same_configuration_differs_in_nothing(tmp_path: Path, week: list[Entry]) -> None:
    """Two trials of one configuration are equal, entry by entry."""
    config = write_config(tmp_path)
    one, two = a_trial(config), a_trial(config)
    run([one, two], hits(*week))
    assert one.judged == two.judged
    differences: list[Difference] = [*added(one, two), *lost(one, two)]
    assert differences == []
