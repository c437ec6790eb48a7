"""Does each choice change what it says, and does each wrong one say what to write instead?"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.chat.language import ENGLISH, speak
from bot.chat.settings.choices import BY_KEY, SETTINGS, change, in_force
from bot.chat.settings.setting import Setting
from bot.chat.verbs.table import BY_NAME
from bot.model import Send
from bot.text.languages import SPOKEN
from tests.samples import a_subscription

SOURCES = ("belta", "reform")


@pytest.mark.parametrize(
    ("key", "value", "field", "is_now"),
    [
        ("send", "Important", "send", Send.IMPORTANT),
        ("quiet", "23:00–7:00", "quiet", "23:00-07:00"),
        ("quiet", "off", "quiet", None),
        ("breakthrough", "1", "breakthrough", True),
        ("zone", "Europe/Minsk", "zone", "Europe/Minsk"),
        ("zone", "minsk", "zone", "Europe/Minsk"),
        ("timezone", "new york", "zone", "America/New_York"),
        ("zone", "auto", "zone", None),
        ("zone", "GMT+3", "zone", "Etc/GMT-3"),
        ("zone", "utc −5", "zone", "Etc/GMT+5"),
        ("zone", "+03:00", "zone", "Etc/GMT-3"),
        ("zone", "UTC", "zone", "UTC"),
        ("zone", "+5:30", "zone", "Asia/Kolkata"),
        ("zone", "MSK", "zone", "Europe/Moscow"),
        ("zone", "EST", "zone", "America/New_York"),
        ("zone", "Минск", "zone", "Europe/Minsk"),
        ("zone", "Вільнюс", "zone", "Europe/Vilnius"),
        ("zone", "Kijów", "zone", "Europe/Kyiv"),
        ("zone", "Варшава", "zone", "Europe/Warsaw"),
        ("zone", "Санкт-Петербург", "zone", "Europe/Moscow"),
        ("zone", "Львів", "zone", "Europe/Kyiv"),
        ("language", "be", "language", "be"),
        ("lang", "Беларуская", "language", "be"),
        ("lang", "Polish", "language", "pl"),
        ("lang", "auto", "language", None),
        ("preview", "on", "preview", True),
        ("previews", "0", "preview", False),
        ("broadcast", "off", "broadcast", False),
        ("digest", "Weekly Sunday 9:00", "digest", "weekly sun 09:00"),
        ("filter", "gas, !sport", "include", ("gas",)),
        ("filter", "gas, !sport", "exclude", ("sport",)),
        ("filter", "nuclear plant source:Belta", "include", ("source:belta", "nuclear plant")),
        ("filter", "!ownership:state, -country:by", "exclude", ("ownership:state", "country:BY")),
        ("filter", "all", "include", ()),
    ],
)
def test_a_choice_is_kept_as_it_is_meant(key: str, value: str, field: str, is_now: Any) -> None:
    """However it is typed, what is stored has one form."""
    before = a_subscription(quiet="22:00-06:00", zone="UTC", language="uk", digest="daily 10:00", include=("old",))
    assert getattr(change(before, key, value, sources=SOURCES), field) == is_now


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("send", "nothing", "Use important, every or digest"),
        ("quiet", "25:00-07:00", "“25:00” is not a time. Use 00:00 to 23:59, e.g. 23:00-07:00"),
        ("quiet", "at night", "Use HH:MM-HH:MM, or off, e.g. 23:00-07:00"),
        ("digest", "noon", "Use daily HH:MM, weekly DAY HH:MM, or off, e.g. daily 08:00"),
        ("zone", "Minks", "“Minks”. Did you mean Europe/Minsk"),
        ("zone", "Wraszawa", "Did you mean Europe/Warsaw"),
        ("zone", "Brest", "Did you mean Europe/Minsk, Europe/Paris"),
        ("zone", "UTC+15", "Use a city, e.g. Minsk, or an offset"),
        ("zone", "qqq", "Use a city, e.g. Minsk, or an offset"),
        ("lang", "klingon", "Use one of: en .English., ru"),
        ("preview", "perhaps", "Use on or off"),
        ("filter", "source:belt", "Did you mean source:belta"),
        ("filter", "!ownership:stat", "Did you mean ownership:state"),
        ("filter", "since:7d", "has no place here"),
        ("filter", " , !,", "Write e.g. sanctions"),
        ("filter", "x" * 101, "is too long"),
        ("filter", ",".join(map(str, range(31))), "up to 30"),
        ("quite", "off", "Did you mean quiet"),
        ("colour", "red", "Use one of: send, filter"),
    ],
)
def test_a_wrong_choice_is_refused_with_a_way_on(key: str, value: str, says: str) -> None:
    """Nobody has to guess what would have been right."""
    with pytest.raises(ValueError, match=says):
        change(a_subscription(), key, value, sources=SOURCES)


def test_an_offset_is_told_as_it_is_meant() -> None:
    """Zones of the kind Etc/GMT-3 have their signs the other way round, which nobody has to know."""
    chosen = change(a_subscription(), "zone", "GMT+3")
    assert in_force(chosen, "zone", "UTC", ENGLISH) == "Time zone: UTC+3"
    at_noon = datetime(2026, 1, 1, 12, tzinfo=UTC).astimezone(ZoneInfo(chosen.zone or ""))
    assert at_noon.hour == 15


def test_who_chose_the_digest_gets_one_and_who_ends_it_gets_alerts() -> None:
    """No choice leaves a chat with nothing at all."""
    digest = change(a_subscription(), "send", "digest")
    assert (digest.send, digest.digest) == (Send.DIGEST, "daily 08:00")
    ended = change(digest, "digest", "off")
    assert (ended.send, ended.digest) == (Send.EVERY, None)
    important = change(change(a_subscription(send=Send.IMPORTANT), "send", "digest"), "digest", "weekly mon 9:00")
    assert change(important, "digest", "off").send is Send.IMPORTANT
    beside = change(a_subscription(send=Send.IMPORTANT), "digest", "daily 9:30")
    assert (beside.send, beside.digest) == (Send.IMPORTANT, "daily 09:30")


def test_a_choice_changes_nothing_else() -> None:
    """What was not asked for stays."""
    before = a_subscription(include=("gas",), quiet="23:00-07:00", language="be")
    assert replace(change(before, "zone", "UTC"), zone=None) == before


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_can_be_typed_clicked_and_told(setting: Setting) -> None:
    """Its example, each of its buttons and what it says of itself are taken as it takes words, and mean the same."""
    choices = setting.choices("Europe/Warsaw", ENGLISH)
    for value in (setting.example_for(ENGLISH), setting.empty, *choices):
        chosen = change(a_subscription(zone="UTC"), setting.key, value, sources=SOURCES)
        assert change(a_subscription(zone="UTC"), setting.key, setting.typed(chosen), sources=SOURCES) == chosen
    assert setting.switch is not None or choices
    assert setting.title in {title for _, title in BY_NAME["settings"].detail}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_setting_has_a_line_in_every_language(language: str) -> None:
    """Also where everything is switched on."""
    words = speak(language)
    full = a_subscription(
        include=("gas", "source:belta"), exclude=("sport",), quiet="23:00-07:00", language="pl", digest="daily 08:00"
    )
    on = replace(full, breakthrough=True, preview=True, broadcast=False, zone="Asia/Tbilisi")
    for subscription in (a_subscription(), full, on):
        assert all(in_force(subscription, key, "UTC", words) for key in BY_KEY)
    assert in_force(on, "quiet", "UTC", ENGLISH) == "Quiet hours: 23:00–07:00 (Asia/Tbilisi)"
    assert "“gas”" in in_force(on, "filter", "UTC", ENGLISH)
