"""Is each message of the demo worth reading? Play its week, judge every message, and write ``docs/demo.md``."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import structlog

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from bot.demo.week import load_week  # noqa: E402
from tests.demo.playing import Verdict, judge, play  # noqa: E402

FILE = TOP / "docs" / "demo.md"
_SHOWN = 110  # characters of a message
_HEAD = """# The demo's week, message by message

`docs/make_demo_table.py` plays the week of `make demo` on a clock of its own and judges every message that a chat gets
which wants every story, by what the invented entries say they are about (`event` and `trap` in `bot/demo/sample/`).

*Needed*: it tells of an event that no other story told of, or says something new of it. *True*: all reports of its
story tell of one event. *Repeats*: which story told of the event before. What is edited is not counted: it makes no
sound.

![The demo: stories, an update, and the reason for one of them](demo.svg)

"""


def page(verdicts: Sequence[Verdict]) -> str:
    """Return the page."""
    traps = sum(entry.trap is not None for feed in load_week() for entry in feed.entries)
    fell = sum(any(event.startswith("trap") for event in each.events) for each in verdicts)
    needed, true = sum(each.needed for each in verdicts), sum(each.true for each in verdicts)
    repeated = sum(bool(each.repeats) for each in verdicts)
    figures = f"{len(verdicts)} messages; {needed} needed, {true} true, {repeated} repeat another story; "
    figures += f"of {traps} traps {fell} came through.\n\n"
    rows = ["| when | message | about | needed | true | repeats |\n|---|---|---|---|---|---|\n"]
    for each in verdicts:
        text = each.told.message.text.replace("|", "\\|").replace("<", "&lt;")
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        marks = ("yes" if good else "**no**" for good in (each.needed, each.true))
        rows.append(
            f"| {each.told.at:%a %H:%M} | {shown} | {', '.join(each.events)} | {' | '.join(marks)} | {each.repeats} |\n"
        )
    return _HEAD + figures + "".join(rows)


def main() -> None:
    """Write the page."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(play(Path(folder), TOP / "seeds"))
    FILE.write_text(page(judge(told)), "utf-8")


if __name__ == "__main__":
    main()
