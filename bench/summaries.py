"""How good are the summaries against an editor's own? ROUGE F1 beside lead sentences, TextRank and LexRank.

    python bench/summaries.py articles.jsonl      each line: id, title, article, summary

TextRank (summa) and LexRank (lexrank) are in pyproject's group "bench" and are left out where they are not installed.
Every method may take two sentences and 400 characters, in the order of the article.

ROUGE as in Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004): folded words, no stems, no stop list.
"""

import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

from bot.cli.lines import read_lines
from bot.cli.summarize import summary
from bot.text.sentences import split
from bot.text.words import tokens

LIMIT = 400  # characters, as in an alert
SENTENCES = 2


def ours(line: dict[str, Any]) -> str:
    return summary(line, LIMIT)


def first(count: int) -> Callable[[dict[str, Any]], str]:
    return lambda line: " ".join(split(line["article"])[:count])[:LIMIT]


def ranked(articles: list[str]) -> dict[str, Callable[[dict[str, Any]], str]]:
    """Return the published methods that are installed here."""
    found: dict[str, Callable[[dict[str, Any]], str]] = {}
    if find_spec("summa"):
        summarize = import_module("summa.summarizer").summarize

        def textrank(line: dict[str, Any]) -> str:
            text = "\n".join(split(line["article"]))
            best = sorted(summarize(text, ratio=1.0, split=True, scores=True), key=lambda each: -each[1])
            return in_order(line, [sentence for sentence, _ in best[:SENTENCES]])

        found["TextRank (summa)"] = textrank
    if find_spec("lexrank"):
        library = import_module("lexrank")
        lexrank = library.LexRank([split(article) for article in articles], stopwords=library.STOPWORDS["en"])
        found["LexRank (lexrank)"] = lambda line: in_order(
            line, lexrank.get_summary(split(line["article"]), summary_size=SENTENCES)
        )
    return found


def in_order(line: dict[str, Any], chosen: list[str]) -> str:
    return " ".join(sorted(chosen, key=line["article"].find))[:LIMIT]


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
    methods = {"first sentence": first(1), "first two": first(2), **ranked([line["article"] for line in lines])}
    for name, make in (methods | {"ours": ours}).items():
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
