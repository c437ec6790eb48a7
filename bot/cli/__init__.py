"""Which commands does ``seedwatch`` have? One module each; this one only lists them and turns errors into exit codes.

0 fine, 1 problems found or the job failed, 2 wrong usage, 130 Ctrl-C.
"""

import contextlib
import gc
import os
import sys
from importlib import import_module
from typing import TextIO

import click

from bot.errors import BotError

# structlog draws tracebacks with rich if that is installed. Ours are plain and rich is slow to import, so it is hidden.
_hidden = "rich" not in sys.modules
if _hidden:
    sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402, F401

if _hidden:
    del sys.modules["rich"]

COMMANDS = {
    "run": "start the service",
    "once": "poll every feed that is due once, deliver, and exit",
    "check": "check sources.yaml and seeds/ without a network",
    "doctor": "check tokens, rights, database, clock and every feed",
    "explain": "score one text, file or address and show why",
    "score": "score entries from a JSON-lines file",
    "group": "group entries from a JSON-lines file into stories",
    "summarize": "summarise articles from a JSON-lines file",
    "demo": "run on bundled sample feeds and print alerts here; no token needed",
    "sources": "add, list, test, rename and remove feeds",
    "seeds": "list, show, add, confirm and remove seeds",
    "topic": "how the topic stands on stored entries: alerts to expect, near misses, words to add",
    "init": "write sources.yaml and seeds/ for a new topic",
    "schema": "print the JSON Schema of sources.yaml",
    "import-opml": "add the feeds of an OPML file to sources.yaml",
    "export-opml": "print the feeds of sources.yaml as OPML",
    "report": "how often stories with each name, word and feed were called relevant",
    "replay": "try another configuration on stored entries: what would be sent, what would be lost",
    "export": "print stored stories as CSV or JSON",
    "forget": "delete everything stored about one chat",
    "backup": "copy the database while the service runs",
    "db": "move everything into another database, e.g. from a file to PostgreSQL",
}

# New objects after which Python looks for reference cycles. Its default is 700, and it finds none while a program
# starts or reads documents. This is more than there are once everything is imported.
YOUNG = 200_000


class _Lazy(click.Group):
    """Imports a command's module only when it is called, so that ``--help`` and ``--version`` answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"bot.cli.{cmd_name.replace('-', '_')}").command
        if not isinstance(found, click.Command):
            raise TypeError(f"bot.cli.{cmd_name} has no click command named 'command'")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="seedwatch", prog_name="seedwatch")
def cli() -> None:
    """Watch feeds for your topics and tell Telegram and Slack chats when something new happens."""


def main() -> None:
    """Run the command line and exit."""
    gc.set_threshold(YOUNG)
    try:
        _run()
    finally:
        gc.freeze()  # the system frees it all at once; Python would look for reference cycles first, which takes longer
        _let_go(sys.stdout, sys.stderr)


def _run() -> None:
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BotError as error:
        from bot.config.findings.masking import without_secrets  # noqa: PLC0415 - slow to import, and rarely needed

        click.echo(without_secrets(str(error)), err=True)
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _let_go(*streams: TextIO) -> None:
    """Drop output that nobody reads any more: Python would exit with code 120 because the last of it was not taken."""
    for stream in streams:
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
