"""How good are the summaries against an editor's own? ROUGE F1 beside the first one and two sentences.

    python bench/summaries.py articles.jsonl      each line: id, title, article, summary

ROUGE as in Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004): folded words, no stems, no stop list.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from bot.cli.lines import read_lines, to_entry
from bot.model import FeedKind, Ownership, Report
from bot.stories.sentences import split
from bot.stories.summary import summarise
from bot.topic.words import tokens

LIMIT = 400  # characters, as in an alert


def ours(line: dict[str, Any]) -> str:
    entry = to_entry({**line, "text": line["article"]})
    report = Report(
        key=entry.key,
        feed_id=entry.feed_id,
        source=entry.feed_id,
        ownership=Ownership.UNKNOWN,
        kind=FeedKind.NEWS,
        country=None,
        language=entry.language or "en",
        url=None,
        title=entry.title,
        text=entry.text,
        at=entry.seen,
        score=0.0,
    )
    return summarise([report], (), language=None, limit=LIMIT)


def first(count: int) -> Callable[[dict[str, Any]], str]:
    return lambda line: " ".join(split(line["article"])[:count])[:LIMIT]


def rouge_n(size: int, got: list[str], wanted: list[str]) -> float:
    one, two = (Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1)) for words in (got, wanted))
    return f1((one & two).total(), one.total(), two.total())


def rouge_l(got: list[str], wanted: list[str]) -> float:
    row = [0] * (len(wanted) + 1)
    for word in got:
        before = 0
        for at, other in enumerate(wanted, 1):
            above = row[at]
            row[at] = before + 1 if word == other else max(above, row[at - 1])
            before = above
    return f1(row[-1], len(got), len(wanted))


def f1(shared: int, got: int, wanted: int) -> float:
    return 2 * shared / (got + wanted) if shared else 0.0


def main() -> None:
    lines = list(read_lines(Path(sys.argv[1]), needed=("id", "title", "article", "summary")))
    wanted = [[token.fold for token in tokens(line["summary"])] for line in lines]
    print(f"{len(lines)} articles, at most {LIMIT} characters    ROUGE-1  ROUGE-2  ROUGE-L  characters")
    for name, make in {"first sentence": first(1), "first two": first(2), "ours": ours}.items():
        texts = [make(line) for line in lines]
        got = [[token.fold for token in tokens(text)] for text in texts]
        pairs = list(zip(got, wanted, strict=True))
        figures = (
            mean(rouge_n(1, *pair) for pair in pairs),
            mean(rouge_n(2, *pair) for pair in pairs),
            mean(rouge_l(*pair) for pair in pairs),
        )
        print(f"{name:<40}", *(f"{figure:8.3f}" for figure in figures), f"{mean(map(len, texts)):10.0f}")


if __name__ == "__main__":
    main()
