"""Do the invariants hold when the program is killed again and again? A short run; ``make soak`` is the long one."""

from pathlib import Path

from tests.faults.chaos import chaos


async def test_what_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Some rounds with kills at named points and anywhere, faults of the platform and of feeds."""
    report = await chaos(tmp_path, rounds=3, entries=6, seed=20261127)
    assert report.wrong == [], report.table()
    assert report.entries == report.served == 18
    assert report.rounds == 3
    assert not any(report.end_codes)
    assert max(report.end_seconds) < 10
