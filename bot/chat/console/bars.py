"""What does a chart look like on a terminal? A line of letters for each bar, the most frequent names below."""

from math import inf

from rich.cells import cell_len, set_cell_size

from bot.chat.console.safe_text import printable
from bot.chat.message import Chart

_LEAST = 10  # cells that bars get at least, however long their labels are


def to_bars(chart: Chart, *, width: int) -> list[str]:
    """Return a chart as lines of at most ``width`` cells: a letter stands for the owner of whoever reported first."""
    letters = _letters(chart.series)
    legend = ", ".join(f"{letter} {name}" for letter, name in zip(letters, chart.series, strict=True))
    heights = [sum(bar) for bar in chart.bars]
    labels = max((cell_len(label) for label in chart.labels), default=0)
    room = max(width - labels - len(str(max(heights, default=0))) - 2, _LEAST)
    scale = min(1.0, room / max([*heights, 1]))
    lines = [chart.title, f"{chart.measure}: {legend}" if legend else chart.measure]
    for label, bar, height in zip(chart.labels, chart.bars, heights, strict=True):
        ends = [round(sum(bar[: number + 1]) * scale) for number in range(len(bar))]
        begins = [0, *ends[:-1]]
        drawn = "".join(letter * (end - begin) for letter, begin, end in zip(letters, begins, ends, strict=True))
        lines.append(" ".join(filter(None, [set_cell_size(label, labels), drawn, str(height)])))
    lines.append(chart.average_label)
    for top in chart.tops:
        change = "" if top.change is None else f" ({chart.new_label if top.change == inf else f'{top.change:+.0%}'})"
        lines.append(f"{top.name} {top.count}{change}")
    return [printable(line) for line in lines]


def _letters(names: tuple[str, ...]) -> list[str]:
    """Return for each name one of its letters that stands for no other name, or a number where there is none."""
    letters: list[str] = []
    for number, name in enumerate(names, 1):
        free = (letter for letter in name if letter.isalpha() and letter not in letters)
        letters.append(next(free, str(number)))
    return letters
