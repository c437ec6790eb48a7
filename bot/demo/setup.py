"""With which configuration does the demo run? A temporary one that points at the sample feeds."""

from collections.abc import Sequence
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.config.findings.fields import show_duration
from bot.demo.week import SampleFeed
from bot.errors import ConfigError

EVERY = timedelta(hours=3)  # of demo time: 54 looks at each feed
_SEEDS = "seeds"


def find_seeds(here: Path) -> Path:
    """Return the seeds of the built-in topic: those of a checkout, else the copy in the installed package.

    Raises:
        ConfigError: there is neither.

    """
    checkout = Path(str(files("bot"))).parent
    bundled = Path(str(files("bot.demo"))) / _SEEDS
    for folder in (here / _SEEDS, checkout / _SEEDS, bundled):
        if (folder / "names.yaml").is_file():
            return folder.absolute()
    raise ConfigError("the demo needs the seeds of the built-in topic; run it where the folder seeds/ is")


def write_config(folder: Path, base_url: str, seeds: Path, feeds: Sequence[SampleFeed]) -> Path:
    """Write a ``sources.yaml`` for the sample feeds of a server and return its path."""
    port = urlsplit(base_url).port
    document = {
        "version": 1,
        "topic": {"name": "Belarus–Russia relations", "language": "en", "timezone": "UTC"},
        "seeds": str(seeds),
        "fetch": {"allow_networks": ["127.0.0.0/8"], "allow_ports": [port], "per_host_gap": "0s"},
        "defaults": {
            "every": show_duration(EVERY),
            "timeout": "5s",
            "user_agent": "seedwatch-demo (+https://example.org/seedwatch)",
            "fulltext": "never",
        },
        "sources": [_source(feed, base_url) for feed in feeds],
    }
    path = folder / "sources.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _source(feed: SampleFeed, base_url: str) -> dict[str, str]:
    source = {
        "id": feed.id,
        "name": feed.name,
        "url": f"{base_url}/{feed.id}",
        "language": feed.language,
        "country": feed.country,
        "ownership": feed.ownership.value,
        "kind": feed.kind.value,
    }
    return source | ({"note": feed.note} if feed.note else {})
