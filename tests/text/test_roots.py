"""Are words as rare as news makes them, and do they meet those of other languages?"""

import pytest

from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import RAREST, is_region, rarity, root, translations
from bot.text.words import fold


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "regulate regulation regulators regulatory"),
        ("en", "recall recalls recalled recalling"),
        ("ru", "санкции санкций санкциями"),
        ("pl", "sankcje sankcji sankcjami"),
        ("uk", "ядерний ядерна ядерних"),
        ("be", "санкцыі санкцый"),
    ],
)
def test_a_family_of_words_has_one_root(language: str, words: str) -> None:
    """Number, case, tense and what is made of a verb do not part them."""
    assert len({root(fold(word), language) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("language", "common", "rare"),
    [
        ("en", "said", "uranium"), ("de", "nicht", "Zentrifuge"), ("pl", "jest", "wirówka"),
        ("ru", "сказал", "центрифуга"), ("uk", "який", "уран"), ("be", "год", "уран"),
    ],
)  # fmt: skip
def test_common_words_are_less_rare(language: str, common: str, rare: str) -> None:
    """In every language that the program knows, with what no news has as the upper end."""
    values = [rarity(root(fold(word), language), language) for word in (common, rare, "qzxqzx")]
    assert values == sorted(values)
    assert values[0] < values[1] - 1
    assert values[-1] == RAREST


def test_an_unknown_language_makes_every_word_as_rare() -> None:
    """No table, no opinion."""
    assert rarity("the", "ja") == rarity("the", None) == RAREST
    assert translations("nuclear", "en", "ja") == translations("nuclear", None, "en") == ()


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("nuclear", {"de": "nuklear", "pl": "nuklearny", "ru": "ядерный", "uk": "ядерний", "be": "ядзерны"}),
        ("weapon", {"de": "Waffe", "pl": "broń", "ru": "оружие", "uk": "зброя", "be": "зброя"}),
        ("law", {"de": "Gesetz", "ru": "закон", "uk": "закон", "be": "закон"}),
        ("recall", {"de": "Rückruf", "ru": "отзыв"}),
    ],
)
def test_words_meet_those_of_other_languages(word: str, others: dict[str, str]) -> None:
    """From English and back."""
    own = root(word, "en")
    for language, other in others.items():
        foreign = root(fold(other), language)
        assert foreign in dict(translations(own, "en", language))
        assert own in dict(translations(foreign, language, "en"))


def test_two_other_languages_meet_through_english() -> None:
    """Less surely than either of them meets English."""
    found = dict(translations(root("ядерний", "uk"), "uk", "de"))
    assert found[root("nuklear", "de")] > 0.5
    assert all(0 < sure <= 1 for sure in found.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_tables(language: str) -> None:
    """Rarities, and a translation of an international word."""
    (foreign, _), *_ = translations("nuclear", "en", language)
    assert rarity(foreign, language) < RAREST


@pytest.mark.parametrize(
    ("language", "short", "into", "there"),
    [("en", "AI", "ru", "ИИ"), ("de", "KI", "uk", "ШІ"), ("ru", "ЕЦБ", "en", "ECB"), ("en", "HIV", "de", "HIV")],
)
def test_an_abbreviation_is_another_abbreviation(language: str, short: str, into: str, there: str) -> None:
    """No dictionary says so, or it takes one for a word: for HIV a nettle rash."""
    assert translations(root(fold(short), language), language, into) == ((root(fold(there), into), 1.0),)


def test_an_abbreviation_of_two_things_is_either() -> None:
    """In Ukrainian the station in space and the court in The Hague have the same letters."""
    assert dict(translations(root("мкс", "uk"), "uk", "en")).keys() == {"icc", "iss"}


@pytest.mark.parametrize(
    ("language", "word", "into", "there"),
    [
        ("en", "Danube", "de", "Donau"),
        ("de", "Ostsee", "pl", "bałtycki"),
        ("ru", "Средиземное", "de", "Mittelmeer"),
        ("en", "Pacific", "ru", "тихоокеанский"),
        ("uk", "Карпати", "en", "Carpathian"),
    ],
)
def test_a_sea_or_a_river_is_called_otherwise_elsewhere(language: str, word: str, into: str, there: str) -> None:
    """No dictionary has such names, or it takes them for words: "inner" for the Mediterranean, "peaceful"."""
    assert (root(fold(there), into), 1.0) in translations(root(fold(word), language), language, into)
    assert is_region(root(fold(word), language), language)


def test_other_words_are_no_regions() -> None:
    """They are what documents are judged by."""
    assert not is_region(root("bridge", "en"), "en")
    assert not is_region(root("or", "en"), None)
