"""Which roots are how rare, and what are they in other languages? Writes ``bot/text/data/``; run it where these are.

    python -m venv build/wordfreq && build/wordfreq/bin/pip install wordfreq
    python -m tools.make_roots --bags bags.jsonl.gz --wordfreq build/wordfreq/bin/python --dict /usr/share/dictd

``--bags``: general feed entries as bags of words, one JSON object a line with lang, title and lead. ``--dict``: the
dictionaries of Debian's dict-freedict-eng-pol, -pol-eng, -eng-deu and mueller7-dict; apertium with
apertium-rus-ukr and apertium-bel-rus brings Russian words into Ukrainian and Belarusian. ``data/README.md`` has the
licences. Only counts, roots and pairs of roots are written.
"""

import argparse
import gzip
import json
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from math import exp, log, sqrt
from pathlib import Path

from bot.text.language import function_words
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import PIVOT, RAREST, root
from bot.text.words import fold, tokens
from tools.neighbours import apertium, belarusian, families

DATA = Path(__file__).parent.parent / "bot" / "text" / "data"
_ENTRY_WORDS = 25  # of an average entry: from the frequency of a word to the share of entries that have it
_PRIOR = 1000  # entries that the frequencies of words count like
_LEAST_SHARE = exp(-RAREST)
_ROOTS_MOST = 20_000  # of a language, the commonest
_TRANSLATED_MOST = 14_000  # English roots with translations, the commonest
_RARE = 5e-7  # frequency from which rarer words are translated, too: topics are about measles and foundries
_TRANSLATIONS_MOST = 3
_NEAR = 0.15  # a pair that is less sure than that is left out
_PARTICLES = {"się", "sich", "etw.", "jdn.", "jdm."}  # beside a rendering, no part of it
_SENSES = 8  # of a headword that are read
_CYRILLIC = re.compile(r"[а-яё-]{2,}")
_ASK = "import json,wordfreq,sys; print(json.dumps(wordfreq.get_frequency_dict(*sys.argv[1:])))"
Rows = dict[str, dict[str, int]]  # root -> its translations with a digit each
Pairs = dict[str, dict[str, dict[str, float]]]  # language -> English root -> other word or root -> weight


def main() -> None:
    """Read what there is and write every table."""
    given = argparse.ArgumentParser(description=__doc__)
    for name in ("--bags", "--wordfreq", "--dict"):
        given.add_argument(name, required=True, type=Path)
    asked = given.parse_args()
    words = {language: _frequencies(asked.wordfreq, language) for language in LANGUAGES if language != "be"}
    words["be"] = belarusian(words["ru"], words["uk"])
    rarities = _rarities(asked.bags, words)
    common = set(list(rarities[PIVOT])[:_TRANSLATED_MOST])
    told = {word for word, share in _frequencies(asked.wordfreq, PIVOT, "large").items() if share >= _RARE}
    pairs = _pairs(asked.dict, common, told)
    DATA.mkdir(exist_ok=True)
    for language in LANGUAGES:
        into, back = _both_ways(pairs[language], rarities[language], common) if language != PIVOT else ({}, {})
        if language == "be":
            _widen(into, back, families(list(words["ru"])))
        if into:
            _write(f"{PIVOT}-{language}", {key: _told(row, len(row)) for key, row in into.items()})
        keys = {*rarities[language], *back}
        rare = rarities[language]
        _write(
            language,
            {
                key: f"{round(10 * rare.get(key, RAREST))}" + (f"\t{_told(back[key])}" if key in back else "")
                for key in keys
            },
        )


def _widen(into: Rows, back: Rows, others: dict[str, set[str]]) -> None:
    """Let the other roots of a word have its translations. They take no place of other words."""
    for row in into.values():
        row |= {form: digit for word, digit in list(row.items()) for form in others.get(word, ()) if form not in back}
    for word, forms in others.items():
        for form in forms if word in back else ():
            back.setdefault(form, back[word])


def _both_ways(rows: dict[str, dict[str, float]], rare: dict[str, float], common: set[str]) -> tuple[Rows, Rows]:
    """Return translations out of English and back. Rare words get theirs without a change to those of common ones."""
    into = _sure({english: row for english, row in rows.items() if english in common}, rare)
    back: dict[str, dict[str, int]] = defaultdict(dict)
    for english, row in into.items():
        for other, digit in row.items():
            back[other][english] = digit
    known = frozenset(back)
    for english, row in _sure(rows, rare).items():
        if english in common:
            continue
        into[english] = row
        for other, digit in row.items():
            if other not in known:
                back[other][english] = digit
    return into, back


def _frequencies(python: Path, language: str, size: str = "small") -> dict[str, float]:
    told = subprocess.run([python, "-c", _ASK, language, size], capture_output=True, check=True, text=True)
    return {fold(word): float(share) for word, share in json.loads(told.stdout).items()}


def _rarities(bags: Path, words: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return each language's roots with their rarity: counts of entries, smoothed by the frequencies of words."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    entries: Counter[str] = Counter()
    with gzip.open(bags, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            entries[row["lang"]] += 1
            found = {token.fold for word in (*row["title"], *row["lead"]) for token in tokens(word)}
            counts[row["lang"]].update({root(word, row["lang"]) for word in found})
    result = {}
    for language in LANGUAGES:
        told: dict[str, float] = defaultdict(float)
        for word, share in words[language].items():
            told[root(word, language)] += share
        whole = entries[language] + _PRIOR
        rare = {}
        for key in {*told, *counts[language]}:
            if key.isalpha():
                expected = 1 - exp(-told[key] * _ENTRY_WORDS)
                share = (counts[language][key] + _PRIOR * expected) / whole
                rare[key] = min(RAREST, -log(share + _LEAST_SHARE))
        kept = sorted((value, key) for key, value in rare.items() if value < RAREST - 0.2)[:_ROOTS_MOST]
        result[language] = {key: value for value, key in kept}
    return result


def _pairs(folder: Path, roots: set[str], words: set[str]) -> Pairs:
    """Return what the dictionaries say, by roots, of English words that are worth it: ``words``, or by their roots."""
    pairs: Pairs = {language: defaultdict(lambda: defaultdict(float)) for language in LANGUAGES}
    into_polish = chain(_polish(folder), _from_polish(folder))
    for language, entries in (("pl", into_polish), ("de", _german(folder)), ("ru", _russian(folder))):
        for head, rank, other in entries:
            english = root(fold(head), PIVOT)
            worth = english in roots or fold(head) in words
            if worth and fold(head) not in function_words() and fold(other) not in function_words():
                pairs[language][english][fold(other)] += 1 / (1 + rank)
    russian = sorted({word for row in pairs["ru"].values() for word in row})
    for language, mode in (("uk", "rus-ukr"), ("be", "rus-bel")):
        into = apertium(russian, mode)
        for english, row in pairs["ru"].items():
            pairs[language][english] |= {into[word]: weight for word, weight in row.items() if word in into}
    return {
        language: {english: _by_root(row, language) for english, row in rows.items()}
        for language, rows in pairs.items()
    }


def _by_root(row: dict[str, float], language: str) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for word, weight in row.items():
        found[root(word, language)] += weight
    return found


def _text(path: Path, encoding: str = "utf-8") -> Iterator[str]:
    with gzip.open(path, "rt", encoding=encoding, errors="replace") as file:
        yield from file


def _senses(text: str) -> Iterator[str]:
    """Yield the single words among the renderings of a headword."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)|<[^>]*>|/[^/]*/|_[^\s]+\.", " ", text)
    for piece in re.split(r"[,;]|\d+[.)]|\b[IV]+\.", text):
        words = [word for word in piece.split() if len(word) > 1 and word not in _PARTICLES]
        if len(words) == 1 and re.fullmatch(r"[^\W\d_]{3,}", words[0]):
            yield words[0]


def _heads(lines: Iterable[str], head: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield headwords of one word with all that stands under them."""
    word, said = "", ""
    for line in lines:
        if line[:1].strip():
            if word:
                yield word, said
            found = head.match(line)
            word, said = (found.group(1), line[found.end() :]) if found else ("", "")
        elif not re.match(r"\s*(Synonyms?|see|Note)\b", line) and '"' not in line:
            said += " " + line.strip()
    if word:
        yield word, said


def _ranked(heads: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int, str]]:
    for word, said in heads:
        for rank, other in enumerate(dict.fromkeys(_senses(said))):
            if rank < _SENSES:
                yield word, rank, other


def _polish(folder: Path) -> Iterator[tuple[str, int, str]]:
    return _ranked(_heads(_text(folder / "freedict-eng-pol.dict.dz"), re.compile(r"([a-z]{3,}) /[^/]*/")))


def _from_polish(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield WikDict's pairs the other way round: renderings stand below a headword, or behind the number of a sense."""
    word = ""
    for line in _text(folder / "freedict-pol-eng.dict.dz"):
        found = re.match(r"([^\W\d_]{3,}) /[^/]*/ <", line)
        below, word = word, found.group(1) if found else ""
        if below:
            for rank, other in enumerate(dict.fromkeys(_senses(line))):
                if re.fullmatch(r"[a-z]{3,}", other):
                    yield other, rank, below


def _russian(folder: Path) -> Iterator[tuple[str, int, str]]:
    for word, rank, other in _ranked(_heads(_text(folder / "mueller7.dict.dz"), re.compile(r"([a-z]{3,})$"))):
        if _CYRILLIC.fullmatch(other.lower()):
            yield word, rank, other


def _german(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield Ding's pairs: a headword stands above each rendering, and its commonest rendering stands there often."""
    word = ""
    for line in _text(folder / "freedict-eng-deu.dict.dz"):
        if re.match(r"[^\W\d_][^<\[]* /[^/]+/", line):
            found = re.match(r"(?:to )?([a-z]{3,})(?: sth\.| sb\.)? /", line)
            word = found.group(1) if found else ""
        elif word and not line.startswith(("   ", "\n")) and "see:" not in line:
            for rank, other in enumerate(dict.fromkeys(_senses(line))):
                yield word, rank, other


def _sure(rows: dict[str, dict[str, float]], rare: dict[str, float]) -> dict[str, dict[str, int]]:
    """Return each English root's translations as digits 0..9: how surely, judged in both directions.

    A word that general news does not have is seldom how news says it.
    """
    weighed = {
        english: {other: weight * (1.0 if other in rare else 0.3) for other, weight in row.items()}
        for english, row in rows.items()
    }
    most: dict[str, float] = defaultdict(float)
    for row in weighed.values():
        for other, weight in row.items():
            most[other] = max(most[other], weight)
    result = {}
    for english, row in weighed.items():
        top = max(row.values(), default=1.0)
        found = {other: sqrt(weight / top * weight / most[other]) for other, weight in row.items()}
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_TRANSLATIONS_MOST]
        kept = {other: max(0, round(10 * sure) - 1)
                for other, sure in best if sure >= _NEAR and (other in rare or other == best[0][0])}  # fmt: skip
        if kept:
            result[english] = kept
    return result


def _told(row: dict[str, int], most: int = _TRANSLATIONS_MOST) -> str:
    best = sorted(row.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return " ".join(f"{word}{digit}" for word, digit in best)


def _write(name: str, rows: dict[str, str]) -> None:
    lines = sorted(f"{key}\t{value}\n".encode() for key, value in rows.items() if key.strip())
    (DATA / f"{name}.txt.gz").write_bytes(gzip.compress(b"".join(lines), mtime=0))


if __name__ == "__main__":
    main()
