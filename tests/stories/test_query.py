"""Is a search read as it was meant, whatever a phone made of its signs, and is every mistake told?"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.search.query import LONGEST, Query, QueryError, parse, period, qualifier
from bot.text.words import tokens
from tests.samples import NOW

SOURCES = {"belta", "reform"}


def read(text: str) -> Query:
    return parse(text, now=NOW, zone="Europe/Warsaw", sources=SOURCES)


@pytest.mark.parametrize(
    "text",
    [
        'minsk "gas price" -sport -"ice hockey"',
        "minsk “gas price” –sport –“ice hockey”",
        "minsk «gas price» −sport −«ice hockey»",
        "minsk „gas price“ —sport -„ice hockey”",
        " minsk,  ”gas price” -sport!  - -«ice hockey» — ",
    ],
)
def test_quotes_and_minus_signs_of_every_keyboard_are_the_same(text: str) -> None:
    """Phones type “ ” « » and – where people mean the plain signs; a dash between words says nothing."""
    assert read(text) == Query(
        words=("minsk",), phrases=("gas price",), without=("sport",), without_phrases=("ice hockey",)
    )


def test_attributes_and_time_are_no_words() -> None:
    """A qualifier narrows, also with a capital or a space that the keyboard put in."""
    found = read("Lang: RU source:Belta -ownership:state country:by language:en port since:7d")
    assert found.having == (("lang", "ru"), ("source", "belta"), ("country", "BY"), ("lang", "en"))
    assert found.lacking == (("ownership", "state"),)
    assert found.words == ("port",)
    assert found.since == NOW - timedelta(days=7)


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    """Warsaw is an hour ahead of UTC in winter."""
    assert read("since:2026-01-31").since == datetime(2026, 1, 30, 23, tzinfo=UTC)


def test_a_colon_after_a_word_or_in_a_time_is_no_qualifier() -> None:
    """ "Iran: nuclear" and "12:30" are words, and a hyphen inside of one is no minus."""
    assert read("Iran: nuclear 12:30 joint-venture").words == ("Iran", "nuclear", "12:30", "joint-venture")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("owner:stat", "“stat” is no kind of owner. Did you mean ownership:state?"),
        ("ownership:rich", "Use one of: state, public, independent, party, unknown"),
        ("ownersip:state", "I don't know “ownersip:”. Did you mean ownership:state?"),
        ("weight:low", "Use source:, country:, lang:, ownership: or since:"),
        ("source:beta", "There is no source “beta”. Did you mean source:belta?"),
        ("source:zzz", "Sources are, e.g., belta, reform"),
        ("lang:ua", "“ua” is no language code. Did you mean lang:uk?"),
        ("lang:russian", "Use two letters, e.g. lang:ru"),
        ("country:belarus", "“belarus” is no country code. Did you mean country:BY?"),
        ("country:1", "Use two letters, e.g. country:BY"),
        ("since:yesterday", "I don't know the period “yesterday”. Use 30m, 8h, 7d, 2w or a day"),
        ("since:0d", "I don't know the period “0d”"),
        ("since:2027-01-01", "2027-01-01 is in the future"),
        ("source:", "Something must follow “source:”, e.g. source:belta"),
        ("“open phrase", "The quote at “open is not closed"),
        ("x" * (LONGEST + 1), "Use up to 400 letters"),
    ],
)
def test_a_mistake_says_what_to_write_instead(text: str, said: str) -> None:
    """Nothing is silently searched for as a word that was meant as something else."""
    with pytest.raises(QueryError) as caught:
        read(text)
    assert said in str(caught.value)
    assert caught.value.text.format(**caught.value.values) == str(caught.value)


def test_a_qualifier_alone_can_be_read() -> None:
    """Subscriptions are narrowed by the same attributes; without a list of sources any id is one."""
    assert qualifier("ownership: state") == ("ownership", "state")
    assert qualifier("source:other") == ("source", "other")
    assert qualifier("sanctions") is None
    assert qualifier("Minsk:") is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("8H", timedelta(hours=8)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
        ("7", None),
        ("d", None),
        ("-7d", None),
        ("999999w", None),
    ],
)
def test_periods(text: str, length: timedelta | None) -> None:
    """A number and a unit, nothing else; nothing so long that no calendar holds it."""
    assert period(text) == length


def test_nothing_asked_for_is_known_as_such() -> None:
    """Signs alone are no query."""
    assert read(" - “” … ").empty
    assert not read("since:7d").empty


@given(st.text(alphabet='ab:-–"“»« sinceourg7d\n٣', max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is typed is read or refused with a sentence."""
    with suppress(QueryError):
        assert all(tokens(word) for word in read(text).words)
