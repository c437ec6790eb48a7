"""Kinds of event meet across languages; negations and opposites are seen."""

import pytest

from bot.text.languages import LANGUAGES
from bot.text.meanings.event_kinds import kinds_at, negated, opposed
from bot.text.words import tokens


def _kinds(text: str, language: str) -> set[str]:
    return set().union(*kinds_at([token.fold for token in tokens(text)], language))


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "sanction",
            ["new sanctions", "neue Sanktionen", "nowe sankcje", "новые санкции", "нові санкції", "новыя санкцыі"],
        ),
        (
            "arrest",
            [
                "was arrested",
                "wurde festgenommen",
                "został zatrzymany",
                "был задержан",
                "було затримано",
                "быў затрыманы",
            ],
        ),
        ("missile", ["a missile", "eine Rakete", "rakieta", "ракета", "ракети", "ракеты"]),
        ("border", ["the border", "Grenzübergang", "na granicy", "на границе", "на кордоні", "на мяжы"]),
        ("die", ["has died", "gestorben", "nie żyje", "умер", "помер", "памёр"]),
        ("sign", ["signed", "unterzeichnet", "podpisano", "подписали", "підписали", "падпісалі"]),
        ("lift", ["lifts it", "hebt es auf", "znosi", "снимает", "знімає", "здымае"]),
        ("leave", ["leaves", "verlässt", "wychodzi", "покидает", "покидає", "пакідае"]),
        ("postpone", ["postpones", "verschiebt", "odkłada", "откладывает", "відкладає", "адкладае"]),
        ("@poland", ["Polish", "Polens", "Polska", "Польша", "Польща", "Польшча"]),
    ],
)
def test_six_languages_name_the_same_kind(kind: str, texts: list[str]) -> None:
    """The word of each language leads to one kind."""
    for language, text in zip(("en", "de", "pl", "ru", "uk", "be"), texts, strict=True):
        assert kind in _kinds(text, language), (language, text)


def test_german_words_are_looked_into() -> None:
    """A German compound has the kinds of its parts."""
    assert {"loan"} <= _kinds("Milliardenkredit", "de")
    assert {"protest"} <= _kinds("Großdemonstration", "de")


def test_an_unknown_language_has_no_kinds() -> None:
    """Without a table nothing is guessed."""
    assert _kinds("sanctions arrested", "fr") == set()


@pytest.mark.parametrize(
    ("text", "language", "word", "is_negated"),
    [
        ("Athletes will not be banned", "en", "banned", True),
        ("Athletes banned from competing", "en", "competing", True),
        ("Ally No. 1 visits", "en", "visits", False),
        ("Der Bund verbietet das Treffen nicht", "de", "verbietet", True),
        ("Rząd nie zamknie granicy", "pl", "zamknie", True),
        ("Границу не закроют", "ru", "закроют", True),
        ("Кордон не закриють", "uk", "закриють", True),
        ("Мяжу не закрыюць", "be", "закрыюць", True),
        ("Границу закроют", "ru", "закроют", False),
        ("Nie żyje burmistrz Helu", "pl", "burmistrz", False),
        ("Nie żyją dwie osoby, burmistrz nie odpowiada", "pl", "odpowiada", True),
    ],
)
def test_negation(text: str, language: str, word: str, is_negated: bool) -> None:
    """A negation speaks of the words after it, in German also of those before it."""
    folds = [token.fold for token in tokens(text)]
    assert negated(folds, language)[folds.index(word)] is is_negated


def test_both_words_of_a_pair_name_its_kind_of_event() -> None:
    """The second one is not a word of its own beside it: who does not live is dead, and nothing more."""
    folds = [token.fold for token in tokens("Nie żyje burmistrz")]
    assert kinds_at(folds, "pl") == [{"die"}, {"die"}, set()]
    assert kinds_at(folds[1:], "pl") == [set(), set()]


def test_opposites_hold_in_both_directions() -> None:
    """What excludes ban is allow, and the other way round; a kind does not exclude itself."""
    assert opposed("ban", "allow")
    assert opposed("allow", "ban")
    assert not opposed("ban", "ban")


def test_every_language_names_every_kind() -> None:
    """A kind without words in one language never meets a report in it; a kind listed twice hides half of its words."""
    rows = {
        code: [line.partition(":") for line in tables.kinds.replace("\n ", " ").strip().splitlines()]
        for code, tables in LANGUAGES.items()
    }
    names = {code: [name for name, _, _ in row] for code, row in rows.items()}
    assert all(len(set(each)) == len(each) and each == names["en"] for each in names.values())
    assert [name for row in rows.values() for name, _, words in row if not words.split()] == []


def test_a_german_sentence_is_no_reaction() -> None:
    """Who is "zu Haft verurteilt" was sentenced; a crowd that "condemns" stands in the plural."""
    assert _kinds("Redakteurin zu langer Haft verurteilt", "de") >= {"convict"}
    assert "react" not in _kinds("Redakteurin zu langer Haft verurteilt", "de")
    assert "react" in _kinds("Nachbarn verurteilen den Angriff", "de")
