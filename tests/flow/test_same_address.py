"""A feed that stands twice in the configuration is asked once."""

from pathlib import Path

from bot.config.sources.file import load
from bot.work.watch import watch
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
