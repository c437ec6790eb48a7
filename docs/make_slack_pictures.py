"""How do messages look in Slack? The blocks that would be sent, laid out like the app does, as pictures for the guide.

Chromium draws them: ``chromium`` has to be installed. The news is that of the pictures for Telegram. How Slack itself
draws each block may differ in detail; which blocks there are, and what they say, is what is sent.
"""

import html
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from make_telegram_pictures import (
    BODY,
    HEAD,
    SEEN,
    SERVICE,
    alert_messages,
    digest_messages,
    draw,
    latest,
    stats,
    story,
    week_report,
)

from bot.chat.message import Command, Message
from bot.chat.rendering.alerts import alert, condensed, details
from bot.chat.slack.blocks import views
from bot.chat.slack.blocks.attachments import drawn
from bot.chat.slack.intake import Asked
from bot.chat.slack.markup import to_markup
from bot.chat.verbs.table import handle
from bot.model import Scope, Subscription, Target
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.search.index import search_words

DOCS = Path(__file__).parent
CHANNEL = Target(platform="slack", chat="C1")
COLOURS = ("#4a7fd4", "#d9823b", "#3f9c6d", "#8a5fc0", "#c04b5f", "#6d7682")
Block = dict[str, Any]

_STYLE = """
body { margin: 0; padding: 16px; background: #fff; font: 15px/1.46 Lato, "Noto Sans", sans-serif; color: #1d1c1d; }
.message { display: flex; gap: 9px; margin-bottom: 16px; } .thread { margin-left: 44px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #2f6b4f; color: #fff; font-weight: 900;
        text-align: center; line-height: 36px; }
.name { font-weight: 900; } .app { background: #eaeaea; color: #616061; border-radius: 2px; font-size: 10px;
        font-weight: 700; padding: 1px 3px; margin: 0 4px; } .time, .only { color: #616061; font-size: 12px; }
.all { flex: 1; min-width: 0; } .section { white-space: pre-wrap; margin: 4px 0; overflow-wrap: anywhere; }
.context { color: #616061; font-size: 13px; margin: 4px 0; white-space: pre-wrap; }
.context span + span { margin-left: 8px; }
a { color: #1264a3; text-decoration: none; } code { color: #e01e5a; background: #f6f6f6; border: 1px solid #ddd;
        border-radius: 3px; font-size: 12px; padding: 1px 3px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button, .choice { border: 1px solid #bbb; border-radius: 8px; font-size: 13px; font-weight: 700; padding: 4px 11px; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.votes span { color: #616061; font-size: 13px;
        margin-right: 14px; }
.menu { border: 1px solid #ddd; border-radius: 8px; background: #f8f8f8; font-size: 13px; }
.menu div { padding: 3px 12px; } .sheet { border: 1px solid #ccc; border-radius: 8px; box-shadow: 0 4px 18px #0002; }
.head { font-weight: 900; font-size: 18px; padding: 12px 18px; border-bottom: 1px solid #eee; }
.in { padding: 6px 18px; }
.label { font-weight: 700; margin-top: 10px; } .field { border: 1px solid #aaa; border-radius: 4px; padding: 6px 10px;
        min-height: 20px; } .hint { color: #616061; font-size: 12px; } .foot { padding: 12px 18px; text-align: right; }
"""


def main() -> int:
    """Draw every picture."""
    for name, make in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/docs.db") as store:
            with store.begin() as tx:
                page = "".join(make(tx))
            draw(page, DOCS / f"slack-{name}.png", Path(folder), style=_STYLE)
    return 0


def shown(message: Message, *, only: bool = False) -> str:
    """Return a message as Slack lists it; ``only``: for the one who asked."""
    chart = drawn(message.chart) if message.chart else None
    blocks = "".join(block(each) for part in to_markup(message, chart=chart) for each in part.blocks)
    note = '<div class="only">Only visible to you</div>' if only else ""
    where = "message thread" if message.reply_to else "message"
    top = '<span class="name">Seedwatch</span><span class="app">APP</span><span class="time">08:00</span>'
    return f'<div class="{where}"><div class="face">S</div><div class="all">{note}{top}{blocks}</div></div>'


def sheet(view: Block, title: str) -> str:
    """Return a dialogue or the App Home."""
    blocks = "".join(f'<div class="in">{block(each)}</div>' for each in view["blocks"])
    keys = [view[name]["text"] for name in ("close", "submit") if name in view]
    foot = "".join(f'<span class="button{" primary" * (key == keys[-1])}">{_e(key)}</span> ' for key in keys)
    return f'<div class="sheet"><div class="head">{_e(title)}</div>{blocks}<div class="foot">{foot}</div></div>'


def block(each: Block) -> str:
    """Return one block as HTML. Raises KeyError for a block that the bot does not send."""
    return _BLOCKS[each["type"]](each)


def _section(each: Block) -> str:
    return f'<div class="section">{_mrkdwn(each["text"]["text"])}</div>'


def _context(each: Block) -> str:
    words = "".join(f"<span>{_mrkdwn(element['text'])}</span>" for element in each["elements"])
    return f'<div class="context">{words}</div>'


def _actions(each: Block) -> str:
    keys = menu = ""
    for element in each["elements"]:
        if element["type"] == "overflow":
            keys += '<span class="button">⋯</span>'
            options = "".join(f"<div>{_e(option['text']['text'])}</div>" for option in element["options"])
            menu = f'<div class="menu">{options}</div>'
        else:
            keys += f'<span class="button {element.get("style", "")}">{_text(element)}</span>'
    return f'<div class="row">{keys}{menu}</div>'


def _votes(each: Block) -> str:
    (votes,) = each["elements"]
    up, down = (_text(votes[side]) for side in ("positive_button", "negative_button"))
    return f'<div class="row votes"><span>👍 {up}</span><span>👎 {down}</span></div>'


def _rich(each: Block) -> str:
    lines = "".join(html.escape(e.get("text") or e["fallback"]) for part in each["elements"] for e in part["elements"])
    return f'<div class="section">{lines}</div>'


def _input(each: Block) -> str:
    element = each["element"]
    hint = f'<div class="hint">{_e(each["hint"]["text"])}</div>' if "hint" in each else ""
    if element["type"] == "checkboxes":
        tick = "☑" if element.get("initial_options") else "☐"
        return f'<div class="label">{tick} {_e(each["label"]["text"])}</div>'
    chosen = element.get("initial_option")
    value = f"{chosen['text']['text']}  ▾" if chosen else element.get("initial_value", "")
    if element["type"] == "timepicker":
        value = f"🕐 {element.get('initial_time', '')}"
    return f'<div class="label">{_e(each["label"]["text"])}</div><div class="field">{_e(value)}</div>{hint}'


def _chart(each: Block) -> str:
    """Return lines or bars for each series, with their names."""
    chart = each["chart"]
    top = max((point["value"] for series in chart["series"] for point in series["data"]), default=1) or 1
    labels = chart["axis_config"]["categories"]
    step = 380 / max(len(labels), 1)
    drawn_, legend = "", ""
    for number, series in enumerate(chart["series"]):
        places = [(40 + step * (at + 0.5), 150 - 130 * p["value"] / top) for at, p in enumerate(series["data"])]
        colour = COLOURS[number]
        if chart["type"] == "bar":
            drawn_ += "".join(
                f'<rect x="{x - step / 3}" y="{y}" width="{step / 1.5}" height="{150 - y}" fill="{colour}"/>'
                for x, y in places
            )
        else:
            line = " ".join(f"{x},{y}" for x, y in places)
            drawn_ += f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        legend += f'<span style="color:{colour}">■</span> {_e(series["name"])} &nbsp; '
    few = labels[:: max(len(labels) // 5, 1)]
    drawn_ += "".join(
        f'<text x="{40 + step * (labels.index(day) + 0.5)}" y="168" text-anchor="middle">{_e(day)}</text>'
        for day in few
    )
    frame = f'<line x1="40" y1="150" x2="420" y2="150" stroke="#bbb"/><text x="4" y="24">{top:g}</text>'
    picture = f'<svg viewBox="0 0 424 176" width="100%" font-size="11">{frame}{drawn_}</svg>'
    return f'<div class="sheet in"><b>{_e(each["title"])}</b><br>{picture}<div class="context">{legend}</div></div>'


def _text(element: Block) -> str:
    return _e(element["text"]["text"])


def _e(text: str) -> str:
    """Show what is escaped for Slack as Slack shows it."""
    return html.escape(html.unescape(text))


def _mrkdwn(text: str) -> str:
    text = re.sub(r"<!date\^\d+\^[^|]*\|([^>]*)>", lambda found: found[1].removesuffix(" UTC"), text)
    text = re.sub(r"<(https?:[^|>]*)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", re.sub(r"(?<!\w)_([^_\n]+)_(?!\w)", r"<i>\1</i>", text))


_BLOCKS: dict[str, Callable[[Block], str]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _votes,
    "rich_text": _rich,
    "input": _input,
    "data_visualization": _chart,
}


def _asked(tx: Transaction, verb: str, **fields: Any) -> Message:
    given: dict[str, Any] = {"target": CHANNEL, "scope": Scope.GROUP, "title": "quay", "user": "U1", "user_name": "Ana"}
    return handle(tx, Command(verb=verb, prefix="/watch ", threads=True, **(given | fields)), SERVICE).message


def _alerts(tx: Transaction) -> Iterator[str]:
    yield from (shown(message) for message in alert_messages(tx))


def _digest(tx: Transaction) -> Iterator[str]:
    yield from (shown(message) for message in digest_messages(tx))


def _report(tx: Transaction) -> Iterator[str]:
    yield from (shown(message) for message in week_report(tx))


def _condensed(tx: Transaction) -> Iterator[str]:
    each = tx.stories.save(story(1, HEAD, BODY, SEEN, 2), words="", terms=())
    yield shown(condensed(alert(each), each))
    yield shown(details(alert(each), "7"))


def _latest(tx: Transaction) -> Iterator[str]:
    list(latest(tx))
    yield shown(_asked(tx, "latest"), only=True)


def _why(tx: Transaction) -> Iterator[str]:
    saved = tx.stories.save(story(1, HEAD, BODY, SEEN, 2), words=search_words(story(1, HEAD, BODY, SEEN, 2)), terms=())
    yield shown(_asked(tx, "sources", value=saved.short), only=True)


def _stats(tx: Transaction) -> Iterator[str]:
    list(stats(tx))
    yield shown(_asked(tx, "stats"), only=True)


def _invited(tx: Transaction) -> Iterator[str]:
    list(stats(tx))
    yield shown(_asked(tx, "joined", told=True))


def _settings(tx: Transaction) -> Iterator[str]:
    _asked(tx, "start")
    _asked(tx, "settings", arguments="report mon 09:00")
    offered = _asked(tx, "form").form
    if offered is not None:
        yield sheet(views.form(offered, Asked(command=Command(verb="form", target=CHANNEL))), offered.title)


def _home(tx: Transaction) -> Iterator[str]:
    for number, (title, quiet) in enumerate((("quay", "22:00-07:00"), ("desk-east", None)), start=1):
        channel = Subscription(
            channel_id=0,
            target=replace(CHANNEL, chat=f"C{number}"),
            title=title,
            scope=Scope.GROUP,
            since=SERVICE.now,
            quiet=quiet,
            manager="U1",
        )
        tx.channels.save(channel)
    message = _asked(tx, "home", told=True, target=replace(CHANNEL, chat="U1"))
    yield sheet(views.home(to_markup(message)), "Seedwatch")


PICTURES: dict[str, Callable[[Transaction], Iterator[str]]] = {
    "alert": _alerts,
    "digest": _digest,
    "latest": _latest,
    "sources": _why,
    "stats": _stats,
    "invited": _invited,
    "settings": _settings,
    "home": _home,
    "report": _report,
    "condensed": _condensed,
}

if __name__ == "__main__":
    sys.exit(main())
