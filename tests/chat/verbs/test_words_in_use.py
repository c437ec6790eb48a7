"""Do answers read well in every language, where typed words must stay what they are?"""

import pytest

from bot.chat.language import speak
from bot.text.languages import SPOKEN
from tests.chat.verbs.conftest import Type


@pytest.mark.parametrize("language", SPOKEN)
def test_help_keeps_what_is_typed(type_in: Type, language: str) -> None:
    """Who types what help says gets it, in any language; no line is anything but help."""
    lines = type_in("/help", language=language).splitlines()
    assert any(line.startswith("/latest new ") for line in lines)
    assert any(line.startswith("/subscribe all ") for line in lines)
    assert all(line.startswith("/") for line in lines[2:])
    assert max(map(len, lines)) < 160


def test_each_language_quotes_as_it_does() -> None:
    """Two kinds of quotation marks in one answer look like a mistake."""
    assert [speak(language).quoted("x") for language in SPOKEN] == ["“x”", "«x»", "«x»", "«x»", "„x”"]


@pytest.mark.parametrize("language", SPOKEN)
def test_an_empty_text_stays_empty(language: str) -> None:
    """gettext has the head of its catalogue for it."""
    assert speak(language)("") == ""
