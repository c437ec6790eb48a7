"""How do messages look on Telegram? The bot's own messages, laid out like the app does, as pictures for the guide.

The HTML that would be sent is put into a page, which Chromium draws: ``chromium`` has to be installed. All news here is
invented.
"""

import html
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from PIL import Image, ImageChops

from bot.chat.language import speak
from bot.chat.message import Chart, Command, Message
from bot.chat.rendering import digests, reports
from bot.chat.rendering.alerts import alert, condensed, update
from bot.chat.rendering.charts import png
from bot.chat.telegram.buttons import Place
from bot.chat.telegram.markup import Part, to_markup
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Alert, Entry, Feed, FeedKind, Hit, Match, Nearest, Ownership, Reason, Report, Story, Target
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.search.index import query_stems, search_words
from bot.stories.statistics.digest import Background, digest
from bot.stories.statistics.week import week, week_until

DOCS = Path(__file__).parent
NOW = datetime(2026, 9, 22, 6, 0, tzinfo=UTC)
HERE = Target(platform="telegram", chat="1")
WIDTH, HIGHEST = 460, 2400
MARGIN = 18
PLACE = Place(username="seedwatch_bot")
OUTLETS = {
    "Border Post": (Ownership.INDEPENDENT, "PL"),
    "State Wire": (Ownership.STATE, "BY"),
    "Capital Daily": (Ownership.STATE, "RU"),
    "River Radio": (Ownership.PUBLIC, "DE"),
    "Free Line": (Ownership.INDEPENDENT, "BY"),
    "Ministry of Transport": (Ownership.STATE, "BY"),
}
_STYLE = """
body { margin: 0; padding: 18px 14px; background: #d5dfe6; font: 15px/1.36 "Inter", "Noto Sans", sans-serif;
       color: #111; }
.bubble { background: #fff; border-radius: 14px; padding: 9px 12px; margin-bottom: 3px; white-space: pre-wrap; }
.reply { border-left: 3px solid #3390ec; background: #eef5fd; border-radius: 5px; padding: 3px 8px; margin-bottom: 5px;
         font-size: 13px; color: #3390ec; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
a { color: #2b7cd3; text-decoration: none; }
code { font: 13.5px monospace; color: #2b7cd3; }
blockquote { margin: 6px 0 0; padding: 4px 10px; border-left: 3px solid #3390ec; background: #eef5fd;
             border-radius: 5px; }
blockquote, blockquote * { font-size: 13.5px; }
img { width: 100%; border-radius: 10px; display: block; margin-bottom: 7px; }
.row { display: flex; gap: 3px; margin-bottom: 3px; }
.key { flex: 1; background: rgba(70, 100, 120, .55); color: #fff; border-radius: 8px; padding: 7px 4px;
       text-align: center; font-size: 13.5px; }
.after { margin-bottom: 16px; }
"""


def main() -> int:
    """Draw every picture."""
    for name, make in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/docs.db") as store:
            with store.begin() as tx:
                page = "".join(_bubbles(message, Path(folder)) for message in make(tx))
            draw(page, DOCS / f"telegram-{name}.png", Path(folder))
    return 0


def draw(page: str, file: Path, folder: Path, *, style: str = _STYLE) -> None:
    """Have Chromium draw a page on a sheet that is high enough, and cut off what stays empty below."""
    source = folder / "page.html"
    source.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{page}", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2"]
    size = [f"--window-size={WIDTH},{HIGHEST}", f"--screenshot={file}"]
    subprocess.run(["chromium", *options, *size, source.as_uri()], capture_output=True, check=True)  # noqa: S603, S607
    with Image.open(file) as sheet:
        drawn = sheet.convert("RGB")
        ground = Image.new("RGB", drawn.size, drawn.getpixel((0, 0)))
        edges = ImageChops.difference(drawn, ground).getbbox()
        below = edges[3] if edges else drawn.height
        drawn.crop((0, 0, drawn.width, below + 2 * MARGIN)).quantize(128).save(file, optimize=True)


def _bubbles(message: Message, folder: Path) -> str:
    return "".join(_bubble(part, folder) for part in to_markup(message, PLACE))


def _bubble(part: Part, folder: Path) -> str:
    above = ""
    if part.reply_to:
        above = '<div class="reply">Ports on the Nemunas to share one customs list</div>'
    if isinstance(part.attached, Chart):
        (folder / "chart.png").write_bytes(png(part.attached))
        above += '<img src="chart.png">'
    words = re.sub(r"<tg-time[^>]*>(.*?)</tg-time>", lambda found: _ago(found[1]), part.html)
    rows = "".join(
        f'<div class="row">{"".join(f"<div class=key>{html.escape(key.label)}</div>" for key in row)}</div>'
        for row in part.keys
    )
    return f'<div class="bubble">{above}{words}</div><div class="after">{rows}</div>'


def _ago(fallback: str) -> str:
    """Write a time as an app in the reader's zone does."""
    return fallback.removesuffix(" UTC")


def report(number: int, source: str, title: str, text: str, minutes: int, **fields: object) -> Report:
    """Return what an outlet says."""
    ownership, country = OUTLETS[source]
    given: dict[str, object] = {
        "key": f"u{number:032x}",
        "feed_id": source.split(maxsplit=1)[0].lower(),
        "source": source,
        "ownership": ownership,
        "kind": FeedKind.NEWS,
        "country": country,
        "language": "en",
        "url": f"https://{source.split(maxsplit=1)[0].lower()}.example.org/{number}",
        "title": title,
        "text": text,
        "at": NOW + timedelta(minutes=minutes),
        "score": 0.86,
    }
    return Report(**(given | fields))  # type: ignore[arg-type]


def story(number: int, title: str, summary: str, sources: list[str], hours: float, **fields: object) -> Story:
    """Return a story that these outlets report."""
    opened = NOW - timedelta(hours=hours)
    reports = tuple(
        report(number * 100 + place, source, title, summary, round(-hours * 60) + 7 * place)
        for place, source in enumerate(sources)
    )
    given: dict[str, object] = {
        "id": f"u{number:032x}",
        "title": title,
        "summary": summary,
        "language": "en",
        "opened": opened,
        "updated": max(each.at for each in reports),
        "score": 0.86,
        "alert": True,
        "names": ("Lukashenko", "Union State"),
        "words": ("customs",),
        "nearest": Nearest(seed="union-state", similarity=0.4),
        "reports": reports,
    }
    return Story(**(given | fields))  # type: ignore[arg-type]


HEAD = "Ports on the Nemunas to share one customs list"
BODY = "Two ministries agreed to clear river freight against a single list. Barges will be checked once, on entry."
SEEN = ["Border Post", "State Wire", "Capital Daily", "River Radio", "Free Line"]


def _stored(tx: Transaction, each: Story) -> Story:
    return tx.stories.save(each, words=search_words(each), terms=())


def alert_messages(tx: Transaction) -> Iterator[Message]:
    """An alert, and the reply when there is more."""
    first = _stored(tx, story(1, HEAD, BODY, SEEN, 2))
    yield alert(first)
    paper = report(
        190,
        "Ministry of Transport",
        "Order on the common customs list",
        "The order names eleven ports and takes effect on 1 November.",
        30,
        kind=FeedKind.PRIMARY,
    )
    grown = _stored(tx, story(1, HEAD, BODY, SEEN, 2, revision=2, reports=(*first.reports, paper)))
    news = Alert(
        id="a",
        channel_id=1,
        story_id=grown.id,
        reason=Reason.LOUD,
        revision=2,
        created=NOW,
        new=("The order names eleven ports and takes effect on 1 November.",),
        keys=(paper.key,),
    )
    yield update(grown, news, reply_to="7")


def digest_messages(tx: Transaction) -> Iterator[Message]:
    """A digest in the morning."""
    told = [
        _stored(tx, story(1, HEAD, BODY, SEEN, 9)),
        _stored(tx, story(2, "Grain trains rerouted through a second crossing", "", SEEN[:3], 14, names=("Grodno",))),
        _stored(tx, story(3, "Courts will recognise each other's fines", "", SEEN[2:4], 17, names=("Union State",))),
        _stored(tx, story(4, "Joint air drill extended by a week", "", SEEN[1:], 40, names=("Zapad",))),
    ]
    drill = told.pop()
    later = report(
        490, "Border Post", "Joint air drill: two more bases", "Two more air bases take part from Wednesday.", -200
    )
    reports = (*drill.reports, later)
    told.append(
        _stored(tx, replace(drill, reports=reports, updated=later.at, changed=later.at, new=("bases",), revision=2))
    )
    past = Background(stories=[2, 3, 2, 4, 2, 3, 2], names={"Union State": [0, 1, 0, 0, 1, 0, 0]}, feeds=26)
    content = digest(told, since=NOW - timedelta(days=1), now=NOW, past=past)
    yield digests.digest("Belarus–Russia relations", content, zone="Europe/Warsaw", question="abc")


def settings(tx: Transaction) -> Iterator[Message]:
    """The settings after the first minute."""
    for verb, words in (("start", ""), ("settings", "quiet 23:00-07:00"), ("settings", "")):
        reply = handle(tx, Command(verb=verb, arguments=words, target=HERE, user="1", user_name="Ana"), SERVICE)
    yield reply.message


def stats(tx: Transaction) -> Iterator[Message]:
    """Two weeks of a topic."""
    chance = Random(4)  # noqa: S311 a picture that stays the same
    names = ("Lukashenko", "Putin", "Union State", "Zapad", "Grodno")
    number = 10
    days = [chance.randint(8, 12) for _ in range(14)] + [chance.randint(5, 9) for _ in range(20)]
    days[4] += 13
    for day, count in enumerate(days):
        for _ in range(count):
            number += 1
            some = tuple(name for place, name in enumerate(names) if chance.random() < 0.6 / (place + 1))
            outlets = chance.sample(list(OUTLETS), 4 if number % 9 else 5)
            _stored(tx, story(number, HEAD, "", outlets, 24 * day + 5 + chance.random(), names=some))
    long_ago = NOW - timedelta(days=60)
    first = Entry(
        key="e", keys=("e",), feed_id="1", url=None, title="", text="", language=None, published=None, seen=long_ago
    )
    tx.entries.save([Hit(entry=first, match=Match(score=0.0, alert=False, store=False))], {})
    yield handle(tx, Command(verb="stats", target=HERE), SERVICE).message


def latest(tx: Transaction) -> Iterator[Message]:
    """A list, and why one of them is in it."""
    _stored(tx, story(1, HEAD, BODY, SEEN, 2))
    _stored(tx, story(2, "Grain trains rerouted through a second crossing", "", SEEN[:3], 5))
    _stored(tx, story(3, "Courts will recognise each other's fines", "", SEEN[2:4], 17))
    yield handle(tx, Command(verb="latest", target=HERE), SERVICE).message


LARGEST = (
    (HEAD, BODY),
    ("Grain trains rerouted through a second crossing", "The river bridge is closed until the end of the month."),
    ("Courts will recognise each other's fines", "Unpaid fines can be collected in both countries from January."),
    ("Joint air drill extended by a week", "Two more air bases take part from Wednesday."),
    ("Power line to the western grid switched off", "Repairs take nine days, the operator said."),
)


def week_report(tx: Transaction) -> Iterator[Message]:
    """The report of a week, with its chart."""
    list(stats(tx))
    for number, (title, said) in enumerate(LARGEST, start=2):
        _stored(tx, story(number, title, said, list(OUTLETS), 24.0 * number, names=("Union State",)))
    zone = SERVICE.zone
    asked = week_until(NOW.date(), zone)
    content = week(tx.stories.changed_since(asked.before), asked, zone, begun=asked.before)
    yield reports.report("Belarus–Russia relations", content, told=9)


def condensed_messages(tx: Transaction) -> Iterator[Message]:
    """Alerts of one line, and what replies to one of them."""
    _, news = alert_messages(tx)
    for number, (title, sources) in enumerate(((HEAD, SEEN), ("Grain trains rerouted", SEEN[:3])), start=1):
        each = _stored(tx, story(number, title, "", sources, 2 + number))
        yield condensed(alert(each), each)
    yield news


def foreign_messages(tx: Transaction) -> Iterator[Message]:
    """An alert whose headline is in another language than the reader's, and what can be said of it."""
    title = "Poland closes border to trucks from Belarus until 1 November"
    each = story(1, title, "Customs officers were told on Monday evening.", ["Border Post", "River Radio"], 2)
    yield alert(_stored(tx, each), words=speak("ru"))


PICTURES: dict[str, Callable[[Transaction], Iterator[Message]]] = {
    "alert": alert_messages,
    "digest": digest_messages,
    "settings": settings,
    "stats": stats,
    "latest": latest,
    "report": week_report,
    "condensed": condensed_messages,
    "foreign": foreign_messages,
}
SERVICE = Service(
    now=NOW,
    started=NOW - timedelta(days=9),
    topic="Belarus–Russia relations",
    zone="Europe/Warsaw",
    alert_at=0.6,
    feeds={
        name: Feed(
            id=name,
            name=name,
            url=f"https://{name}.example.org/feed",
            every=timedelta(minutes=10),
            timeout=timedelta(seconds=20),
            user_agent="seedwatch/1.0",
        )
        for name in map(str, range(26))
    },
    operators=frozenset(),
    stems=query_stems,
    config="sources.yaml",
    loaded=NOW,
    code=lambda: "code",
)

if __name__ == "__main__":
    sys.exit(main())
