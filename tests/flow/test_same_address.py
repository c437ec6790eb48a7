"""A feed that stands twice in the configuration is asked once."""

from pathlib import Path

from bot.config.sources.file import load
from bot.work.watch import watch
from tests.flow.test_several_topics import BOTH, titles, with_ferry
from tests.flow.world import world


async def test_an_address_is_asked_once_however_it_is_written(tmp_path: Path) -> None:
    """Another id, a place in it, capitals in the host, a port that goes without saying: the first one is asked."""
    async with world(tmp_path, names=("one", "two", "three", "four", "five")) as here:
        path = here.config()
        text = path.read_text("utf-8")
        for name, url in (
            ("one", "https://a.example/feed"),
            ("two", "https://A.example:443/feed#top"),
            ("three", "http://a.example/feed"),
            ("four", "https://a.example/feed?x=1"),
            ("five", "https://a.example/Feed"),
        ):
            text = text.replace(here.feeds.url(f"/{name}"), url)
        path.write_text(text, "utf-8")
        assert list(watch(load(path), here.clock.now()).feeds) == ["one", "four", "five"]


async def test_one_address_that_two_topics_chose_by_two_ids_is_asked_once(tmp_path: Path) -> None:
    """Each topic names its own source of that address, and both judge what the one look brought."""
    async with world(tmp_path, names=("one", "two", "three")) as here:
        here.topic = "{name: Belarus and Russia, sources: [one, three]}"
        with_ferry(here, ", sources: [two]")
        original = here.config

        def config() -> Path:
            path = original()
            path.write_text(path.read_text("utf-8").replace(here.feeds.url("/two"), here.feeds.url("/one")), "utf-8")
            return path

        here.config = config  # type: ignore[method-assign]
        await here.prime()
        asked = len(here.feeds.asked)
        here.publish(BOTH, feed="one")
        async with here.process() as work:
            await here.look(work)
            assert len(here.feeds.asked) == asked + 2  # "one" and "three"
            assert (await titles(work, "main"), await titles(work, "ferry")) == ([BOTH], [BOTH])
            assert list(work.current.watch.others[0].feeds) == ["one"]
