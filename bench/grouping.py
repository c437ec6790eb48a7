"""Does grouping stay as fast after 100,000 entries as at the start? CPU time per entry for each tenth of a long stream.

    python bench/grouping.py [--entries 100000] [--days 60]

Made-up events, each told by one to nine outlets in four languages within a day; entries arrive in small polls, as they
do in the service. Stories are looked up by index term, in memory, with the answers that the store would give. Exits
with 1 where the last tenth takes more than 1.5 times as long as the first. The share of pairs found is no measure of
quality (no real news is so crowded with like words); it shows that the entries were really grouped.
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import mean

from bot.model import Entry, Hit, Match, NameHit, Where
from bot.stories.grouping.cluster import WINDOW, cluster
from bot.stories.grouping.shelf import Shelf, candidates, stream

START = datetime(2031, 1, 1, tzinfo=UTC)
POLL = 4  # entries
WORST = 1.5  # last tenth to first
OUTLETS = 120
SYLLABLES = [
    "ba",
    "de",
    "fi",
    "go",
    "lu",
    "ma",
    "ne",
    "po",
    "ra",
    "se",
    "ti",
    "vo",
    "ka",
    "lo",
    "mi",
    "nu",
    "pe",
    "dar",
    "kol",
    "ven",
    "tis",
    "mor",
]
CYRILLIC = str.maketrans("abdefgiklmnoprstuv", "абдефгиклмнопрстув")
KINDS = {  # the same kinds of event in each language
    "en": [
        "sanctions",
        "arrested",
        "protest",
        "missile",
        "border",
        "loan",
        "election",
        "summit",
        "deployed",
        "exercise",
        "gas",
        "visa",
    ],
    "de": [
        "sanktionen",
        "verhaftet",
        "protest",
        "rakete",
        "grenze",
        "kredit",
        "wahlen",
        "gipfel",
        "stationiert",
        "manöver",
        "erdgas",
        "visum",
    ],
    "pl": [
        "sankcje",
        "areszt",
        "protest",
        "rakieta",
        "granica",
        "kredyt",
        "wybory",
        "szczytu",
        "rozmieszczono",
        "manewry",
        "gaz",
        "wiza",
    ],
    "ru": [
        "санкции",
        "арест",
        "протест",
        "ракета",
        "граница",
        "кредит",
        "выборы",
        "саммит",
        "разместили",
        "учения",
        "газа",
        "виза",
    ],
}
PLACES = [f"place{number}" for number in range(30)]
Event = tuple[list[str], list[int], list[str], int]  # its words, kinds, places and number


class Generator:
    """A stream of entries, oldest first, each with the number of the event that it reports."""

    def __init__(self, entries: int, days: int) -> None:
        self._chance = random.Random(11)
        self._entries = entries
        self._span = timedelta(days=days)
        self._common = [self._word(2) for _ in range(5000)]
        # Few of these are in most texts, as in any language (Zipf).
        self._often = [1 / rank for rank in range(1, len(self._common) + 1)]

    def hits(self) -> Iterator[tuple[int, Hit]]:
        planned: list[tuple[datetime, int, int]] = []
        events: list[Event] = []
        while len(planned) < self._entries:
            opened = START + self._span * self._chance.random()
            reports = min(1 + int(self._chance.expovariate(0.5)), 9)
            planned += [
                (opened + timedelta(hours=self._chance.random() * 12), len(events), copy) for copy in range(reports)
            ]
            words = [self._word(4) for _ in range(6)]
            kinds = self._chance.sample(range(len(KINDS["en"])), 2)
            events.append((words, kinds, self._chance.sample(PLACES, 2), self._chance.randint(13, 999)))
        for number, (at, event, _) in enumerate(sorted(planned)[: self._entries]):
            yield event, self._hit(number, at, events[event])

    def _hit(self, number: int, at: datetime, event: Event) -> Hit:
        chance = self._chance
        own, kinds, places, amount = event
        language = chance.choice(list(KINDS))
        told = [KINDS[language][kind] for kind in kinds]
        words = chance.sample(own, 4)
        title = [*words[:3], told[0], *self._fill(3), places[0]]
        lead = [*words, *told, *self._fill(18), *places, str(amount)]
        chance.shuffle(title)
        chance.shuffle(lead)
        head, text = " ".join(title), " ".join(lead)
        if language == "ru":
            head, text = head.translate(CYRILLIC), text.translate(CYRILLIC)
        key = f"{number:032x}"
        entry = Entry(
            key=key,
            keys=(key,),
            feed_id=f"outlet{chance.randrange(OUTLETS)}",
            url=None,
            title=head,
            text=f"{text}.",
            language=language,
            published=at,
            seen=at,
        )
        names = tuple(
            NameHit(
                entity=place,
                name=place,
                kind="place",
                side=None,
                role=None,
                form=place,
                where=Where.TITLE if place == places[0] else Where.LEAD,
                context="",
            )
            for place in places
        )
        return Hit(entry=entry, match=Match(score=0.6, alert=True, store=True, names=names, language=language))

    def _fill(self, count: int) -> list[str]:
        return self._chance.choices(self._common, self._often, k=count)

    def _word(self, syllables: int) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=syllables)) + self._chance.choice("nkst")


def found(pairs: Sequence[tuple[int, str]]) -> tuple[float, float]:
    """Return how many pairs of entries in one story report one event, and of one event are in one story."""
    together, events, stories = (
        Counter(pairs),
        Counter(event for event, _ in pairs),
        Counter(story for _, story in pairs),
    )
    right, wanted, made = (sum(count * (count - 1) for count in each.values()) for each in (together, events, stories))
    return right / max(made, 1), right / max(wanted, 1)


def main(entries: int, days: int) -> bool:
    arriving = Generator(entries, days).hits()
    shelf = Shelf()
    event_of: dict[str, int] = {}
    story_of: dict[str, str] = {}
    tenths: list[list[float]] = [[] for _ in range(10)]
    offered: list[int] = []
    print(f"{'entries':>8} {'ms an entry':>12} {'candidates':>11} {'stories':>8}", flush=True)
    done, stories = 0, 0
    while poll := list(islice(arriving, POLL)):
        hits = [hit for _, hit in poll]
        event_of |= {hit.entry.key: event for event, hit in poll}
        now = hits[-1].entry.seen
        begun = time.process_time()
        near = candidates(shelf, hits, now)
        changes = cluster(hits, near, {}, stream=stream(shelf, shelf, hits, {}, now), now=now)
        took = (time.process_time() - begun) * 1000 / len(hits)
        for change in changes:
            for part in change.joined:
                shelf.drop(part.id)
            shelf.keep(change.story, now)
            story_of |= dict.fromkeys((report.key for report in change.story.reports), change.story.id)
            stories += (change.story.revision == 1) - len(change.joined)
        shelf.put_away(now - WINDOW)
        offered.append(len(near))
        tenth = done * 10 // entries
        tenths[tenth] += [took] * len(hits)
        done += len(hits)
        if done * 10 // entries > tenth:
            print(f"{done:>8} {mean(tenths[tenth]):>12.2f} {mean(offered):>11.0f} {stories:>8}", flush=True)
            offered.clear()
    ratio = mean(tenths[-1]) / mean(tenths[0])
    precision, recall = found([(event_of[key], story_of[key]) for key in event_of])
    print(f"last tenth to first: {ratio:.2f} (at most {WORST})")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")  # KB on Linux
    print(f"pairs: precision {precision:.3f}, recall {recall:.3f}")
    return ratio <= WORST


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=60)
    given = parser.parse_args()
    sys.exit(not main(given.entries, given.days))
