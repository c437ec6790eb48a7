"""Does the bot say everything in every language that it offers?"""

from string import Formatter

import pytest
from babel.messages.catalog import Message

from bot.chat.language import speak
from bot.text.languages import SPOKEN
from docs.make_words import CATALOGUES, TRANSLATED, collect, forms, translated, written

languages = pytest.mark.parametrize("language", TRANSLATED)
PLURALS = 3  # forms that each of these languages has


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def wanted() -> dict[str, Message]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in collect() if message.id
    }


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    """English is in the code itself."""
    assert ("en", *TRANSLATED) == SPOKEN


@languages
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    """After a change of words: make words, and translate what is empty."""
    catalogue = translated(language)
    known = {name(message) for message in catalogue if message.id}
    assert known == wanted().keys()
    assert [message.id for message in catalogue if message.id and not all(forms(message.string))] == []


@languages
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    """A place that is missing loses a number or a name; one too many would be an error where people read."""
    wrong = []
    for message in translated(language):
        given = forms(message.id)
        allowed = set().union(*map(places, given))
        needed = allowed - ({"n"} if len(given) > 1 else set())
        wrong += [text for text in forms(message.string) if message.id and not needed <= places(text) <= allowed]
    assert wrong == []


@languages
def test_plurals_have_all_their_forms(language: str) -> None:
    """One, few, many; 21 is one in Russian and many in Polish."""
    plural = [message for message in translated(language) if not isinstance(message.id, str)]
    assert plural
    assert {len(forms(message.string)) for message in plural} == {PLURALS}


def test_numbers_take_the_form_of_their_language() -> None:
    """The rule in the head of each catalogue is the one of the language."""
    said = {
        language: [speak(language).counted(n, "{n} story", "{n} stories") for n in (1, 3, 5, 21)]
        for language in ("ru", "pl")
    }
    assert said["ru"][0].removeprefix("1 ") == said["ru"][3].removeprefix("21 ")
    assert said["pl"][2].removeprefix("5 ") == said["pl"][3].removeprefix("21 ")
    assert len({text.split(" ", 1)[1] for text in said["ru"][:3]}) == PLURALS


@languages
def test_catalogues_change_only_where_words_change(language: str) -> None:
    """What make words would write is what is there."""
    catalogue = translated(language)
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    assert written(catalogue) == (CATALOGUES / f"{language}.po").read_bytes()
