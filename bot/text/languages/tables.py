"""What does the program need to know about a language? The form that each language's module fills in.

Word lists are one string separated by spaces; what a language has no use for is left empty. Each group is read by the
modules named above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Scheme(NamedTuple):
    """One way to write Cyrillic names in a Latin alphabet: "letter rendering", a hyphen for none.

    Letters that all schemes write alike are omitted. ``opening`` is for letters at the beginning and after a vowel.
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
    home: str = ""  # ISO 3166-1 code of the only country with news in it, which need not name itself there

    # text.language: what tells this language from its neighbours
    capitalised: bool = False  # whether every noun has a capital
    small: str  # its commonest small words, which no form of a name may be
    letters: str = ""  # letters that no other language with this alphabet has
    foreign_letters: str = ""  # letters of this alphabet that this language never uses

    # text.language, topic.signs.keywords
    grammar: str  # closed classes: prepositions, conjunctions, pronouns, particles, auxiliary verbs
    news: str  # what any report may say about anybody: speech, time, rank, kinds of news item
    function: str  # function words that no generated form of a name may be
    empty: str  # frequent words that say nothing about a document's subject

    # text.words, text.names.forms: in folded spelling (ё is е, Latin letters have no marks), from the grammars
    stem_endings: str  # what `stem` removes
    vowel_is_ending: bool = False  # whether a closing vowel of the basic form gives way to an ending
    after_vowel: str  # endings of a noun whose basic form ends in a vowel
    after_consonant: str
    plurals: str = ""  # those of after_consonant that turn one surname into another (Турчин, Турчинов)
    adjective_closings: str = ""  # by which an adjective's basic form is recognised
    adjective_endings: str = ""
    adjective_stems: str = ""
    surnames: tuple[tuple[str, str], ...] = ()  # (closings as kept-ending, endings for that sex only)
    women: str = ""  # closings of women's surnames that are a man's plus one letter
    changes: Mapping[str, str] = field(default_factory=dict)  # a closing consonant, and what it becomes before е, і, ie
    before_ending: Mapping[str, str] = field(default_factory=dict)  # a closing letter before any ending

    # text.names.spellings: how names are written
    schemes: tuple[Scheme, ...] = ()  # Cyrillic ones in this language
    respellings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    # (from, to) -> ways in use, each "pattern>new pattern>new" applied in order; between two Cyrillic languages
    heard: Mapping[str, str] = field(
        default_factory=dict
    )  # a letter that is written as heard -> what its neighbours may write

    # text.meanings.event_kinds: "kind: entry entry" per line; an entry is the beginning of a word, with a final stop a
    # whole word, with a hyphen two words in a row. Kinds with @ are stages: countries and alliances.
    kinds: str
    negations: str
    negated_before: int = 0  # how many words before a negation it may negate
    compounds: bool = False  # whether an entry may also stand inside a word

    # text.numbers
    days: str  # how the names of the days of the week begin
    months: tuple[str, ...]  # twelve, each with how its names begin
    units: str = ""  # 1 to 9 in words, each with its forms ("два|двух"), in folded spelling
    teens: str = ""  # 13 to 19
    tens: str = ""  # 20 to 90
    units_first: bool = False  # "fünfundzwanzig"
    scales: Mapping[int, str]  # power of ten -> words for it
    scale_openings: Mapping[int, str]  # power of ten -> how words for it begin
    percent: tuple[str, ...]

    # text.sentences
    abbreviations: str = ""  # whose full stop ends no sentence; lower case, without the last stop
    after_ordinal: tuple[str, ...] = ()  # what follows an ordinal with a full stop ("am 9. August")

    # text.article, stories.grouping.growth, feeds.sandbox.walls: regular expressions, in any case of letters
    furniture: tuple[str, ...] = ()  # beginnings of lines that belong to the page
    tails: tuple[str, ...] = ()  # beginnings of what follows an article
    live: tuple[str, ...] = ()  # marks of a running report in a title
    roundups: tuple[str, ...] = ()  # marks of a title that covers many things
    corrections: tuple[str, ...] = ()  # how an outlet says in a title that it takes something back
    future: tuple[str, ...] = ()  # words of a headline about what has not happened yet
    until: str = ""  # words before the new time of something postponed, in folded spelling
    past: str = ""  # closings of verbs in the past tense
    walls: tuple[str, ...] = ()  # what a page with hidden text says
    photo: tuple[str, ...] = ()  # words before the name of a photographer
    byline: tuple[str, ...] = ()  # words before the name of an author
    caption_sides: tuple[str, ...] = ()  # somebody's position in a picture
    newsrooms: tuple[str, ...] = ()  # last words of outlets' names

    # topic.proposal.draft
    before_places: str = ""  # small words before places
    inside: str = ""  # those of them that mean "in"
    articles: str = ""
