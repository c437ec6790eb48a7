"""What does a story say in one or two sentences? Taken word for word from its own reports."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain
from math import fsum, log, sqrt

from bot.model import Report
from bot.stories.wording.facts import sentences_of
from bot.text.language import is_common
from bot.text.plain import spaced
from bot.text.sentences import ends_properly, is_torn
from bot.text.words import key_of, keys_of, tokens

READ = 16  # sentences of one report that are read: reports begin with the news
_REPORTS = 12  # reports that are read; more say the same
_SHORTEST, _LONGEST = 5, 60  # words; what is shorter says nothing, what is longer is a list
_SAME = 0.75  # a sentence that shares this much with another one, or with the title, says nothing new
_RETOLD = 0.5  # sharing this much with the first sentence means the same news in other words
_PLACE, _AGREED, _NAMED = 0.8, 0.05, 0.05  # what a sentence's place, the others and the names weigh
# Speech begins with a quotation mark that stays open for some words; a name in quotation marks is short.
_QUOTED = re.compile(r"""["'“‘«„](?:\S*[^\s"'”’»“,.] ){3}|[–—-] """)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sentence:
    text: str
    place: int  # in its report, from 0
    report: Report

    @cached_property
    def stems(self) -> frozenset[str]:
        return _stems(self.text, self.report.language)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The stems of words that are not common."""
        language, words = self.report.language, tokens(self.text)
        return frozenset(key_of(word.fold, language) for word in words if not is_common(word.fold, language))


def summarise(reports: Sequence[Report], names: Sequence[str], *, language: str | None, limit: int = 400) -> str:
    """Return one or two sentences of the reports, at most ``limit`` characters; "" where they gave only headlines.

    ``names`` are what the story is about; ``language`` is the one wanted, used where a report has it, else the one of
    the first report with a text. The first sentence is the best ranked as in LexRank, by how much the others agree with
    it, with a strong prior for the beginning of a report; one that only repeats a title is never taken. The second
    follows it in its report, because one from further down may depend on what is left out ("He added ..."), and one of
    another report would appear under the name of an outlet that did not write it.
    """
    said = (_summary(tuple(group), tuple(names), limit) for group in _by_language(reports, language))
    return next(filter(None, said), "")


@lru_cache(maxsize=256)  # once a story has as many reports as are read, most new ones change nothing
def _summary(reports: Sequence[Report], names: Sequence[str], limit: int) -> str:
    """Return what reports in one language say; "" where they gave only headlines."""
    titles = [_stems(report.title, report.language) for report in reports]
    adds = partial(_adds, titles, frozenset[str]().union(*titles))
    sentences = [each for report in reports for each in _sentences(report) if len(each.text) <= limit]
    first = _opening(sentences, adds) or _best([each for each in sentences if adds(each)], names)
    return _with_next(first, sentences, adds, limit) if first else ""


def _adds(titles: Sequence[frozenset[str]], together: frozenset[str], sentence: _Sentence) -> bool:
    """Whether a sentence says more than any title; what all ``together`` do not cover need not be held against each."""
    return not (_covers(together, sentence.stems) and any(_covers(title, sentence.stems) for title in titles))


def _opening(sentences: Sequence[_Sentence], adds: Callable[[_Sentence], bool]) -> _Sentence | None:
    """Return the sentence, if there is one, whose place outweighs all that others may have.

    That is the only first or else second sentence. The words of the others need not be looked at.
    """
    for place in (0, 1):
        found = [each for each in sentences if each.place == place and adds(each)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _by_language(reports: Sequence[Report], language: str | None) -> list[list[Report]]:
    """The reports in groups of one language: the one wanted first, then as the reports come."""
    groups: dict[str | None, list[Report]] = {}
    for report in reports:
        groups.setdefault(report.language, []).append(report)
    ordered = sorted(groups, key=lambda each: each != language)
    return [groups[each][:_REPORTS] for each in ordered]


@lru_cache(maxsize=1024)
def _sentences(report: Report) -> tuple[_Sentence, ...]:
    """The sentences of a report that could stand alone.

    A line that does not end as sentences do is a heading, a caption or cut off; a piece of a quotation has lost its
    speaker.
    """
    said = spaced(report.text)
    found = [spaced(sentence) for sentence in sentences_of(report.text) if ends_properly(sentence)]
    found = [sentence for sentence in found if sentence in said]  # a credit cut out of the middle leaves no quotation
    sentences = []
    for place, text in enumerate(found[:READ]):
        if _SHORTEST <= len(tokens(text)) <= _LONGEST and not is_torn(text):
            sentences.append(_Sentence(text=text, place=place, report=report))
    return tuple(sentences)


def _best(sentences: Sequence[_Sentence], names: Sequence[str]) -> _Sentence | None:
    if not sentences:
        return None
    wanted = frozenset(word for name in names for word in _stems(name, sentences[0].report.language))
    agreed = _agreement(sentences)
    top = max(agreed) or 1.0
    scores = [
        _PLACE / (1 + each.place)
        + _AGREED * agree / top
        + _NAMED * (len(each.stems & wanted) / len(wanted) if wanted else 0.0)
        for each, agree in zip(sentences, agreed, strict=True)
    ]
    return sentences[scores.index(max(scores))]


def _with_next(first: _Sentence, sentences: Sequence[_Sentence], adds: Callable[[_Sentence], bool], limit: int) -> str:
    """Return a sentence with the one that follows it, where that says more and fits."""
    for second in sentences:
        if second.report.key != first.report.key or second.place != first.place + 1 or not adds(second):
            continue
        said = _covers(first.telling, second.telling, _RETOLD) or _covers(second.telling, first.telling, _RETOLD)
        if not said and not _QUOTED.match(second.text) and len(first.text) + 1 + len(second.text) <= limit:
            return f"{first.text} {second.text}"
    return first.text


def _agreement(sentences: Sequence[_Sentence]) -> list[float]:
    """Return for each sentence the sum of its cosines with the others, stems weighted by rarity.

    The sum of cosines with all is one product with the sum of all, each brought to length 1.
    """
    counts = Counter(chain.from_iterable(each.stems for each in sentences))
    squares = {word: log(1 + len(sentences) / count) ** 2 for word, count in counts.items()}
    lengths = [sqrt(fsum([squares[word] for word in each.stems])) or 1.0 for each in sentences]
    together: dict[str, float] = {}
    for each, length in zip(sentences, lengths, strict=True):
        for word in each.stems:
            together[word] = together.get(word, 0.0) + 1 / length
    return [
        round(fsum([squares[word] * together[word] for word in each.stems]) / length - 1, 9)
        for each, length in zip(sentences, lengths, strict=True)
    ]


def _covers(whole: frozenset[str], part: frozenset[str], most: float = _SAME) -> bool:
    """Whether ``whole`` says so much of ``part`` that the latter adds nothing."""
    return not part or len(whole & part) / len(part) >= most


def _stems(text: str, language: str | None) -> frozenset[str]:
    return frozenset(keys_of(text, language))
