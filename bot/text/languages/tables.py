"""What does the program need to know of a language? The form that each language's module fills in.

Word lists are written as one string, parted by spaces; what a language has no use for is left empty. Each fact is read
by one module, which is named below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Scheme(NamedTuple):
    """One way to write Cyrillic names in a Latin alphabet: "letter rendering", a hyphen for none.

    Letters that all schemes write alike are left out. ``opening`` is for letters at the beginning and after a vowel.
    """

    letters: str
    opening: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that is data of one language."""

    code: str  # ISO 639-1
    name: str  # in English
    script: Literal["latin", "cyrillic"]
    quotes: tuple[str, str]
    home: str = ""  # ISO 3166-1 code of the country that alone writes its news in it, and need not name itself there

    # text.language: what tells this language from its neighbours
    small: str  # its commonest small words, also no part of a name's form (common_words)
    letters: str = ""  # that no other language of this alphabet has
    foreign_letters: str = ""  # of this alphabet that this language never writes

    # text.common_words, topic.keywords
    grammar: str  # closed classes: prepositions, conjunctions, pronouns, particles, auxiliary verbs
    news: str  # what any report may say of anybody: speech, time, rank, names of news forms
    function: str  # function words that no made-up form of a name may be
    empty: str  # frequent words that say nothing about a document's subject

    # text.words, text.forms: in folded spelling (ё is е, Latin letters stand without marks), from the grammars
    stem_endings: str  # what `stem` takes off
    vowel_is_ending: bool = False  # whether a closing vowel of the basic form gives way to an ending
    after_vowel: str  # endings of a noun whose basic form ends in a vowel
    after_consonant: str
    plurals: str = ""  # of after_consonant those that make another surname of a surname (Турчин, Турчинов)
    adjective_closings: str = ""  # by which an adjective's basic form is known
    adjective_endings: str = ""
    adjective_stems: str = ""
    surnames: tuple[tuple[str, str], ...] = ()  # (closings as kept-ending, endings of that sex only)
    women: str = ""  # closings of women's surnames that are a man's with one letter more
    changes: Mapping[str, str] = field(default_factory=dict)  # a closing consonant, and what it becomes before е, і, ie
    before_ending: Mapping[str, str] = field(default_factory=dict)  # a closing letter before any ending

    # text.spellings: how names are written
    schemes: tuple[Scheme, ...] = ()  # Cyrillic ones in this language
    respellings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    # (from, to) -> ways in use, each "pattern>new pattern>new" applied one after the other; of two Cyrillic languages
    heard: Mapping[str, str] = field(
        default_factory=dict
    )  # a letter that is written as heard -> what its neighbours may write

    # text.event_kinds: "kind: entry entry" by line; an entry is the beginning of a word, one with a final stop a whole
    # word, one with a hyphen two words in a row. Kinds with @ are stages: countries and alliances.
    kinds: str
    negations: str
    negated_before: int = 0  # words before a negation that it may speak of
    compounds: bool = False  # whether an entry may also stand inside a word

    # text.numbers
    days: str  # how the names of the days of the week begin
    months: tuple[str, ...]  # twelve, each how its names begin
    scales: Mapping[int, str]  # power of ten -> words for it
    scale_openings: Mapping[int, str]  # power of ten -> how words for it begin
    percent: tuple[str, ...]

    # text.sentences
    abbreviations: str = ""  # with a full stop that ends no sentence; lower case, without the last stop
    after_ordinal: tuple[str, ...] = ()  # what follows an ordinal written with a stop ("am 9. August")

    # text.article, stories.grouping.growth, feeds.pages.walls: regular expressions, in any case of letters
    furniture: tuple[str, ...] = ()  # how lines begin that belong to the page
    tails: tuple[str, ...] = ()  # how what follows an article begins
    live: tuple[str, ...] = ()  # marks of a running report in a title
    roundups: tuple[str, ...] = ()  # marks of a title over many things
    corrections: tuple[str, ...] = ()  # how an outlet says in a title that it takes something back
    future: tuple[str, ...] = ()  # words of a headline that speaks of what has not happened yet
    until: str = ""  # words before the time to which something is put off, in folded spelling
    past: str = ""  # closings of verbs that tell of the past
    walls: tuple[str, ...] = ()  # what a page says that hides its text
    photo: tuple[str, ...] = ()  # words before the name of a photographer
    byline: tuple[str, ...] = ()  # words before the name of an author
    caption_sides: tuple[str, ...] = ()  # where in a picture somebody stands
    newsrooms: tuple[str, ...] = ()  # last words of outlets' names

    # topic.draft
    before_places: str = ""  # small words that stand before places
    inside: str = ""  # of them those that mean "in"
    articles: str = ""
