"""What happens in a week that was written by hand? Files of reports, each sentence with the facts that it states.

``# name`` begins an event: ``*`` behind it makes it important, ``~`` says that it is beside the topic and may be told
or not, ``-`` that it must not be; ``! words`` is how its headline must begin in the end. A line below is a report: day,
time, feed, headline and text; ``=`` copies the first one in the language of that feed.
Facts stand in brackets behind the sentence that states them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.stream.script import Told

WEEKS = Path(__file__).parent / "weeks"
_EVENT = re.compile(r"# (?P<name>\S+)(?P<mark> [*~-])?(?: ! (?P<stands>.+))?")
_WANTED = {" ~": None, " -": False}  # by the mark of an event
_REPORT = re.compile(
    r"(?P<day>\d) (?P<hour>\d\d):(?P<minute>\d\d) (?P<feed>\w+) (?:=|\| (?P<title>.+?) \| (?P<text>.+))"
)
_MARKED = re.compile(r"(?P<words>[^\[\]]+?) ?\[(?P<facts>[a-z ]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A written week: each fact is marked in the sentences that state it."""

    topic: str
    start: datetime
    outlets: Mapping[str, tuple[str, str]]
    reports: Sequence[Told]
    sentences: Sequence[tuple[str, frozenset[str]]]

    def facts_in(self, text: str) -> set[str]:
        """Return the facts of all sentences that stand in a text, or of which it is the beginning."""
        return {fact for words, facts in self.sentences if words in text for fact in facts}


def read(name: str) -> Written:
    """Read the week of this name: its first line is the topic with the first day, the next ones are the outlets."""
    head, *lines = (WEEKS / name / "week.txt").read_text(encoding="utf-8").splitlines()
    topic, day = head.split(" | ")
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    outlets = {feed: (outlet, language) for feed, outlet, language in (line.split(" | ") for line in lines)}
    reports: list[Told] = []
    sentences: dict[tuple[str, str], frozenset[str]] = {}
    for event, of_event in _events((WEEKS / name / "reports.txt").read_text(encoding="utf-8").splitlines()):
        first: dict[str, Told] = {}  # by language
        for line in of_event:
            found = _REPORT.fullmatch(line)
            assert found, line
            at = start + timedelta(days=int(found["day"]) - 1, hours=int(found["hour"]), minutes=int(found["minute"]))
            language = outlets[found["feed"]][1]
            if not found["title"]:
                reports.append(replace(first[language], feed=found["feed"], at=at))
                continue
            said = [_marked(part, event["name"]) for part in (found["title"], found["text"])]
            sentences |= {(event["name"], words): facts for part in said for words, facts in part}
            title, text = (" ".join(words for words, _ in part) for part in said)
            facts = frozenset().union(*(facts for part in said for _, facts in part))
            report = Told(
                event=event["name"],
                feed=found["feed"],
                at=at,
                title=title,
                text=text,
                facts=facts,
                stands=event["stands"] or "",
                important=event["mark"] == " *",
                wanted=_WANTED.get(event["mark"], True),
            )
            first.setdefault(language, report)
            reports.append(report)
    reports.sort(key=lambda each: (each.at, each.feed))
    marked = [(words, facts) for (_, words), facts in sentences.items()]
    return Written(topic=topic, start=start, outlets=outlets, reports=reports, sentences=marked)


def _events(lines: Sequence[str]) -> Iterator[tuple[re.Match[str], Sequence[str]]]:
    for number, line in enumerate(lines):
        if event := _EVENT.fullmatch(line):
            rest = lines[number + 1 :]
            end = next((index for index, each in enumerate(rest) if each.startswith("#")), len(rest))
            yield event, rest[:end]


def _marked(part: str, event: str) -> list[tuple[str, frozenset[str]]]:
    """Part a text into its sentences, or the like, each with its facts."""
    found = [(each["words"].strip(), each["facts"].split()) for each in _MARKED.finditer(part)]
    assert part.endswith("]"), part
    return [(words, frozenset(f"{event}:{fact}" for fact in facts)) for words, facts in found]
