"""Is everything true that a chat was told of the week? Held against the script's own facts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat.message import Line, Link, Message, Piece, Role, Text
from bot.chat.rendering.trace import Fate
from tests.stream.play import Played
from tests.stream.script import Script, Told

_COUNT = re.compile(r"(\d+) sources?")


@dataclass(kw_only=True)
class Audit:
    """What was right and what was not."""

    events: int
    told: Counter[str] = field(default_factory=Counter)  # by event, how often as new
    beside: set[str] = field(default_factory=set)  # events told that may be told or not
    unwanted: set[str] = field(default_factory=set)  # events told that are not of the topic
    updates: int = 0
    repeated: list[str] = field(default_factory=list)  # "New:" lines without a fact that is new
    misplaced: list[str] = field(default_factory=list)  # sentences under an outlet that did not write them
    foreign: list[str] = field(default_factory=list)  # sentences of another event in an event's message
    miscounted: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)  # headlines that do not say how their events stand in the end
    unexplained: list[str] = field(default_factory=list)  # reports of which /why does not say what they brought
    important: int = 0  # events of which the chat was told that wants important ones only
    later: set[str] = field(default_factory=set)  # events whose later fact was told

    @property
    def once(self) -> int:
        """How many events were told exactly once as new."""
        return sum(count == 1 for count in self.told.values())

    def __str__(self) -> str:
        never = self.events - len(self.told)
        return (
            f"{self.once} of {self.events} events told once, {never} never, "
            f"{sum(count > 1 for count in self.told.values())} more than once; {self.updates} updates, "
            f"{len(self.later)} later facts told; {len(self.repeated)} repeated, {len(self.misplaced)} misplaced, "
            f"{len(self.foreign)} foreign, {len(self.miscounted)} miscounted, {len(self.untrue)} untrue, "
            f"{len(self.unexplained)} unexplained; {self.important} important; "
            f"{len(self.beside)} beside the topic, {len(self.unwanted)} off it"
        )


def audit(script: Script, played: Played) -> Audit:
    """Read every message and every edit in the light of the script."""
    reports = script.reports
    found = Audit(events=len({report.event for report in reports if report.wanted}))
    known: dict[str, set[str]] = {}
    for message in played.chat.sent:
        lead = _lead(message, reports)
        event = lead.event
        shown = known.setdefault(event, set())
        if message.reply_to is None:
            if lead.wanted:
                found.told[event] += 1
            else:
                (found.beside if lead.wanted is None else found.unwanted).add(event)
            shown |= script.facts_in(" ".join(_plain(line) for line in _shown(message)))
        else:
            found.updates += 1
            for line in (*_lines(message, Role.BODY), *_lines(message, Role.HEAD)):  # a mark above may repeat the news
                fresh = {each for each in script.facts_in(_plain(line)) if each.startswith(f"{event}:")} - shown
                links = [piece for piece in line if isinstance(piece, Link)]
                own = not links or _of(links[-1].url, reports).event == event  # else it is grouping that errs
                if own and _plain(line).startswith("New:") and not fresh:
                    found.repeated.append(_plain(line))
                found.later |= {each.partition(":")[0] for each in fresh}
                shown |= fresh
    for message in (*played.chat.sent, *played.chat.edited):
        _check_authors(message, script, found)
        if message.reply_to is None:
            _check_count(message, script, found)
    _check_headlines(reports, played, found)
    named = {_of(piece.url, reports) for each in played.chat.sent for piece in _pieces(each) if isinstance(piece, Link)}
    for report, brought, fate in zip(reports, played.brought, played.fates, strict=True):
        if brought > (fate is Fate.TOLD) or (fate is Fate.TOLD and report not in named):
            found.unexplained.append(f"{fate.value}: {report.title}")
    leads = [_lead(message, reports) for message in played.important.sent if message.reply_to is None]
    found.important = len({lead.event for lead in leads if lead.wanted})
    return found


def _check_headlines(reports: Sequence[Told], played: Played, found: Audit) -> None:
    """What the chat sees above each first message in the end."""
    last: dict[str, Message] = {}
    for message in (*played.chat.sent, *played.chat.edited):
        if message.reply_to is None:
            last[_lead(message, reports).event] = message
    for event, stands in {report.event: report.stands for report in reports if report.stands}.items():
        if event in last and not _plain(_lines(last[event], Role.HEAD)[0]).startswith(stands):
            found.untrue.append(f"{stands}… {_plain(_lines(last[event], Role.HEAD)[0])}")


def _check_authors(message: Message, script: Script, found: Audit) -> None:
    reports = script.reports
    event = _lead(message, reports).event
    for line in _lines(message, Role.BODY):
        links = [piece for piece in line if isinstance(piece, Link)]
        if not links:
            continue
        report, source = _of(links[-1].url, reports), links[-1].text
        words = next((piece.text for piece in line if isinstance(piece, Text) and piece.foreign), links[0].text)
        nothing = words == source  # an outlet and its time alone
        if not (nothing or words in f"{report.title}\n{report.text}") or script.outlets[report.feed][0] != source:
            found.misplaced.append(_plain(line))
        if report.event != event:
            found.foreign.append(_plain(line))


def _check_count(message: Message, script: Script, found: Audit) -> None:
    """Two feeds of one outlet are one source. A list that is cut, or none, tells nothing of the count."""
    lines = _lines(message, Role.SOURCES)
    if not lines or any(_plain(line).startswith("· and ") for line in lines):
        return
    feeds = [_feed(piece.url) for line in lines for piece in line if isinstance(piece, Link)]
    listed = {script.outlets[feed][0].partition(" (")[0] for feed in feeds}
    said = _COUNT.search(" ".join(_plain(line) for line in _lines(message, Role.META)))
    if said is None or int(said[1]) != len(listed):
        found.miscounted.append(f"{said and said[0]}: {sorted(listed)}")


def _lead(message: Message, reports: Sequence[Told]) -> Told:
    (line,) = _lines(message, Role.HEAD)
    return _of(next(piece.url for piece in line if isinstance(piece, Link)), reports)


def _of(url: str, reports: Sequence[Told]) -> Told:
    return reports[int(url.rpartition("/")[2])]


def _feed(url: str) -> str:
    return url.removeprefix("https://").partition(".")[0]


def _lines(message: Message, role: Role) -> list[Line]:
    return [line for section in message.sections if section.role is role for line in section.lines]


def _shown(message: Message) -> list[Line]:
    return [*_lines(message, Role.HEAD), *_lines(message, Role.BODY)]


def _pieces(message: Message) -> list[Piece]:
    return [piece for section in message.sections for line in section.lines for piece in line]


def _plain(line: Line) -> str:
    return "".join(piece.text for piece in line if not hasattr(piece, "at"))
