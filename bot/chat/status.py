"""Is everything working? One line for everybody, the details for operators."""

from datetime import timedelta

from bot.chat.message import Command, Line, Moment, Piece, Reply, Text, Time
from bot.chat.render import answer, counted
from bot.chat.service import Service, is_operator
from bot.model import Cursor, Feed
from bot.store.transaction import Transaction


def status(tx: Transaction, command: Command, service: Service) -> Reply:
    """Say whether the service works; operators also see what does not, and since when."""
    cursors = tx.feeds.all()
    failing = [(feed, cursors[feed.id]) for feed in service.feeds.values() if _fails(cursors.get(feed.id))]
    lines: list[Line] = [_short(tx, command, service, cursors, len(failing))]
    channel = tx.channels.at(command.target)
    if channel is None or not channel.active:
        lines.append((Text(f"This chat gets no alerts. To get them: {command.prefix}start"),))
    elif channel.muted_until and channel.muted_until > service.now:
        lines.append((Text("This chat is muted until "), Time(channel.muted_until, Moment.DATE_TIME), Text(".")))
    if is_operator(command, service):
        lines += _details(tx, service, failing)
    return Reply(message=answer(*lines))


def _short(
    tx: Transaction, command: Command, service: Service, cursors: dict[str, Cursor], failing: int
) -> tuple[Piece, ...]:
    polled = [cursors[each].polled for each in service.feeds if each in cursors]
    last = max((at for at in polled if at is not None), default=None)
    channel = tx.channels.at(command.target)
    count, last_alert = tx.alerts.sent_since(
        service.now - timedelta(days=1), channel.channel_id if channel is not None else None
    )
    pieces: list[Piece] = [
        Text("Working. " if not service.problems and failing < len(service.feeds) else "In trouble. ")
    ]
    pieces += [Text("Last check "), Time(last), Text(". ")] if last else [Text("No feed was checked yet. ")]
    pieces.append(Text(f"{len(service.feeds) - failing} of {len(service.feeds)} sources fine. "))
    pieces.append(Text(f"{counted(count, 'alert', 'alerts')} in 24 hours"))
    pieces += [Text(", last one "), Time(last_alert, Moment.TIME), Text(".")] if last_alert else [Text(".")]
    return tuple(pieces)


def _details(tx: Transaction, service: Service, failing: list[tuple[Feed, Cursor]]) -> list[Line]:
    lines: list[Line] = [(Text("Not working" if failing or service.problems else "Everything works", bold=True),)]
    lines += [(Text(f"· {problem}"),) for problem in service.problems]
    for feed, cursor in failing:
        since = cursor.failing_since or cursor.due
        lines.append(
            (
                Text(f"· {feed.id}  since "),
                Time(since, Moment.DATE_TIME),
                Text(f" · {cursor.error} · next try "),
                Time(cursor.due, Moment.TIME),
            )
        )
    waiting = tx.alerts.waiting()
    queue = " · ".join(f"{count} {platform}" for platform, count in sorted(waiting.items())) or "empty"
    lines.append((Text("Config  ", bold=True), Text(service.config)))
    lines.append((Text("Queue  ", bold=True), Text(queue)))
    stored = f"{service.version} · {tx.entries.count()} entries, {tx.stories.count()} stories · up since "
    lines.append((Text("Version  ", bold=True), Text(stored), Time(service.started, Moment.DATE_TIME)))
    paused = [channel for channel in tx.channels.all() if channel.paused]
    lines += [(Text(f"Paused  {channel.title or channel.target.chat}: {channel.paused}"),) for channel in paused]
    return lines


def _fails(cursor: Cursor | None) -> bool:
    return cursor is not None and cursor.failures > 0
