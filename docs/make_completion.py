"""How do shells complete our commands, and what says ``man seedwatch``? Write both from the commands themselves."""

from pathlib import Path

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from bot.cli import COMMANDS, cli

HERE = Path(__file__).parent / "shell"
SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


def completion(shell: str) -> str:
    """Return the script that a shell reads to complete ``seedwatch``."""
    return SHELLS[shell](cli, {}, "seedwatch", "_SEEDWATCH_COMPLETE").source()


def manual() -> str:
    """Return the page for ``man``, in roff."""
    parts = [
        '.TH SEEDWATCH 1 "" "Seedwatch" "User Commands"',
        ".SH NAME",
        "seedwatch \\- watches feeds for one topic and tells chats when something new happens",
        ".SH SYNOPSIS",
        ".B seedwatch",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH COMMANDS",
    ]
    context = click.Context(cli, info_name="seedwatch", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is not None:
            parts += _command(command, f"seedwatch {name}", context)
    parts += [
        ".SH EXIT STATUS",
        "0 fine, 1 problems found or the job failed, 2 wrong usage, 130 Ctrl\\-C.",
        ".SH FILES",
        "sources.yaml, seeds/ and .env, in the working directory or where \\-\\-config says.",
    ]
    return "\n".join(parts) + "\n"


def _command(command: click.Command, name: str, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f".SS {_roff(name)} {_roff(usage)}", _roff(command.help or "")]
    # The library keeps the help option that it made first, also one made where a command ran on its own.
    asks_help = click.Option(context.help_option_names, is_flag=True, help="Show this message and exit.")
    for parameter in (*command.params, asks_help):
        record = parameter.get_help_record(context)
        if record is not None:
            parts += [".TP", f".B {_roff(record[0])}", _roff(record[1])]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            if inner is not None:
                parts += _command(inner, f"{name} {each}", context)
    return parts


def _roff(text: str) -> str:
    lines = " ".join(text.split()).replace("\\", "\\\\").replace("-", "\\-")
    return "\\&" + lines if lines.startswith((".", "'")) else lines


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for each in SHELLS:
        (HERE / f"seedwatch.{each}").write_text(completion(each), "utf-8")
    (HERE / "seedwatch.1").write_text(manual(), "utf-8")
