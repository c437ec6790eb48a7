"""How does a chart look in Slack? As its own chart block, or as an uploaded picture where that is refused.

Limits: docs.slack.dev/reference/block-kit/blocks/data-visualization-block, .../image-block.
"""

import asyncio
from typing import Any

from structlog.typing import FilteringBoundLogger

from bot.chat.message import Chart, File
from bot.chat.rendering import charts
from bot.chat.slack.blocks.inline import cut
from bot.chat.slack.errors import to_send_error
from bot.chat.slack.identity import Workspace
from bot.errors import SendError
from bot.text.plain import one_line


async def upload(workspace: Workspace, file: File, *, channel: str | None = None) -> str | None:
    """Upload a file, into a channel or for nobody to see yet, and return its id. Raises SendError."""
    try:
        answer = await workspace.client.files_upload_v2(
            filename=file.name, title=file.name, content=file.data, channel=channel
        )
    except Exception as exc:
        raise to_send_error(exc) from exc
    found = answer.get("file") or {}
    return found.get("id") if isinstance(found, dict) else None


async def upload_picture(workspace: Workspace, chart: Chart, log: FilteringBoundLogger) -> str | None:
    """Upload a chart as a picture and return its id; None where it cannot be uploaded: its words will do."""
    data = await asyncio.to_thread(charts.png, chart)
    try:
        return await upload(workspace, File(name="chart.png", data=data, media_type="image/png"))
    except SendError as error:
        log.info("slack chart not uploaded", reason=str(error))
        return None


Block = dict[str, Any]

SERIES, POINTS = 6, 20
TITLE, LABEL, ALT = 50, 20, 2000


def drawn(chart: Chart) -> Block | None:
    """Return a chart block, or None where there is nothing to draw.

    Slack takes twenty points: of more days each point is the mean of some, under the name of the first of them, so
    that it still says how many stories a day. Slack cannot stack: with several series it draws lines.
    """
    if not chart.labels or not chart.series:
        return None
    step = -(-len(chart.labels) // POINTS)
    days = list(zip(chart.labels, chart.bars, strict=True))
    first = len(days) % step  # the oldest group is the one that may be short, so that the newest is whole
    groups = [days[:first]] * bool(first) + [days[at : at + step] for at in range(first, len(days), step)]
    labels = _unlike([group[0][0] for group in groups])
    names = _unlike(list(chart.series[:SERIES]))
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": _mean([bar[number] for _, bar in group])}
                for label, group in zip(labels, groups, strict=True)
            ],
        }
        for number, name in enumerate(names)
    ]
    return {
        "type": "data_visualization",
        "title": _cut(chart.title, TITLE),
        "chart": {
            "type": "bar" if len(series) == 1 else "line",
            "series": series,
            "axis_config": {"categories": labels, "y_label": _cut(chart.measure, TITLE)},
        },
    }


def picture(file_id: str, chart: Chart) -> Block:
    """Return an image block that shows an uploaded file, with the chart in words for whoever cannot see it."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": _cut(chart.described, ALT)}


def _mean(values: list[int]) -> float:
    return round(sum(values) / len(values), 1) if len(values) > 1 else values[0]


def _unlike(names: list[str]) -> list[str]:
    """Return names cut to Slack's length that still differ."""
    found: list[str] = []
    for name in names:
        short = _cut(name, LABEL)
        number = 2
        while short in found:
            short = f"{_cut(name, LABEL - 4)} {number}"
            number += 1
        found.append(short)
    return found


def _cut(text: str, limit: int) -> str:
    return cut(one_line(text) or "–", limit)
