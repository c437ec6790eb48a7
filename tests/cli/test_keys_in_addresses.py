"""Does a key that stands in a feed's address stay with who wrote it there?"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.config.findings.masking import without_secrets
from bot.config.sources.opml import read_opml

KEY = "canary0123456789"
NAMES = "entities:\n  - {id: minsk, name: Minsk, kind: place}\n"


@pytest.fixture
def written(here: Path) -> Path:
    """A configuration with keys in two of three addresses."""
    (here / "seeds").mkdir()
    (here / "seeds" / "names.yaml").write_text(NAMES, "utf-8")
    addresses = (
        f"https://a.example/f?token={KEY}",
        f"https://b.example/f?x=1&api_key={KEY}",
        "https://c.example/f?id=7",
    )
    sources = "".join(f"  - {{id: s{n}, name: S{n}, url: '{url}'}}\n" for n, url in enumerate(addresses))
    (here / "sources.yaml").write_text(f"version: 1\ntopic: {{name: T}}\nseeds: seeds/\nsources:\n{sources}", "utf-8")
    return here / "sources.yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        ["export-opml"],
        ["sources", "list"],
        ["sources", "list", "--json"],
        ["check"],
        ["check", "--json"],
        ["check", "--format", "github"],
    ],
)
def test_no_command_prints_it(written: Path, arguments: list[str]) -> None:
    """Neither on standard output nor beside it; what is no key stays."""
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert KEY not in result.output
    assert result.output


def test_who_asks_for_it_gets_it(written: Path) -> None:
    """With a flag, and without one it is said how many were left out."""
    with_keys = CliRunner().invoke(cli, ["export-opml", "--with-keys"])
    assert with_keys.stdout.count(KEY) == 2
    assert with_keys.stderr == ""
    without = CliRunner().invoke(cli, ["export-opml"])
    assert "the keys in 2 addresses are masked; --with-keys prints them" in without.stderr
    assert "https://c.example/f?id=7" in without.stdout


def test_a_feed_without_a_name_is_not_named_by_its_key() -> None:
    """A name is shown in chats."""
    outlines, _ = read_opml(
        f"<opml><body><outline xmlUrl='https://a.example/f?token={KEY}'/></body></opml>".encode(), "o"
    )
    assert KEY not in outlines[0].name
    assert KEY in outlines[0].url


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "key",
        "apikey",
        "api-key",
        "sig",
        "signature",
        "auth",
        "password",
        "pwd",
        "jwt",
        "client_secret",
    ],
)
@pytest.mark.parametrize("place", ["?{}=", "?a=1&{}=", "?A=%20&{}="])
def test_what_is_a_key(name: str, place: str) -> None:
    """By whatever name and wherever it stands."""
    url = f"https://a.example/f{place.format(name)}{KEY}&z=1#x"
    assert KEY not in without_secrets(url)
    assert without_secrets(url).endswith("&z=1#x")


@pytest.mark.parametrize(
    "query", ["?id=7", "?monkey=1", "?author=ana", "?keyword=bridge", "?tokenizer", "?author=1&page=2"]
)
def test_what_is_none(query: str) -> None:
    """Names that only begin or end alike."""
    assert without_secrets(f"https://a.example/f{query}") == f"https://a.example/f{query}"
