"""Does ``seedwatch check`` say what is wrong, where programs and people look for it?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.cli.schema import schema_text

Write = Callable[[str], Path]

GOOD = "  - id: a\n    name: A\n    url: https://example.org/a\n"
WARNED = GOOD.replace("https", "http")
WRONG = GOOD + "    langauge: ru\n"


def test_fine(write: Write) -> None:
    """Nothing on standard output, one line on standard error."""
    write(GOOD + GOOD.replace("a\n", "b\n") + "    enabled: false\n")
    result = CliRunner().invoke(cli, ["check"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "sources.yaml: 2 sources (1 enabled), seeds: 1 seed, 2 names: fine\n"


def test_error(write: Write) -> None:
    """The problems go to standard output, the closing line to standard error, and the exit code is 1."""
    write(WRONG)
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "sources.yaml:8:5: error: unknown key 'langauge' [unknown-key]"
    assert result.stderr == "sources.yaml: 1 error; the running bot keeps the last good version\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1)])
def test_warning(arguments: list[str], code: int, write: Write) -> None:
    """A warning is shown, and is an error only on request."""
    write(WARNED)
    result = CliRunner().invoke(cli, ["check", *arguments])
    assert result.exit_code == code
    assert "[not-https]" in result.stdout
    assert result.stderr.endswith("fine, 1 warning\n")


def test_several_files(write: Write) -> None:
    """Each file gets its closing line; one bad file is enough for exit code 1."""
    write(WRONG).rename("bad.yaml")
    write(GOOD).rename("good.yaml")
    result = CliRunner().invoke(cli, ["check", "good.yaml", "bad.yaml", "gone.yaml"])
    assert result.exit_code == 1
    good, bad, gone = result.stderr.splitlines()
    assert good.endswith("fine")
    assert bad.startswith("bad.yaml: 1 error")
    assert gone.startswith("gone.yaml: 1 error")


def test_json(write: Write) -> None:
    """A program gets the same problems as data."""
    write(WRONG)
    result = CliRunner().invoke(cli, ["check", "--json"])
    assert result.exit_code == 1
    (checked,) = json.loads(result.stdout)
    assert (checked["path"], checked["usable"], checked["sources"]) == ("sources.yaml", False, None)
    assert checked["problems"] == [
        {
            "path": "sources.yaml",
            "line": 8,
            "column": 5,
            "severity": "error",
            "code": "unknown-key",
            "text": "unknown key 'langauge'",
            "fix": "did you mean 'language'?",
        }
    ]
    write(GOOD)
    (checked,) = json.loads(CliRunner().invoke(cli, ["check", "--json"]).stdout)
    assert (checked["usable"], checked["sources"], checked["enabled"], checked["seeds"], checked["names"]) == (
        True,
        1,
        1,
        1,
        2,
    )


def test_github(write: Write) -> None:
    """Annotations are one line each, and what could end one is escaped."""
    write(WRONG + GOOD.replace("name: A", 'name: "50%"') + "    every: 5\n")
    result = CliRunner().invoke(cli, ["check", "--format", "github"])
    first, second, third = result.stdout.splitlines()
    assert first == (
        "::error file=sources.yaml,line=8,col=5,title=unknown-key::unknown key 'langauge'%0Adid you mean 'language'?"
    )
    assert "title=duplicate-id" in second
    assert "title=bad-duration" in third


def test_wrong_usage(folder: Path) -> None:
    """A format that does not exist is wrong usage, not a problem of the file."""
    assert CliRunner().invoke(cli, ["check", "--format", "xml"]).exit_code == 2


def test_schema() -> None:
    """``seedwatch schema`` prints the schema and nothing else."""
    result = CliRunner().invoke(cli, ["schema"])
    assert (result.exit_code, result.stdout) == (0, schema_text())
