"""What does a message look like on Telegram? Parts of HTML with buttons, each one within the platform's limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chat.message import Chart, File, Line, Message, Role, Section, Text
from bot.chat.telegram.buttons import Key, Place, keys
from bot.chat.telegram.inline import CAPTION, MAX, Run, Size, cut, is_blank, safe, to_runs, units

_FOLDED = {Role.WHY, Role.SOURCES}
_OPEN, _CLOSE = "<blockquote expandable>", "</blockquote>"
_QUOTE = Size(0, len(_OPEN + _CLOSE), 1)
_HEAD = Size(0, len("<b></b>"), 1)
_HERE = Place()
_HINT_UNITS = 64  # of the words in an empty input field (Bot API, ForceReply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Telegram message. ``plain`` is sent instead where Telegram refuses the markup.

    With ``attached`` the words are its caption, and there may be none. ``hint`` stands in the input field that the app
    opens for an answer.
    """

    html: str
    plain: str
    keys: tuple[tuple[Key, ...], ...] = ()  # rows
    silent: bool = False
    reply_to: int | None = None
    preview: bool = False
    hint: str = ""
    attached: Chart | File | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as rendered. ``opens``: first of its section; ``gap``: how it is set apart from what is above."""

    html: str
    plain: str
    size: Size
    folded: bool
    opens: bool
    gap: str


def to_markup(message: Message, place: Place = _HERE) -> tuple[Part, ...]:
    """Render a message: one part, or several where it is longer than Telegram takes.

    The parts are cut between sections where possible, else between lines, and inside a line only where it alone is too
    long. Buttons, reply, sound and what is attached belong to the first part: it is the one that a reply answers.
    """
    attached = message.file or message.chart
    rows = list(_rows(message.sections))
    if all(is_blank(row.plain) for row in rows):
        rows = list(_rows((Section(Role.BODY, ((Text(message.text),),)),)))
    first, *others = _pack(rows, CAPTION if attached else MAX)
    # Telegram refuses what shows nothing, and a cut may leave a few spaces behind.
    others = [part for part in others if not _shows_nothing(part)]
    if others and _shows_nothing(first) and not attached:
        first, *others = others
    return (
        Part(
            html=_join(first),
            plain=_plain(first),
            keys=keys(message.buttons, place),
            silent=message.silent,
            reply_to=_message_id(message.reply_to),
            preview=message.preview,
            hint=next(cut(safe(message.text), _HINT_UNITS)) if message.asks else "",
            attached=attached,
        ),
        *(Part(html=_join(part), plain=_plain(part), silent=True) for part in others),
    )


def _shows_nothing(rows: Sequence[_Row]) -> bool:
    return all(is_blank(row.plain) for row in rows)


def _plain(rows: Sequence[_Row]) -> str:
    return "".join(row.gap * (index > 0) + row.plain for index, row in enumerate(rows))


def _message_id(text: str | None) -> int | None:
    """Return the id of the first part, of "12" or "12,13"."""
    first = (text or "").partition(",")[0]
    return int(first) if first.isdecimal() else None


def _rows(sections: Sequence[Section]) -> Iterator[_Row]:
    above: Role | None = None
    for section in sections:
        opens = True
        for line in section.lines:
            for runs in _fit(line, head=section.role is Role.HEAD):
                yield _row(runs, role=section.role, opens=opens, above=above)
                opens = False
        above = section.role if section.lines else above


def _row(runs: Sequence[Run], *, role: Role, opens: bool, above: Role | None) -> _Row:
    html = "".join(run.html for run in runs)
    plain = "".join(run.plain for run in runs)
    return _Row(
        html=f"<b>{html}</b>" if role is Role.HEAD and html else html,
        plain=plain,
        size=Size(units(plain), len(html.encode()), sum(run.entities for run in runs)).plus(
            _HEAD if role is Role.HEAD else Size()
        ),
        folded=role in _FOLDED,
        opens=opens,
        # The headline stands on its text and a quote is set apart by itself; all else gets an empty line.
        gap="\n\n" if opens and role not in _FOLDED and above not in {None, Role.HEAD} else "\n",
    )


def _fit(line: Line, *, head: bool) -> Iterator[list[Run]]:
    """Yield the line's runs, in more than one row only where the line alone is too long for a message."""
    row: list[Run] = []
    room = _HEAD.plus(_QUOTE)
    taken = room
    for run in to_runs(line, bold=head):
        if row and not taken.plus(run.size).within(MAX):
            yield row
            row, taken = [], room
        row.append(run)
        taken = taken.plus(run.size)
    yield row


def _pack(rows: Sequence[_Row], first: Size) -> Iterator[list[_Row]]:
    """Yield the rows of each part; the ``first`` may have less room, even none for any row.

    A section that fits into a part of its own is not torn.
    """
    part: list[_Row] = []
    room = first
    for index, row in enumerate(rows):
        full = not _size([*part, row]).within(room)
        if (full and (part or room != MAX)) or (part and row.opens and _tears(part, rows[index:], room)):
            yield part
            part, room = [], MAX
        part.append(row)
    yield part


def _tears(part: Sequence[_Row], rest: Sequence[_Row], room: Size) -> bool:
    """Whether the section that opens ``rest`` would be cut here, but would be whole in the next part."""
    end = next((index for index, row in enumerate(rest) if index and row.opens), len(rest))
    section = rest[:end]
    return not _size([*part, *section]).within(room) and _size(section).within(MAX)


def _size(rows: Sequence[_Row]) -> Size:
    size = Size()
    for index, row in enumerate(rows):
        gap = len(row.gap) * (index > 0)
        size = size.plus(row.size).plus(Size(gap, gap))
        if row.folded and not (index and rows[index - 1].folded):
            size = size.plus(_QUOTE)
    return size


def _join(rows: Sequence[_Row]) -> str:
    """Join the rows of a part; neighbours that are folded share one quote."""
    html = ""
    for index, row in enumerate(rows):
        html += row.gap * (index > 0)
        html += _OPEN * (row.folded and not (index and rows[index - 1].folded))
        html += row.html
        html += _CLOSE * (row.folded and not (index + 1 < len(rows) and rows[index + 1].folded))
    return html
