"""What do documents and the concepts of ``names.yaml`` teach about a topic? They are made into its profile."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.config.seeds.corpus import Corpus, Entity, Seed
from bot.config.seeds.names import Concept, pairs
from bot.text.article import strip_page
from bot.text.language import detect
from bot.text.languages import LANGUAGES
from bot.text.meanings.frames import FRAMES
from bot.text.meanings.roots import COUNTRY, KIND, PIVOT, is_root
from bot.text.meanings.strange import is_small, is_strange
from bot.topic.weights.centre import Lesson, compile_profile
from bot.topic.weights.profile import Profile
from bot.topic.weights.subjects import Document, Idea, Word
from bot.topic.weights.terms import Term, terms

_USES = 5  # most uses of a card's keyword that count


def profile_of(corpus: Corpus) -> Profile:
    """Return the profile that a corpus with concepts teaches."""
    concepts = corpus.names.concepts
    ideas = [Idea(id=each.id, forms=forms_of(each), need=each.need) for each in concepts]
    forms = [form for each in corpus.entities for form in each.aliases]
    return compile_profile(
        Lesson(
            documents=[document_of(seed) for seed in corpus.seeds],
            ideas=ideas,
            stands=_standing(corpus.entities),
            names=tuple(_longer([*forms, *_phrases(concepts)])),
            namesakes=tuple(_namesakes(corpus.entities, {word for idea in ideas for word in idea.words})),
        )
    )


def document_of(seed: Seed) -> Document:
    """Return a seed as terms: a document's text, or what a card keeps of one."""
    text = strip_page(seed.text) if seed.text is not None else " ".join(seed.facts)
    title = strip_page(seed.title) or seed.title
    language = seed.language or detect(text or title) or PIVOT
    strange = seed.text is not None and is_strange(text)
    counted = [term for word, uses in seed.keywords.items() for term in terms(word, language) * min(uses, _USES)]
    return Document(
        language=language,
        title=tuple(_telling(title, language, strange)),
        text=(*_telling(text, language, strange), *(counted if seed.text is None else ())),
        strange=strange,
    )


def _telling(text: str, language: str, strange: bool) -> Iterator[Term]:
    """Yield the terms of a text; of one in a strange language not the small words, which any other text has, too."""
    return (term for term in terms(text, language) if not (strange and is_small(term.form)))


def forms_of(concept: Concept) -> list[tuple[str, tuple[str, ...]]]:
    """Return a concept's forms: languages with the keys of a word or phrase; "*" is read as English."""
    found: list[tuple[str, tuple[str, ...]]] = [(PIVOT, (COUNTRY + code,)) for code in concept.country]
    found += [(PIVOT, (KIND + kind,)) for frame in concept.frame for kind in FRAMES[frame]]
    for forms in (concept.words, concept.names):
        for language, texts in forms.items():
            spoken = language if language in LANGUAGES else PIVOT
            for text in texts:
                keys = (term.key for term in terms(text, spoken) if not _only_said(term))
                found.append((spoken, tuple(dict.fromkeys(keys))))
    return [each for each in dict.fromkeys(found) if each[1]]


def _only_said(term: Term) -> bool:
    """Whether a term is a kind of event that one of a concept's words happens to name."""
    return term.key.startswith(KIND)


def _phrases(concepts: Iterable[Concept]) -> list[tuple[str, str]]:
    """Return the words and names of concepts, each with its language."""
    return [pair for each in concepts for forms in (each.words, each.names) for pair in pairs(forms)]


def _longer(forms: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the forms of several words, each with its language and the keys of its words."""
    for language, form in forms:
        spoken = language if language in LANGUAGES else PIVOT
        keys = tuple(dict.fromkeys(term.key for term in terms(form, spoken) if is_root(term.key)))
        if len(keys) > 1:
            yield spoken, keys


def _standing(entities: Iterable[Entity]) -> Mapping[str, str]:
    """Return the countries that names stand for, by the root of the name's last word in each language."""
    found: dict[str, str] = {}
    for entity in entities:
        if entity.country is None:
            continue
        for language, form in entity.aliases:
            spoken = language if language in LANGUAGES else PIVOT
            own = [term for term in terms(form, spoken) if term.capital]
            if own:
                found[own[-1].key] = COUNTRY + entity.country
    return found


def _namesakes(entities: Iterable[Entity], own: Collection[Word]) -> Iterator[Word]:
    """Yield the last words of names that are in the topic's own name: Brandvold in "The trial of Oskar Brandvold"."""
    forms = (form for entity in entities for form in entity.aliases)
    return ((language, keys[-1]) for language, keys in _longer(forms) if all((language, key) in own for key in keys))
