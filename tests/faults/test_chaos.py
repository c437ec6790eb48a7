"""Do the invariants hold when the program is killed again and again? A short run; ``make soak`` is the long one."""

import random
from pathlib import Path

import pytest

from tests.fakes.feed_server import FeedServer
from tests.faults import chaos as driver
from tests.faults.chaos import chaos
from tests.faults.gazette import FEEDS, FULL, KEPT, Gazette


async def test_what_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Some rounds with kills at named points and anywhere, faults of the platform and of feeds."""
    report = await chaos(tmp_path, rounds=3, entries=6, seed=20261127)
    assert report.wrong == [], report.table()
    assert report.entries == report.served == 18
    assert report.rounds == 3
    assert not any(report.end_codes)
    assert max(report.end_seconds) < 10


def shown(server: FeedServer) -> str:
    return b"".join(server.scripts["/f0"][0].pieces).decode("ascii")


def test_no_entry_leaves_a_feed_before_it_was_committed() -> None:
    """However long no look at the feed succeeds: what the program committed goes first, and nothing else does."""
    server, committed = FeedServer(), dict[str, str]()
    gazette = Gazette(server, random.Random(1), lambda: committed)
    gazette.publish(FEEDS * 3)
    committed["f0"] = '"0-3"'
    gazette.publish(FEEDS * (KEPT + 50))
    assert f"item No{FEEDS * 2}<" not in shown(server)
    assert f"item No{FEEDS * 3}<" in shown(server)
    assert gazette.longest == KEPT + 53
    assert gazette.far_behind() == {0: 3} | dict.fromkeys(range(1, FEEDS), 0)
    committed["f0"] = f'"0-{KEPT + 53}"'
    gazette.serve()
    assert shown(server).count("<item>") == KEPT
    assert gazette.far_behind() == dict.fromkeys(range(1, FEEDS), 0)
    assert KEPT > FULL


async def test_a_run_that_breaks_off_has_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that never asks any feed is an end with a table, and with what is wrong."""
    monkeypatch.setattr(driver, "PATIENCE", 0.05)
    report = await chaos(tmp_path, rounds=2, entries=6, seed=1)
    assert any("broke off after 0 of 2 rounds" in each for each in report.wrong)
    assert "| broken invariants | " in report.table()
