"""How fast are entries matched, next to a bare scan for the same names? Prints MB/s and their ratio for each size.

    python bench/matching.py [aliases ...]

Made-up names and texts in two alphabets; one entry in twenty names somebody. Both run in one process, so that the
ratio holds on any machine. The last lines say what an entry costs in microseconds, and what cutting it into words
takes of them: one in which five names stand, and for a topic that documents teach one far from them and one like them.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import ahocorasick_rs

from bot.config import MatchSettings
from bot.config.seeds.corpus import Corpus, Entity, Seed
from bot.config.seeds.names import Concept, NamesFile
from bot.model import Entry
from bot.text.words import tokens
from bot.topic.match import DECIDES, match
from bot.topic.topic import compile_topic

ENTRIES = 2000
WORDS = 260  # of an entry: about 2.6 KB of UTF-8, as full-text feeds carry
ROUNDS = 3
SYLLABLES = {
    "en": ["ba", "de", "fi", "go", "lu", "ma", "ne", "po", "ra", "se", "ti", "vo", "ka", "lo", "mi", "nu", "pe"],
    "ru": ["ба", "де", "фи", "го", "лу", "ма", "не", "по", "ра", "се", "ти", "во", "ка", "ло", "ми", "ну", "пе"],
}


def main(sizes: list[int]) -> None:
    print(f"{'aliases':>8} {'match MB/s':>11} {'scan MB/s':>10} {'ratio':>6} {'compile s':>10}")
    for size in sizes:
        chance = random.Random(7)
        names = [(language, word(chance, language).capitalize()) for language in SYLLABLES for _ in range(size // 2)]
        entries = [entry(chance, number, names) for number in range(ENTRIES)]
        megabytes = sum(len(f"{each.title}\n{each.text}".encode()) for each in entries) / 1e6
        start = time.perf_counter()
        topic = compile_topic(MatchSettings(), corpus(names))
        compiled = time.perf_counter() - start
        scan = ahocorasick_rs.AhoCorasick([name.lower() for _, name in names])
        texts = [f"{each.title}\n{each.text}" for each in entries]
        ours = best(lambda: [match(topic, each) for each in entries])  # noqa: B023 - called at once
        bare = best(lambda: [scan.find_matches_as_indexes(text) for text in texts])  # noqa: B023 - called at once
        speed, plain = megabytes / ours, megabytes / bare
        print(f"{size:>8} {speed:>11.1f} {plain:>10.1f} {speed / plain:>6.2f} {compiled:>10.2f}")
    near()


def near() -> None:
    """Print what an entry costs that needs more than a look: with five names, or for a topic of five documents."""
    chance = random.Random(7)
    names = [(language, word(chance, language).capitalize()) for language in SYLLABLES for _ in range(250)]
    plain = [entry(chance, number, []) for number in range(1, ENTRIES) if number % 20]
    named = [replace(each, title=" ".join(name for _, name in chance.choices(names, k=5))) for each in plain]
    taught = [entry(chance, number, []) for number in range(1, 6)]
    seeds = tuple(Seed(slug=each.key, title=each.title, text=f"{each.title}\n{each.text}") for each in taught)
    told = NamesFile(concepts=(Concept(id="subject", words={"*": (taught[0].title.split()[0],)}),))
    topic = compile_topic(MatchSettings(), Corpus(entities=(), seeds=seeds, names=told))
    alike = [replace(each, title=chance.choice(taught).title) for each in plain]
    print(f"{'entries':>10} {'us':>7} {'words':>7}")
    for label, asked, entries in (
        ("named", compile_topic(MatchSettings(), corpus(names)), named),
        ("far", topic, plain),
        ("near", topic, alike),
    ):
        ours = best(lambda: [match(asked, each) for each in entries])  # noqa: B023 - called at once
        words = best(lambda: [(tokens(each.title), tokens(each.text[:DECIDES])) for each in entries])  # noqa: B023
        print(f"{label:>10} {ours / len(entries) * 1e6:>7.0f} {words / len(entries) * 1e6:>7.0f}")


def word(chance: random.Random, language: str) -> str:
    return "".join(chance.choice(SYLLABLES[language]) for _ in range(chance.randint(4, 6))) + chance.choice(
        "нксн" if language == "ru" else "nksn"
    )


def entry(chance: random.Random, number: int, names: list[tuple[str, str]]) -> Entry:
    language = chance.choice(list(SYLLABLES))
    words = ["".join(chance.choices(SYLLABLES[language], k=chance.randint(1, 3))) for _ in range(WORDS)]
    if number % 20 == 0:
        words[chance.randint(0, 60)] = chance.choice(names)[1]
    key = f"{number:032x}"
    return Entry(
        key=key,
        keys=(key,),
        feed_id="bench",
        url=None,
        title=" ".join(words[:10]),
        text=" ".join(words[10:]),
        language=language,
        seen=datetime(2026, 1, 1, tzinfo=UTC),
    )


def corpus(names: list[tuple[str, str]]) -> Corpus:
    entities = tuple(
        Entity(
            id=f"e{number}", name=name, kind="person", side=("left", "right")[number % 2], aliases=((language, name),)
        )
        for number, (language, name) in enumerate(names)
    )
    return Corpus(entities=entities, seeds=())


def best(job: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [500, 5000, 50_000])
