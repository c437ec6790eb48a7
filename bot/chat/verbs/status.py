"""Is everything working? One line for everybody, the details for operators; and reading the configuration anew."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.chat.language import HOLE, Words, fill
from bot.chat.message import Line, Moment, Reply, Text, Time
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.reasons import row
from bot.chat.rendering.retold import retold
from bot.chat.verbs.request import Request, refused
from bot.chat.verbs.sources import State, failing_line, mostly_failing, state_of
from bot.feeds.cadence import behind
from bot.model import Cursor

_LATELY = timedelta(days=1)  # in which the typical delay is measured
_NAMED = 10  # feeds that /status names; all are in /sources
_MEGABYTE = 1_000_000


def status(request: Request) -> Reply:
    """Say whether the service works; operators also see what does not, and since when."""
    words = request.words
    cursors = request.tx.feeds.all()
    lines: list[Line] = [_short(request, cursors, words)]
    channel = request.channel
    if channel is None or not channel.active:
        start = request.typed("start")
        lines.append((Text(words("This chat gets no alerts. To get them: {start}", start=start)),))
    elif channel.muted_until and channel.muted_until > request.now:
        muted = words("This chat is muted until {time}.", time=HOLE)
        lines.append(fill(muted, Time(channel.muted_until, Moment.DATE_TIME)))
    if request.from_operator:
        lines += _details(request, cursors, words)
    return Reply(message=answer(*lines))


def reload(request: Request) -> Reply:
    """Ask for the configuration to be read anew. What came of it takes the place of this answer."""
    words = request.words
    return Reply(message=answer(words("The configuration is read anew.")), reload=True)


def reloaded(problems: Sequence[str], *, changed: bool, config: str, sources: int, words: Words) -> Reply:
    """Return what came of reading the configuration anew; ``problems`` are those of a version that was refused."""
    if problems:
        head = words("Refused: the new configuration is not used, the last good one stays.")
        return refused(*problems, head=head)
    if not changed:
        return Reply(message=answer(words("Nothing changed: {file} is in use as it is.", file=config)))
    said = words.counted(sources, "Loaded {file}: {n} source.", "Loaded {file}: {n} sources.", file=config)
    return Reply(message=answer(said))


def _short(request: Request, cursors: dict[str, Cursor], words: Words) -> Line:
    states = [state_of(cursors.get(each)) for each in request.feeds]
    bad = sum(state in {State.FAILING, State.GONE} for state in states)
    late = behind(request.feeds, cursors, request.now)
    works = not request.service.problems and not mostly_failing(request) and late is None
    polled = [cursors[each].polled for each in request.feeds if each in cursors]
    last = max((at for at in polled if at is not None), default=None)
    line: list[Line] = [(Text(words("Working.") if works else words("In trouble.")),)]
    line.append(
        fill(words("Last check {time}.", time=HOLE), Time(last)) if last else (Text(words("No feed was checked yet.")),)
    )
    fine = words.counted(
        len(states), "{fine} of {n} source fine.", "{fine} of {n} sources fine.", fine=len(states) - bad
    )
    line.append((Text(fine),))
    channel = request.channel
    midnight = _midnight((channel.zone if channel else None) or request.service.zone, request.now)
    count, last_alert = request.tx.alerts.sent_since(midnight, channel.channel_id if channel is not None else None)
    if last_alert is None:
        line.append((Text(words.counted(count, "{n} alert today.", "{n} alerts today.")),))
    else:
        today = words.counted(
            count, "{n} alert today, last one {time}.", "{n} alerts today, last one {time}.", time=HOLE
        )
        line.append(fill(today, Time(last_alert, Moment.TIME)))
    return _spaced(line)


def _details(request: Request, cursors: dict[str, Cursor], words: Words) -> list[Line]:
    bad = [each for each in request.feeds.values() if state_of(cursors.get(each.id)) in {State.FAILING, State.GONE}]
    late = behind(request.feeds, cursors, request.now)
    problems = [*request.service.problems, *([late] if late else ())]
    found: list[Line] = [(Text(retold(problem, words)),) for problem in problems]
    found += [failing_line(feed, cursors[feed.id], words) for feed in bad[:_NAMED]]
    if len(bad) > _NAMED:
        more = words.counted(
            len(bad) - _NAMED, "and {n} more: {list}", "and {n} more: {list}", list=request.typed("sources")
        )
        found.append((Text(more),))
    lines: list[Line] = [row(words("Not working"), *(found[0] if found else (Text(words("nothing")),)))]
    lines += [(Text("· "), *each) for each in found[1:]]
    seeds = words.counted(request.service.seeds, "seeds: {n} text", "seeds: {n} texts")
    loaded = fill(
        words("{file} from {time}, loaded", file=request.service.config, time=HOLE),
        Time(request.service.loaded, Moment.DATE_TIME),
    )
    lines.append(row(words("Config"), *loaded, Text(f". {seeds}")))
    if request.service.refused:
        refused = words("a newer version was refused: {problem}", problem=request.service.refused[0])
        rest = len(request.service.refused) - 1
        also = " " + words.counted(rest, "({n} more line)", "({n} more lines)") if rest else ""
        lines.append((Text(f"· {refused}{also}"),))
    lines.append(row(words("Queue"), Text(_queue(request, words))))
    size = words("database {size} MB", size=f"{request.tx.size() / _MEGABYTE:.0f}")
    up = fill(words("up since {time}", time=HOLE), Time(request.service.started, Moment.DATE_TIME))
    stories = words.counted(request.tx.stories.count(), "{n} story", "{n} stories")
    entries = words.counted(request.tx.entries.count(), "{n} entry", "{n} entries")
    lines.append(row(words("Version"), Text(f"{request.service.version} · {size} · {entries} · {stories} · "), *up))
    for channel in request.tx.channels.all():
        if channel.paused:
            lines.append(
                row(words("Paused"), Text(f"{channel.title or channel.target.chat}: {retold(channel.paused, words)}"))
            )
    return lines


def _queue(request: Request, words: Words) -> str:
    waiting = dict.fromkeys(sorted(request.service.platforms), 0) | request.tx.alerts.waiting()
    said = [f"{count} {platform.title()}" for platform, count in sorted(waiting.items())] or [words("empty")]
    delays = request.tx.past.delays(request.now - _LATELY)
    if delays:
        seconds = median(delay / timedelta(seconds=1) for delay in delays)
        typical = words.counted(
            round(seconds),
            "delay {n} second from feed to chat (typical)",
            "delay {n} seconds from feed to chat (typical)",
        )
        said.append(typical)
    return " · ".join(said)


def _spaced(sentences: list[Line]) -> Line:
    first, *others = sentences
    return (*first, *(piece for each in others for piece in (Text(" "), *each)))


def _midnight(zone: str, now: datetime) -> datetime:
    here = ZoneInfo(zone)
    return datetime.combine(now.astimezone(here).date(), time(), here).astimezone(UTC)
