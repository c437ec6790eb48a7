"""Small builders: an entry that matched, the feed it came from, and the time of day it was published."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Entry, Feed, FeedKind, Hit, Match, NameHit, Ownership, Where

START = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)
MakeHit = Callable[..., Hit]


@pytest.fixture
def make_hit() -> MakeHit:
    """Return a function that makes a hit; ``names`` are (id, kind) of entities found in its title."""

    def make(
        key: str,
        title: str,
        text: str = "",
        *,
        feed: str = "alpha",
        language: str = "en",
        minutes: float = 0,
        names: tuple[tuple[str, str], ...] = (),
        score: float = 0.7,
        alert: bool = True,
        quiet: bool = False,
        new: tuple[str, ...] = (),
    ) -> Hit:
        at = START + timedelta(minutes=minutes)
        found = tuple(
            NameHit(
                entity=name,
                name=name.title(),
                kind=kind,
                side=None,
                role=None,
                form=name,
                where=Where.TITLE,
                context="",
            )
            for name, kind in names
        )
        return Hit(
            entry=Entry(
                key=key,
                keys=(key,),
                feed_id=feed,
                url=f"https://{feed}.example/{key}",
                title=title,
                text=text,
                language=language,
                published=at,
                seen=at,
            ),
            match=Match(score=score, alert=alert, store=True, names=found, language=language, new=new),
            quiet=quiet,
        )

    return make


@pytest.fixture
def feeds() -> dict[str, Feed]:
    """Return four news feeds and one with official documents."""
    kinds = {"alpha": FeedKind.NEWS, "beta": FeedKind.NEWS, "gamma": FeedKind.NEWS, "delta": FeedKind.NEWS}
    kinds["office"] = FeedKind.PRIMARY
    return {
        name: Feed(
            id=name,
            name=name.title(),
            url=f"https://{name}.example/feed",
            every=timedelta(minutes=10),
            timeout=timedelta(seconds=20),
            user_agent="test",
            ownership=Ownership.STATE if name == "office" else Ownership.INDEPENDENT,
            kind=kind,
        )
        for name, kind in kinds.items()
    }
