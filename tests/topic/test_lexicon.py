"""Does the quick way from words to what a topic knows say the same as the plain one?"""

from collections.abc import Iterator

import pytest

from bot.topic.weights.lexicon import Lexicon
from bot.topic.weights.terms import Term, terms

TEXTS = [
    ("en", "US and EU envoys meet in Washington; Paris agreement holds"),
    ("en", "the united states of america and iran want us to wait"),
    ("en", "South Korea's president, North Korean missiles, New Zealand"),
    ("en", "#FreeBelarus march 🇵🇱 in #Warsaw, U.S. says"),
    ("en", "Republic of Ireland beat Northern Ireland; South. Korea apart"),
    ("de", "Die Vereinigten Staaten liefern Waffen an die Ukraine, sagt Berlin"),
    ("ru", "Соединённые Штаты и Южная Корея ввели санкции, сообщил Тегеран"),
    ("ru", "в москве встретились послы сша и ирана"),
    ("pl", "Stany Zjednoczone i Korea Południowa nałożyły sankcje"),
    ("fr", "Le président a parlé à Minsk"),
    (None, "Sanctions against Iran"),
    ("en", ""),
]


def known(term: Term) -> Iterator[str]:
    """Know every term as it is, and a name also in capitals."""
    yield term.key
    if term.capital:
        yield term.key.upper()


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_text_says_what_its_terms_are(language: str | None, text: str) -> None:
    """With countries of several words, in texts without capitals, twice: the second time from what was kept."""
    wanted: dict[str, str] = {}
    told = terms(text, language)
    for term in told:
        for key in known(term):
            wanted.setdefault(key, term.form)
    lexicon = Lexicon(known, language)
    for _ in range(2):
        said = lexicon.said(text)
        assert said.forms == wanted
        assert said.terms == len(told)
