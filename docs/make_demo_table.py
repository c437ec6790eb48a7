"""Is each message of the demo worth reading? Play its week, judge every message, and write ``docs/demo.md``."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from bench.chats_week import Heard, played  # noqa: E402
from bot.demo.week import load_week  # noqa: E402
from tests.demo.playing import Told, Verdict, entries_of, judge, play  # noqa: E402

FILE = TOP / "docs" / "demo.md"
_SHOWN = 110  # characters of a message
_TITLES = {"important": "Important only", "every": "Every story", "digest": "A daily digest at 08:00"}
_CHATS = """
## Three chats

The same week as `bench/chats_week.py` takes it to three chats, every feed each hour: one that wants what is important
only, one that wants every story, and one that gets a digest. A digest is judged by its lines: *needed* are those of
stories whose event no other story told of, *true* those whose reports tell of one event.
"""
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
    return _HEAD + figures + _table(verdicts)


def _table(verdicts: Sequence[Verdict]) -> str:
    rows = ["| when | message | about | needed | true | repeats |\n|---|---|---|---|---|---|\n"]
    for each in verdicts:
        marks = ("yes" if good else "**no**" for good in (each.needed, each.true))
        said = f"{each.told.at:%a %H:%M} | {_shown(each.told.message.text)} | {', '.join(each.events)}"
        rows.append(f"| {said} | {' | '.join(marks)} | {each.repeats} |\n")
    return "".join(rows)


def _shown(text: str) -> str:
    """Return the text of a message as a cell of a table."""
    text = text.replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _chat(title: str, heard: Heard) -> str:
    """Return the section of a chat: counts, and a judgement of each message."""
    feeds = load_week()
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(heard.kinds.items()))
    head = f"\n### {title}\n\n{len(heard.said)} messages ({counts}); "
    lines = [
        Told(at=said.at, message=replace(said.message, story=story.short), entries=entries_of(story, feeds))
        for said in heard.said
        for story in said.stories
    ]
    verdicts = judge(lines)
    needed, true = sum(each.needed for each in verdicts), sum(each.true for each in verdicts)
    if len(lines) == len(heard.said):
        return f"{head}{needed} needed, {true} true.\n\n{_table(verdicts)}"
    rows = ["| when | lines | needed | true | events |\n|---|---|---|---|---|\n"]
    for said in heard.said:
        of = [each for each in verdicts if each.told.at == said.at]
        good = f"{sum(each.needed for each in of)} | {sum(each.true for each in of)}"
        events = ", ".join(event for each in of for event in each.events)
        rows.append(f"| {said.at:%a %H:%M} | {len(of)} | {good} | {events} |\n")
    return f"{head}{len(lines)} lines, {needed} needed, {true} true.\n\n{''.join(rows)}"


def main() -> None:
    """Write the page."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(play(Path(folder), TOP / "seeds"))
    chats = "".join(_chat(_TITLES[name], heard) for name, heard in played().items())
    FILE.write_text(page(judge(told)) + _CHATS + chats, "utf-8")


if __name__ == "__main__":
    main()
