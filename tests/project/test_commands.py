"""Is every command that ``seedwatch --help`` lists really there?"""

from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import COMMANDS, cli

FOLDER = Path(__file__).parents[2] / "bot" / "cli"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_listed_command_explains_itself(name: str) -> None:
    """Its module can be imported, and its help says what it does and what each option is for."""
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    command = cli.get_command(cli.make_context("seedwatch", [name, "--help"], resilient_parsing=True), name)
    assert command is not None
    assert command.help
    for option in command.to_info_dict(cli.make_context("seedwatch", [], resilient_parsing=True))["params"]:
        assert option["param_type_name"] == "argument" or option["help"], f"{name} {option['opts']} has no help"


def test_each_command_module_is_listed() -> None:
    """A module that defines a command and is not listed could never be called."""
    modules = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if "def command(" in path.read_text("utf-8")}
    assert modules <= COMMANDS.keys()


def test_help_lists_every_command_without_importing_it() -> None:
    """The overview names each command."""
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in result.output] == []


def test_version() -> None:
    """It is the version of the installed package."""
    assert CliRunner().invoke(cli, ["--version"]).output == f"seedwatch, version {version('seedwatch')}\n"
