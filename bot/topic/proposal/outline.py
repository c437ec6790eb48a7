"""Which concepts would a new topic have, judging by its name and its documents? An admin's first draft to correct.

Countries in the name are needed; if the documents know nothing that the name says, those of most headlines are. Each
other word of the name is a concept, as is each longer name in it and whatever has an abbreviation; general frames are
proposed if a word of the name belongs to one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from babel import Locale

from bot.text.language import detect
from bot.text.meanings.frames import FRAMES
from bot.text.meanings.roots import COUNTRY, KIND, PIVOT, is_root
from bot.text.meanings.strange import is_small
from bot.topic.proposal.renderings import renderings
from bot.topic.weights.background import share_of
from bot.topic.weights.subjects import Document, abroad, is_subject
from bot.topic.weights.terms import Term, terms

_SHORT = range(2, 6)  # letters of an abbreviation
_MOST = 0.6  # share of the headlines that must have a needed country


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A proposed concept, with how many documents and which share of general news have it."""

    id: str
    need: bool = False
    country: str | None = None
    frame: str | None = None
    words: tuple[tuple[str, str], ...] = ()  # (language, word)
    documents: int = 0
    background: float = 0.0


class _Short(NamedTuple):
    """An abbreviation, and what it is short for."""

    initials: Term
    full: tuple[Term, ...]


def outline(name: str, documents: Sequence[Document], names: Iterable[str] = ()) -> tuple[Sketch, ...]:
    """Return the concepts of a topic called ``name``; ``names`` are those that its documents have."""
    language = detect(name) or PIVOT
    strange = bool(documents) and all(each.strange for each in documents)
    own = [term for term in terms(name, language) if not (strange and is_small(term.form))]
    keys = [{term.key for term in (*each.title, *each.text)} for each in documents]
    countries = list(dict.fromkeys(term.key for term in own if term.key.startswith(COUNTRY)))
    words = {term.key: term.form for term in own if is_root(term.key)}
    abbreviated = _abbreviated(words, documents)
    if not any(key in each for key in (*countries, *words) for each in keys):
        countries = [*countries, *_usual(documents)]
    found = [_country(key.removeprefix(COUNTRY), keys) for key in countries]
    found += _subjects(_groups(words, abbreviated, names, language), documents, language)
    joined = {term.form for short in abbreviated for term in short.full}  # artificial intelligence: no spies
    for frame in _frames(term for term in own if term.form.lower() not in joined):
        kinds = {KIND + kind for kind in FRAMES[frame]}
        having = sum(not each.isdisjoint(kinds) for each in keys)
        share = share_of([(PIVOT, kind) for kind in kinds])
        found.append(Sketch(id=frame, frame=frame, documents=having, background=share))
    again = Counter(each.id for each in found)
    return tuple(replace(each, id=f"{each.id}-event") if each.frame and again[each.id] > 1 else each for each in found)


def _groups(
    words: Mapping[str, str], abbreviated: Sequence[_Short], names: Iterable[str], language: str
) -> list[tuple[str, ...]]:
    """Return the name's words as they belong together: an abbreviation with its full form, a longer name's words."""
    found: list[tuple[str, ...]] = [
        (short.initials.form, " ".join(term.form for term in short.full)) for short in abbreviated
    ]
    taken = {term.key for short in abbreviated for term in (short.initials, *short.full)}
    for form in names:
        keys = _roots(form, language)
        if len(keys) > 1 and taken.isdisjoint(keys) and words.keys() >= set(keys):
            found.append((form,))
            taken.update(keys)
    return [*((form,) for key, form in words.items() if key not in taken), *found]


def _roots(form: str, language: str) -> list[str]:
    return [term.key for term in terms(form, language) if is_root(term.key)]


def _subjects(groups: Iterable[tuple[str, ...]], documents: Sequence[Document], language: str) -> list[Sketch]:
    """Return a concept for each group of words; if most documents have several, those are needed.

    Not every recall is about batteries: the topic is where the two meet.
    """
    told = [(forms, [(language, key) for form in forms for key in _roots(form, language)]) for forms in groups]
    usual = [forms for forms, keys in told if is_subject(keys, documents)]
    found = []
    for forms, keys in told:
        others = renderings(forms[0], language, documents) if len(forms) == 1 else ()
        said = abroad([*keys, *((spoken, key) for spoken, form in others for key in _roots(form, spoken))])
        found.append(
            Sketch(
                id=forms[0].lower().replace(" ", "-"),
                need=len(usual) > 1 and forms in usual,
                words=(*((language, form) for form in forms), *others),
                documents=sum(is_subject(said, [each]) for each in documents),
                background=share_of(keys),
            )
        )
    return found


def _abbreviated(words: Collection[str], documents: Sequence[Document]) -> list[_Short]:
    """Return what documents call the subject for short and in full: AI and "artificial intelligence".

    ``words`` are the keys of the name. A full form must occur more than once: initials may match by chance.
    """
    told = [[term for term in (*each.title, *each.text) if is_root(term.key)] for each in documents]
    short = {term.form: term for row in told for term in row if term.form.isupper() and len(term.form) in _SHORT}
    full: dict[str, Counter[tuple[Term, ...]]] = defaultdict(Counter)
    for row in told:
        for size in _SHORT:
            for start in range(len(row) - size + 1):
                run = tuple(Term(term.key, term.form.lower()) for term in row[start : start + size])
                if (initials := "".join(term.form[0] for term in run).upper()) in short:
                    full[initials][run] += 1
    found = []
    for initials, runs in full.items():
        run, count = runs.most_common(1)[0]
        named = [each for each in runs if all(term.key in words for term in each)]
        if named or (short[initials].key in words and count > 1):
            found.append(_Short(short[initials], named[0] if named else run))
    return found


def _country(code: str, keys: Sequence[set[str]]) -> Sketch:
    name = Locale.parse("en").territories.get(code, code)
    having = sum(COUNTRY + code in each for each in keys)
    share = share_of([(PIVOT, COUNTRY + code)])
    return Sketch(id=str(name).lower().replace(" ", "-"), need=True, country=code, documents=having, background=share)


def _usual(documents: Sequence[Document]) -> list[str]:
    """Return the keys of the countries that most headlines have."""
    titled = [{term.key for term in each.title if term.key.startswith(COUNTRY)} for each in documents]
    return [key for key in sorted(set().union(*titled)) if sum(key in each for each in titled) >= _MOST * len(titled)]


def _frames(own: Iterable[Term]) -> list[str]:
    """Return the frames that the name touches, each once: the one with fewest other kinds for every kind."""
    kinds = {term.key.removeprefix(KIND) for term in own if term.key.startswith(KIND)}
    narrow = {min((len(row), frame) for frame, row in FRAMES.items() if kind in row)[1]
              for kind in kinds if any(kind in row for row in FRAMES.values())}  # fmt: skip
    return sorted(narrow)
