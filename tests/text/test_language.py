"""Is the language of a text found, and the feed's word taken where the text says nothing?"""

import pytest

from bot.text.language import detect

SENTENCES = {
    "ru": "Вечером в городе открыли новый мост, и это событие собрало много людей.",
    "be": "Увечары ў горадзе адкрылі новы мост, і гэтая падзея сабрала шмат людзей.",
    "uk": "Увечері в місті відкрили новий міст, і ця подія зібрала багато людей.",
    "pl": "Wieczorem w mieście otwarto nowy most i to wydarzenie zebrało wielu ludzi.",
    "de": "Am Abend wurde in der Stadt eine neue Brücke eröffnet, und viele Leute kamen.",
    "en": "In the evening a new bridge was opened in the city and many people came.",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
@pytest.mark.parametrize("prior", [None, "en", "ru"])
def test_detects_whole_sentences(language: str, text: str, prior: str | None) -> None:
    """A sentence tells its language, whatever the feed is said to carry."""
    assert detect(text, prior) == language


@pytest.mark.parametrize(("text", "prior"), [("", "be"), ("2026: 14:5", "pl"), ("Гомель", "be"), ("Oslo", "no")])
def test_takes_the_prior_where_nothing_speaks(text: str, prior: str) -> None:
    """Numbers and lone names leave the decision to the feed's configuration."""
    assert detect(text, prior) == prior


def test_says_nothing_of_nothing() -> None:
    """Without letters and without a prior there is no language."""
    assert detect("12 + 5", None) is None
