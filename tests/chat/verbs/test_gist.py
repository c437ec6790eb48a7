"""Does a reader learn what a foreign headline is about, in words of their own, and nothing that it does not say?"""

from typing import Any

import pytest

from bot.chat.language import Words, speak
from bot.chat.message import plain
from bot.chat.rendering.alerts import alert
from bot.chat.rendering.digests import notes
from bot.chat.rendering.headlines import gist_line
from bot.model import Story
from tests.samples import a_report, a_story

SPELLED = {"ru": {"Lukashenko": "Лукашенко"}, "pl": {"Lukashenko": "Łukaszenka"}, "en": {"Lukashenko": "Lukashenko"}}
NAMES = (("Лукашенко", "@Lukashenko"), ("Lukashenko", "@Lukashenko"), ("Азаренко", "@Victoria Azarenka"))


def words(language: str) -> Words:
    return speak(language).knowing(SPELLED)


def told(title: str, language: str, **fields: Any) -> Story:
    report = a_report(1, title=title, language=language, names=NAMES)
    return a_story(1, **({"title": title, "language": language, "reports": (report,), "summary": ""} | fields))


@pytest.mark.parametrize(
    ("title", "language", "reader", "line"),
    [
        ("Lukashenko meets ministers of Poland on 5 October", "en", "ru", "Переговоры · Лукашенко, Польша · 5 окт"),
        ("Лукашенко подписал закон о выборах", "ru", "pl", "Wybory · Łukaszenka"),
        ("Польша закрыла границу с Литвой", "ru", "en", "Border · Poland, Lithuania"),
        ("Poland buys gas for $131.7 a unit", "en", "ru", "Газ · Польша · 131,7 $"),
        ("Газ для Польши: 9,4 млрд евро", "ru", "en", "Gas · Poland · 9.4 billion"),
        ("Poland saves 14% of its electricity", "en", "uk", "Електроенергія · Польща · 14%"),
    ],
)
def test_what_a_headline_says(title: str, language: str, reader: str, line: str) -> None:
    """Its kind of event, names and countries, numbers with their unit, and days, as the reader's language has them."""
    assert gist_line(told(title, language), words(reader)).replace("\N{NO-BREAK SPACE}", " ") == line


@pytest.mark.parametrize(
    ("title", "language", "reader"),
    [
        ("Lukashenko meets ministers of Poland", "en", "en"),  # it can be read
        ("Азаренко вышла на корт", "ru", "en"),  # how she is written there is not known
        ("Sanctions again", "en", "ru"),  # one thing alone
        ("Su-30 and S-400 over the river", "en", "ru"),  # these numbers count nothing
    ],
)
def test_nothing_is_said_where_it_would_tell_nothing(title: str, language: str, reader: str) -> None:
    """A line costs room in each alert."""
    assert gist_line(told(title, language), words(reader)) == ""


def test_a_denied_event_is_none() -> None:
    """Who does not meet has no talks."""
    assert "Переговоры" not in gist_line(told("Lukashenko will not meet ministers of Poland", "en"), words("ru"))


def test_it_stands_below_the_headline_and_gives_way_to_a_translation() -> None:
    """Whoever has the headline in their language needs no summary of it."""
    title = "Lukashenko meets ministers of Poland"
    story = told(title, "en", translated=(("ru", title, "Лукашенко встретился с министрами Польши"),))

    def lines(*, translate: bool) -> list[str]:
        message = alert(story, words=words("ru"), translate=translate)
        return [plain(line) for section in message.sections for line in section.lines]

    assert lines(translate=False)[:2] == [title, "Переговоры · Лукашенко, Польша"]
    assert lines(translate=True)[1].startswith("Лукашенко встретился")


def test_a_digest_has_it_for_a_story_that_it_quotes_no_sentence_of() -> None:
    """Of a headline that the reader cannot read there is a line of their own words."""
    story = told("Lukashenko meets ministers of Poland", "en")
    assert notes(story, words("ru")) == ("Переговоры · Лукашенко, Польша",)
