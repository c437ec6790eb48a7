"""Does a good file become the values that it says?"""

import gc
import json
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.cli.schema import schema_text
from bot.config import FetchSettings, MatchSettings, SummarySettings, TopicSettings
from bot.config.findings.document import Document
from bot.config.findings.problems import ConfigProblems
from bot.config.sources.file import load
from bot.model import Feed, FeedKind, Fulltext, Ownership
from tests.small_topic import write_config

TOP = Path(__file__).parents[2]
FULL = """\
version: 1
topic: {name: Test, language: be, timezone: Europe/Minsk}
seeds: seeds
match:
  alert_at: 0.7
  store_at: 0
  must_any: [Belarus | Беларусь | , Lukashenko]
  must_not: [hockey | football]
defaults: {every: 1h30m, timeout: 30s, user_agent: test/1, fulltext: never}
fetch:
  allow_networks: [127.0.0.0/8, "::1/128"]
  allow_ports: [80]
  max_bytes: 2.5MB
  max_entries: 50
  per_host_gap: 0s
  concurrency: 4
summary: {url: "http://10.0.0.7:8000/v1/", model: small, timeout: 10s, max_per_hour: 5}
entities:
  - {id: moscow, disable: true}
  - {id: minsk, name: Miensk, kind: place, aliases: {be: [Мінск], "*": [Mensk]}, traps: [Minsk agreements]}
  - {id: gomel, name: Gomel, kind: place, side: belarus, aliases: [Гомель]}
sources:
  - id: one
    name: Адзін
    url: https://example.org/feed.xml?a=1&b=2#x
    language: be
    country: BY
    ownership: state
    kind: primary
    fulltext: always
    every: 2m
    timeout: 5s
    user_agent: other/2
    note: for people
    enabled: false
  - {id: two, name: Two, url: "http://127.0.0.1:8123/feed"}
"""


def test_everything_that_can_be_said(folder: Path) -> None:
    """Each key arrives where it belongs, and defaults fill the rest."""
    path = Path("sources.yaml")
    path.write_text(FULL, "utf-8")
    config = load(path)
    assert config.path == path
    assert config.topic == TopicSettings(name="Test", language="be", timezone="Europe/Minsk")
    assert config.match == MatchSettings(
        alert_at=0.7,
        store_at=0,
        must_any=(("Belarus", "Беларусь"), ("Lukashenko",)),
        must_not=("hockey", "football"),
    )
    assert config.fetch == FetchSettings(
        allow_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")),
        allow_ports=(80,),
        max_bytes=int(2.5 * 1024 * 1024),
        max_entries=50,
        per_host_gap=0.0,
        concurrency=4,
    )
    assert config.summary == SummarySettings(url="http://10.0.0.7:8000/v1", model="small", timeout=10, max_per_hour=5)
    one, two = config.feeds
    assert one == Feed(
        id="one",
        name="Адзін",
        url="https://example.org/feed.xml?a=1&b=2#x",
        every=timedelta(minutes=2),
        timeout=timedelta(seconds=5),
        user_agent="other/2",
        language="be",
        country="BY",
        ownership=Ownership.STATE,
        kind=FeedKind.PRIMARY,
        fulltext=Fulltext.ALWAYS,
        note="for people",
        enabled=False,
    )
    assert two == Feed(
        id="two",
        name="Two",
        url="http://127.0.0.1:8123/feed",
        every=timedelta(minutes=90),
        timeout=timedelta(seconds=30),
        user_agent="test/1",
        fulltext=Fulltext.NEVER,
    )
    assert config.warnings == ()  # an address in a network that is open on purpose is no reason to warn


def test_port_behind_a_name_in_an_open_network(folder: Path) -> None:
    """Where networks are open on purpose a name may lead into one, and then any port will do."""
    path = Path("sources.yaml")
    path.write_text(FULL.replace("http://127.0.0.1:8123", "https://intranet:8123"), "utf-8")
    assert load(path).warnings == ()
    path.write_text(path.read_text("utf-8").replace('[127.0.0.0/8, "::1/128"]', "[]"), "utf-8")
    assert [warning.code for warning in load(path).warnings] == ["blocked-address"]


def test_entities_are_laid_over_the_names_file(folder: Path) -> None:
    """One is left out, one takes the place of another whole, one is new; the seeds stay."""
    path = Path("sources.yaml")
    path.write_text(FULL, "utf-8")
    corpus = load(path).corpus
    minsk, gomel = corpus.entities
    assert (minsk.id, minsk.name, minsk.side) == ("minsk", "Miensk", None)
    assert minsk.aliases == (("*", "Miensk"), ("be", "Мінск"), ("*", "Mensk"))
    assert minsk.traps == ("Minsk agreements",)
    assert (gomel.id, gomel.side, gomel.aliases) == ("gomel", "belarus", (("*", "Gomel"), ("*", "Гомель")))
    assert [seed.slug for seed in corpus.seeds] == ["decree"]


def test_seeds_and_sources_are_complained_of_together(folder: Path) -> None:
    """A mistake in a seed does not hide one in sources.yaml."""
    (folder / "seeds" / "names.yaml").write_text("entities: [{id: x}]\n", "utf-8")
    Path("sources.yaml").write_text(FULL.replace("be, timezone", "xx, timezone"), "utf-8")
    with pytest.raises(ConfigProblems) as raised:
        load(Path("sources.yaml"))
    assert {problem.path for problem in raised.value.problems} == {"seeds/names.yaml", "sources.yaml"}


def test_version_changes_with_every_byte(folder: Path) -> None:
    """The same files have the same version; a comment, a seed's text and a new seed change it."""
    path = Path("sources.yaml")
    path.write_text(FULL, "utf-8")
    versions = [load(path).version]
    assert load(path).version == versions[0]
    path.write_text(FULL + "# a comment\n", "utf-8")
    versions.append(load(path).version)
    (folder / "seeds" / "decree.txt").write_text("A decree\nMoscow and Minsk signed a decree.\n", "utf-8")
    versions.append(load(path).version)
    (folder / "seeds" / "more.txt").write_text("More\n", "utf-8")
    versions.append(load(path).version)
    assert len(set(versions)) == 4


def test_seeds_are_relative_to_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service may be started from anywhere."""
    (folder / "sources.yaml").write_text(FULL, "utf-8")
    monkeypatch.chdir("/")
    assert load(folder / "sources.yaml").seeds_folder == folder / "seeds"


def test_what_was_read_is_let_go(tmp_path: Path) -> None:
    """Where each value stood is forgotten with the reading, not at the next look for cycles: it is megabytes."""
    path = write_config(tmp_path)
    gc.collect()
    gc.disable()
    try:
        load(path)
        assert not any(isinstance(each, Document) for each in gc.get_objects())
    finally:
        gc.enable()


def test_shipped_sources() -> None:
    """The list that comes with the program is usable; only feeds that speak plain http are warned of."""
    config = load(TOP / "sources.yaml")
    enabled = [feed for feed in config.feeds if feed.enabled]
    assert len(enabled) >= 30
    assert {"be", "ru", "en", "uk", "pl", "de"} <= {feed.language for feed in enabled}
    assert {Ownership.STATE, Ownership.PUBLIC, Ownership.INDEPENDENT} <= {feed.ownership for feed in enabled}
    assert set(FeedKind) == {feed.kind for feed in enabled}
    assert all(feed.note for feed in config.feeds if not feed.enabled)
    assert {warning.code for warning in config.warnings} <= {"not-https"}


def test_kept_schema_is_current() -> None:
    """The schema that editors are pointed to is the one that the program prints."""
    assert (TOP / "schema" / "sources.schema.json").read_text("utf-8") == schema_text()


def test_schema_agrees_with_the_checks() -> None:
    """The schema is draft-07, takes the good files, and refuses what it can see."""
    schema = json.loads(schema_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for good in (FULL, (TOP / "sources.yaml").read_text("utf-8")):
        validator.validate(yaml.safe_load(good))
    for bad in (
        FULL.replace("name: Two", "nam: Two"),
        FULL.replace("state", "opposition"),
        FULL.replace("every: 2m", "every: 2"),
        FULL.replace("http://127", "ftp://127"),
        FULL.replace("alert_at: 0.7", "alert_at: 7"),
        FULL.replace("version: 1", "version: 2"),
    ):
        assert bad != FULL
        assert not validator.is_valid(yaml.safe_load(bad))
    assert "prefixItems" not in schema_text()
    assert "null" not in schema_text()
