"""How good are stories when their entries come a few at a time? Groups a labelled file as polls would bring it.

    python bench/arrivals.py FILE [--poll 1] [--orders 16] [--config sources.yaml]

FILE has JSON lines with id, title, text, date and lang, and the ``group`` of entries that report one event. Entries
come in the order of their dates, so many of one date in a poll; those of a date in ``--orders`` orders, drawn with
fixed seeds. Prints precision, recall and F1 over pairs of entries and B-cubed, mean and worst.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from statistics import mean

from bot.cli.group import take
from bot.cli.lines import read_lines, to_entry
from bot.config.sources.file import load
from bot.model import Hit
from bot.stories.grouping.rarity import seeds_of
from bot.topic.match import match
from bot.topic.topic import compile_topic

MEASURES = ("pairs P", "pairs R", "pairs F1", "B3 P", "B3 R", "B3 F1")


def scores(event_of: Mapping[str, str], story_of: Mapping[str, str]) -> Sequence[float]:
    """Return the MEASURES of stories against events, both by entry."""
    events, stories = Counter(event_of.values()), Counter(story_of.values())
    both = Counter((event_of[key], story_of[key]) for key in event_of)
    pairs, wanted, made = (sum(n * (n - 1) for n in each.values()) for each in (both, events, stories))
    precision, recall = pairs / max(made, 1), pairs / max(wanted, 1)
    cubed_precision = mean(both[event_of[key], story_of[key]] / stories[story_of[key]] for key in event_of)
    cubed_recall = mean(both[event_of[key], story_of[key]] / events[event_of[key]] for key in event_of)
    return (
        precision,
        recall,
        harmonic(precision, recall),
        cubed_precision,
        cubed_recall,
        harmonic(cubed_precision, cubed_recall),
    )


def in_polls(hits: Sequence[Hit], most: int) -> Iterator[Sequence[Hit]]:
    """Yield the hits in polls, each of one date."""
    for _, group in groupby(hits, key=lambda hit: hit.entry.seen):
        same = list(group)
        yield from (same[start : start + most] for start in range(0, len(same), most))


def harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def main(file: Path, config_path: Path, poll: int, orders: int) -> None:
    config = load(config_path)
    topic = compile_topic(config.match, config.corpus)
    lines = list(read_lines(file, needed=("id", "title")))
    hits = [Hit(entry=entry, match=match(topic, entry)) for entry in map(to_entry, lines)]
    seeds = seeds_of(topic)
    event_of = {hit.entry.key: str(line["group"]) for hit, line in zip(hits, lines, strict=True)}
    found = []
    for seed in range(orders):
        order = sorted(hits, key=lambda hit: hit.entry.key)
        random.Random(seed).shuffle(order)
        order.sort(key=lambda hit: hit.entry.seen)
        found.append(scores(event_of, take(in_polls(order, poll), seeds)))
    for name, values in zip(MEASURES, zip(*found, strict=True), strict=True):
        print(f"{name:<8} mean {mean(values):.3f}, worst {min(values):.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--config", type=Path, default=Path("sources.yaml"))
    parser.add_argument("--poll", type=int, default=1)
    parser.add_argument("--orders", type=int, default=16)
    given = parser.parse_args()
    main(given.file, given.config, given.poll, given.orders)
