"""How does a chart look in Slack? As its own chart block, or as an uploaded picture where that is refused.

Limits: docs.slack.dev/reference/block-kit/blocks/data-visualization-block, .../image-block.
"""

from typing import Any

from bot.chat.message import Chart
from bot.chat.slack.inline import cut
from bot.text.plain import one_line

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
    """Return an image block that shows an uploaded file, with the chart in words for who cannot see it."""
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
