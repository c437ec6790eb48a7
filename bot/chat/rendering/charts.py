"""What does a chart look like on a phone? A picture with large letters, hatched as well as coloured."""

from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from math import ceil, floor, inf, log10
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from bot.chat.message import Chart, Top
from bot.model import Ownership

WIDTH = 1080  # pixels; what Telegram shows without scaling up
_FINE = 2  # drawn so many times larger, then scaled down: Pillow smooths letters, but not lines
_EDGE, _GAP = 56, 28
_PLOT = 560
_TICKS = 4
_ALMOST = 0.8  # a line more is better than a chart that is half empty
_LABELS = 7  # under the bars; more would touch each other
_ROW = 62
_TITLE_LINES = 2
_INK, _SOFT, _LINE, _PAPER = "#1f2328", "#656d76", "#d8dee4", "#ffffff"
_MISSING = "\ufffd"


class _Style(NamedTuple):
    colour: str
    hatch: str  # "/", "\\", "-", ".", "" (plain)


_STYLES = {
    Ownership.STATE: _Style("#b3402f", "/"),
    Ownership.PUBLIC: _Style("#2f6db3", "."),
    Ownership.INDEPENDENT: _Style("#2e8b6f", "-"),
    Ownership.PARTY: _Style("#8457ad", "\\"),
    Ownership.UNKNOWN: _Style("#8c959f", ""),
}


def png(chart: Chart) -> bytes:
    """Return the picture of a chart as a PNG file. It takes some 100 ms: call it in a thread."""
    title = _wrapped(chart.title, _font(46, bold=True), WIDTH - 2 * _EDGE)[:_TITLE_LINES]
    legend = _legend(chart)
    plot_top = _EDGE + len(title) * 58 + 54 + len(legend) * 50 + 96
    height = plot_top + _PLOT + 64 + (_GAP + len(chart.tops) * _ROW if chart.tops else 0) + _EDGE
    canvas = _Canvas(height)
    y = _EDGE
    for line in title:
        canvas.text(_EDGE, y, line, 46, bold=True)
        y += 58
    canvas.text(_EDGE, y, chart.measure, 28, colour=_SOFT)
    average = canvas.width(chart.average_label, 28)
    canvas.text(WIDTH - _EDGE, y, chart.average_label, 28, colour=_SOFT, align="right")
    canvas.dashes(WIDTH - _EDGE - average - 82, y + 19, WIDTH - _EDGE - average - 14)
    for row in legend:
        y += 50
        for name, style, x in row:
            canvas.box(x, y + 2, x + 34, y + 36, style)
            canvas.text(x + 46, y + 2, name, 28)
    _bars(canvas, chart, plot_top)
    _tops(canvas, chart, plot_top + _PLOT + 64 + _GAP)
    return canvas.png()


def _legend(chart: Chart) -> list[list[tuple[str, _Style, int]]]:
    """Return rows of names with their styles and where each begins."""
    rows: list[list[tuple[str, _Style, int]]] = [[]]
    x = _EDGE
    for name, owner in zip(chart.series, chart.owners, strict=True):
        width = 46 + ceil(_font(28).getlength(name))
        if rows[-1] and x + width > WIDTH - _EDGE:
            rows.append([])
            x = _EDGE
        rows[-1].append((name, _STYLES[owner], x))
        x += width + 40
    return rows


def _bars(canvas: "_Canvas", chart: Chart, top: int) -> None:
    bottom, right = top + _PLOT, WIDTH - _EDGE
    heights = [sum(bar) for bar in chart.bars]
    step = _step(max([*heights, 1]))
    most = step * ceil(max([*heights, 1]) / step)
    left = _EDGE + canvas.width(str(most), 26) + 16
    scale = _PLOT / most
    for tick in range(0, most + 1, step):
        y = bottom - tick * scale
        canvas.line((left, y), (right, y), _LINE)
        canvas.text(left - 16, y - 17, str(tick), 26, colour=_SOFT, align="right")
    slot = (right - left) / len(chart.bars)
    gap = min(max(slot * 0.2, 2), 16)
    every = ceil(len(chart.labels) / _LABELS)
    for index, bar in enumerate(chart.bars):
        x0, x1 = left + index * slot + gap / 2, left + (index + 1) * slot - gap / 2
        y = float(bottom)
        for number, owner in zip(bar, chart.owners, strict=True):
            if number:
                canvas.box(round(x0), round(y - number * scale), round(x1), round(y), _STYLES[owner])
                y -= number * scale
        if (len(chart.bars) - 1 - index) % every == 0:
            canvas.text((x0 + x1) / 2, bottom + 14, chart.labels[index], 26, colour=_SOFT, align="middle", within=right)
    canvas.dashes(left, bottom - chart.average * scale, right)
    if chart.peak is not None:
        _peak(canvas, chart, left + (chart.peak + 0.5) * slot, bottom - heights[chart.peak] * scale, top)


def _peak(canvas: "_Canvas", chart: Chart, x: float, y: float, top: int) -> None:
    """Name the highest bar above it: the number and the day, then what happened."""
    index = chart.peak or 0
    head = f"{chart.labels[index]}: {sum(chart.bars[index])}"
    story = chart.peak_story if _drawable(chart.peak_story) else ""
    lines = _wrapped(story, _font(26), 560)
    if len(lines) > 1:
        lines = [f"{lines[0].rstrip(' ,;:–—')} …"]
    width = max([canvas.width(head, 28, bold=True), *(canvas.width(line, 26) for line in lines)])
    left = min(max(x - width / 2, _EDGE), WIDTH - _EDGE - width)
    above = top - 88
    canvas.line((round(x), above + 40 + 36 * len(lines)), (round(x), round(y) - 6), _INK)
    canvas.text(left, above, head, 28, bold=True)
    for number, line in enumerate(lines):
        canvas.text(left, above + 38 + 34 * number, line, 26)


def _tops(canvas: "_Canvas", chart: Chart, y: int) -> None:
    tops = [top for top in chart.tops if _drawable(top.name)]
    if not tops:
        return
    names = max(canvas.width(top.name, 30) for top in tops)
    left = _EDGE + min(names, 420) + 24
    said = [(_change(top, chart.new_label), str(top.count)) for top in tops]
    room = max(canvas.width(f"{count}  {change}", 28) for change, count in said) + 24
    scale = (WIDTH - _EDGE - left - room) / max(top.count for top in tops)
    for top, (change, count) in zip(tops, said, strict=True):
        canvas.text(_EDGE, y, _cut(top.name, _font(30), 420), 30)
        end = round(left + top.count * scale)
        canvas.box(left, y + 4, max(end, left + 4), y + 34, _Style("#57606a", ""))
        canvas.text(end + 14, y, count, 28, bold=True)
        canvas.text(end + 14 + canvas.width(count, 28, bold=True) + 14, y, change, 28, colour=_SOFT)
        y += _ROW


class _Canvas:
    """A picture that is drawn larger than it will be. Places and sizes are those of the finished picture."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINE, height * _FINE), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        *,
        bold: bool = False,
        colour: str = _INK,
        align: str = "left",
        within: float = WIDTH,
    ) -> None:
        width = self.width(text, size, bold=bold)
        x -= {"left": 0.0, "middle": width / 2, "right": width}[align]
        x = min(x, within - width)
        self._draw.text((x * _FINE, y * _FINE), text, font=_font(size * _FINE, bold=bold), fill=colour)

    def width(self, text: str, size: int, *, bold: bool = False) -> int:
        return ceil(_font(size * _FINE, bold=bold).getlength(text) / _FINE)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: int = 2) -> None:
        self._draw.line([each * _FINE for each in (*start, *end)], fill=colour, width=width * _FINE)

    def dashes(self, x0: float, y: float, x1: float) -> None:
        """Draw a broken line with a rim of paper, so that it is seen on bars of any colour."""
        x = x0
        while x < x1:
            end = min(x + 16, x1)
            self.line((x - 2, y), (end + 2, y), _PAPER, 7)
            self.line((x, y), (end, y), _INK, 3)
            x += 26

    def box(self, x0: int, y0: int, x1: int, y1: int, style: _Style) -> None:
        """Fill a box; neighbours are told apart by their hatching and by a thin line of paper."""
        place = (x0 * _FINE, y0 * _FINE, x1 * _FINE, y1 * _FINE)
        size = (place[2] - place[0], place[3] - place[1])
        if min(size) <= 0:
            return
        ground = Image.new("RGB", size, style.colour)
        _hatch(ImageDraw.Draw(ground), size, style.hatch)
        self._image.paste(ground, place[:2])
        self._draw.line([place[0], place[1], place[2], place[1]], fill=_PAPER, width=2 * _FINE)

    def png(self) -> bytes:
        size = (self._image.width // _FINE, self._image.height // _FINE)
        written = BytesIO()
        small = self._image.resize(size, Image.Resampling.LANCZOS)
        small.quantize(128).save(written, "PNG", optimize=True)
        return written.getvalue()


def _hatch(draw: ImageDraw.ImageDraw, size: tuple[int, int], kind: str) -> None:
    width, height = size
    light, step, thick = "#ffffff", 12 * _FINE, 2 * _FINE
    if kind == "-":
        for y in range(step, height, step):
            draw.line([0, y, width, y], fill=light, width=thick)
    elif kind == ".":
        for y in range(step // 2, height, step):
            for x in range(step // 2, width, step):
                draw.ellipse([x - thick, y - thick, x + thick, y + thick], fill=light)
    elif kind:
        for x in range(-height, width + height, step + thick):
            ends = [x, height, x + height, 0] if kind == "/" else [x, 0, x + height, height]
            draw.line(ends, fill=light, width=thick)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    with as_file(files("bot.chat") / "fonts" / f"Inter-{'SemiBold' if bold else 'Regular'}.otf") as path:
        return ImageFont.truetype(BytesIO(path.read_bytes()), size)


def _drawable(text: str) -> bool:
    """Whether our font has all the letters: a headline in another script is shown in the caption only."""
    missing = bytes(_font(26).getmask(_MISSING))
    return all(char.isspace() or bytes(_font(26).getmask(char)) != missing for char in set(text))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(_cut(word, font, width))
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _step(most: int) -> int:
    """Return a round distance between the lines of the grid."""
    rough = max(most / _TICKS, 1)
    size = 10 ** floor(log10(rough))
    return int(next(each * size for each in (1, 2, 5, 10) if each * size >= rough * _ALMOST))


def _change(top: Top, new: str) -> str:
    if top.change is None:
        return ""
    return new if top.change == inf else f"{'−' if top.change < 0 else '+'}{abs(top.change):.0%}"
