"""Is a translated headline shown only where it says what the original says, and nothing else?"""

from typing import Any

import pytest

from bot.chat.language import speak
from bot.chat.rendering import alerts
from bot.model import Story
from bot.stories.wording.translation import in_language, question, refusal, translation, with_translation
from tests.chat.verbs.conftest import shown
from tests.samples import a_report, a_story

TITLE = "Anna Berg opens 14 new bridges in Northport"
RUSSIAN = "Анна Берг открывает 14 новых мостов в Нортпорте"
NAMES = {"Anna Berg": "Анна Берг", "Ole Lund": "Оле Лунд"}


def story(**fields: Any) -> Story:
    given = {"title": TITLE, "names": ("Anna Berg",), "reports": (a_report(1, title=TITLE),)}
    return a_story(1, **(given | fields))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RUSSIAN, None),
        ("", "no translation"),
        (TITLE, "no translation"),
        (f"{RUSSIAN} https://evil.example", "link"),
        (f"{RUSSIAN} @everybody", "link"),
        ("Anna Berg öffnet 14 neue Brücken in Northport und freut sich sehr", "it is in"),
        (RUSSIAN.replace("14", "40"), "number 40"),
        (RUSSIAN.replace("Берг", "Лунд"), "a name"),
        ("Оле Лунд открывает 14 новых мостов в Нортпорте", "a name"),
        (f"{RUSSIAN} и в Москве", "a name"),
        (f"{RUSSIAN}\nЭто конец новости", "characters"),
        (f"{RUSSIAN} {'и снова открывает их ' * 10}", "characters"),
    ],
)
def test_what_says_more_than_the_headline_is_refused(text: str, why: str | None) -> None:
    """A link, a mention, a number, a name, another language, or more words than a translation has."""
    found = refusal(text, story(), "ru", NAMES)
    assert found is None if why is None else why in str(found)


def test_a_translation_is_that_of_the_headline_on_display() -> None:
    """Of another headline, or beside one that is in the language already, there is none."""
    told = with_translation(story(), "ru", RUSSIAN)
    assert translation(told, "ru") == RUSSIAN
    assert (translation(told, "pl"), translation(told, "en")) == ("", "")
    other = a_story(1, title="Bridges are closed", translated=told.translated)
    assert translation(other, "ru") == ""
    again = with_translation(with_translation(told, "pl", "Most"), "ru", "Мост")
    assert sorted(each[0] for each in again.translated) == ["pl", "ru"]


def test_it_stands_beside_the_original_and_is_called_what_it_is() -> None:
    """And nowhere for who did not ask for it, or has a report in the own language."""
    told = with_translation(story(), "ru", RUSSIAN)
    text = shown(alerts.alert(told, words=speak("ru"), translate=True))
    assert TITLE in text
    assert f"{RUSSIAN} — машинный перевод" in text
    assert RUSSIAN not in shown(alerts.alert(told, words=speak("ru")))
    own = a_report(2, title="Открыты мосты", language="ru")
    both = in_language(with_translation(story(reports=(a_report(1, title=TITLE), own)), "ru", RUSSIAN), "ru")
    assert RUSSIAN not in shown(alerts.alert(both, words=speak("ru"), translate=True))


def test_the_question_is_the_headline_alone() -> None:
    """As LibreTranslate wants it, and as endpoints like OpenAI's do; the key is no part of the latter."""
    libre = question(TITLE, "en", "ru", model=None, key="k")
    assert libre == {"q": TITLE, "source": "en", "target": "ru", "format": "text", "api_key": "k"}
    assert question(TITLE, None, "ru", model=None, key=None)["source"] == "auto"
    model = question(TITLE, "en", "ru", model="m", key="k")
    assert model["messages"][1] == {"role": "user", "content": TITLE}
    assert "Russian" in model["messages"][0]["content"]
    assert "k" not in model
