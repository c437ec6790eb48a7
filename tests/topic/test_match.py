"""Is an entry judged by what it says: both sides, where, against what, and what is new in it?"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.rendering.reasons import why_line
from bot.config import MatchSettings
from bot.config.seeds.corpus import Corpus
from bot.model import Entry, Part, PartKind
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic

MakeEntry = Callable[..., Entry]

ALERTS = [
    ("en", "Putin and Lukashenko agree on gas price", "The two presidents spoke in Sochi."),
    ("en", "Russia moves Oreshnik missiles to Belarus", ""),
    ("en", "Belarus asks Moscow for a new loan", "The finance ministry confirmed talks."),
    ("ru", "Лукашенко прилетел в Москву на переговоры с Путиным", ""),
    ("ru", "Минск и Москва согласовали цену на газ", "Соглашение подпишут весной."),
    ("be", "Лукашэнка паляцеў да Пуціна па крэдыт", ""),
    ("be", "Расійскія войскі прыбылі ў Беларусь на вучэнні", ""),
    ("uk", "Путін і Лукашенко домовилися про ракети", ""),
    ("uk", "Росія розгортає «Орєшнік» у Білорусі", ""),
    ("pl", "Łukaszenka poleciał do Putina po kredyt", ""),
    ("pl", "Rosyjskie wojska wjechały na Białoruś", ""),
    ("de", "Lukaschenko trifft Putin in Moskau", ""),
    ("de", "Russland stationiert Raketen in Belarus", ""),
]
NO_ALERTS = [
    ("en", "Belarus opposition leader jailed for ten years", "A court in Minsk sentenced the activist on Monday."),
    ("en", "Russia fires drones at Odesa", "Three people were hurt."),
    ("en", "Sabalenka beats Russian rival in Melbourne", "The Belarusian won the tennis match in two sets."),
    ("en", "A bridge opens in Chile", "MINSK, October 28. /TASS/. The bridge is long."),
    ("ru", "В Минске открыли новую станцию метро", ""),
    ("ru", "Сборная Беларуси по хоккею обыграла Россию", "Матч чемпионата прошел в Сочи."),
    ("be", "У Гомелі асудзілі журналіста", ""),
    ("uk", "Росія обстріляла Харків", "Загинули двоє людей."),
    ("pl", "Mińsk Mazowiecki ma nowy dworzec", "Pociągi z Rosji nie jeżdżą."),
    ("de", "Minsker Abkommen gescheitert, sagt Moskau", ""),
]


@pytest.mark.parametrize(("language", "title", "text"), ALERTS)
def test_alerts_where_the_sides_meet(
    built_in: Topic, make_entry: MakeEntry, language: str, title: str, text: str
) -> None:
    """Both sides in a headline are worth a message, in each language."""
    found = match(built_in, make_entry(title, text, language))
    assert found.alert, found.parts
    assert found.score >= 0.6
    assert {"belarus", "russia"} <= {name.side for name in found.names} | {"belarus" if found.parts else None}


@pytest.mark.parametrize(("language", "title", "text"), NO_ALERTS)
def test_leaves_other_news_alone(built_in: Topic, make_entry: MakeEntry, language: str, title: str, text: str) -> None:
    """One side alone, sport, datelines and traps are not worth a message."""
    found = match(built_in, make_entry(title, text, language))
    assert not found.alert, found.parts


def test_one_side_is_stored(built_in: Topic, make_entry: MakeEntry) -> None:
    """News of the context side is kept for search; news of the other side alone is not."""
    assert match(built_in, make_entry("Belarus opens a bridge")).store
    assert not match(built_in, make_entry("Russia opens a bridge")).store


def test_every_point_is_listed(built_in: Topic, make_entry: MakeEntry) -> None:
    """Below the knee, the parts for and against add up to the score."""
    found = match(built_in, make_entry("Belarus and Russia hold a football match", "They met in Brest."))
    total = sum(part.points for part in (*found.parts, *found.against))
    assert found.score == pytest.approx(max(0.0, total), abs=0.02)
    assert any(part.points < 0 for part in found.against)


def test_the_title_counts_more_than_the_body(built_in: Topic, make_entry: MakeEntry) -> None:
    """The same names count more the earlier they stand."""
    filler = "A bridge opened in the north and people came to see it. " * 12
    said, plain = "Lukashenko met Putin.", "What was said today in the north"
    scores = [
        match(built_in, entry).score
        for entry in (make_entry(said, filler), make_entry(plain, said + filler), make_entry(plain, filler + said))
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


FOR = ["Lukashenko", "Putin", "Minsk", "Moscow", "Kremlin", "missiles", "loan", "talks", "Union State", "integration"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(said=st.lists(st.sampled_from(FOR), unique=True, max_size=8), more=st.sampled_from(FOR))
def test_more_evidence_never_lowers_the_score(
    built_in: Topic, make_entry: MakeEntry, said: list[str], more: str
) -> None:
    """A further name or word of the topic in the headline leaves the score where it is, or raises it."""
    less = match(built_in, make_entry("; ".join(said), language="en"))
    greater = match(built_in, make_entry("; ".join([*said, more]), language="en"))
    assert greater.score >= less.score


@pytest.mark.parametrize("word", ["football", "tennis", "concert", "coronavirus"])
def test_evidence_against_never_raises_the_score(built_in: Topic, make_entry: MakeEntry, word: str) -> None:
    """A word of another sphere lowers the score."""
    plain = match(built_in, make_entry("Minsk and Moscow speak of a deal"))
    assert match(built_in, make_entry(f"Minsk and Moscow speak of a {word} deal")).score < plain.score


def test_the_same_entry_is_judged_the_same(corpus: Corpus, built_in: Topic, make_entry: MakeEntry) -> None:
    """Two compilations of one corpus judge alike, in every part."""
    again = compile_topic(MatchSettings(), corpus)
    for language, title, text in ALERTS + NO_ALERTS:
        entry = make_entry(title, text, language)
        assert match(again, entry) == match(built_in, entry)


def test_must_any_and_must_not_are_obeyed(corpus: Corpus, make_entry: MakeEntry) -> None:
    """Without a must_any word nothing is told or kept; with a must_not word nothing is told. Word forms count."""
    topic = compile_topic(MatchSettings(must_any=(("Лукашенко", "Lukashenko"),), must_not=("хоккей",)), corpus)
    assert match(topic, make_entry("Путин говорил с Лукашенко о газе", language="ru")).alert
    without = match(topic, make_entry("Минск и Москва говорили о газе", language="ru"))
    assert not without.alert
    assert not without.store
    assert [part.kind for part in without.against if not part.points] == [PartKind.WANTING]
    barred = match(topic, make_entry("Путин и Лукашенко сыграли в хоккей и подписали договор о газе", language="ru"))
    assert not barred.alert
    assert Part(kind=PartKind.FORBIDDEN, names=("хоккей",), points=0.0) in barred.against


def test_thresholds_are_those_of_the_settings(corpus: Corpus, make_entry: MakeEntry) -> None:
    """A higher bar turns an alert into a stored entry."""
    entry = make_entry("Belarus and Russia speak of a bridge")
    strict = compile_topic(MatchSettings(alert_at=0.99, store_at=0.5), corpus)
    found = match(strict, entry)
    assert not found.alert
    assert found.store
    assert "below 0.99" in why_line(found, alert_at=0.99)


def test_a_republished_seed_is_known(corpus: Corpus, make_entry: MakeEntry) -> None:
    """A copy of a seed, by its text or by its title, is no news; another report of the same event is."""
    text = (
        "Lukashenko flew to Moscow on a grey morning to ask Putin for help with the debts of his factories. "
        "He said that the harvest was late, that the roads were bad and that the winter would be long. "
        "The host nodded and promised an answer before the first snow falls on the Kremlin walls."
    )
    seed = replace(
        corpus.seeds[0], slug="own", title="A long grey morning in Moscow", text=text, entities={}, keywords={}
    )
    topic = compile_topic(MatchSettings(), replace(corpus, seeds=(seed,)))
    copy = match(topic, make_entry("Lukashenko asks Putin for help", text))
    assert copy.known == "own"
    assert not copy.alert
    assert "copy of the seed own" in why_line(copy, alert_at=0.6)
    assert match(topic, make_entry("A long grey morning in Moscow", "Putin saw Lukashenko")).known == "own"
    other = match(
        topic, make_entry("Lukashenko asks Putin for help", "The talks took an hour; debts were on the table.")
    )
    assert other.known is None
    assert other.alert
    assert other.nearest is not None
    assert other.nearest.seed == "own"


def test_says_what_is_new(built_in: Topic, make_entry: MakeEntry) -> None:
    """Names, pairings, numbers and dates that no seed has are listed; those that one has are not."""
    found = match(
        built_in,
        make_entry("Gryzlov and Lukashenko open a bridge", "On 3 March 2026 it cost $16 billion and 4,321 tons."),
    )
    assert "Boris Gryzlov" in found.new
    assert "2026-03-03" in found.new
    assert "4321" in found.new
    assert "16 billion" not in found.new
    assert "Alexander Lukashenko" not in found.new


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 100,
        "\u202eLukashenko\u202c Putin",
        "Лукашенко " * 100_000,
        "(" * 300_000,
        "a" * 1_000_000,
        "é\u0301\u0302\u0303" * 1000,
        "#" * 5000 + "Minsk",
        "\ud800 Minsk",
        "🇧🇾" * 5000,
    ],
)
def test_hostile_texts_are_judged_like_others(built_in: Topic, make_entry: MakeEntry, text: str) -> None:
    """A megabyte, control characters, lone surrogates and direction marks give a score like any other text."""
    found = match(built_in, make_entry(text, text))
    assert 0.0 <= found.score <= 1.0


def test_explains_in_one_line(built_in: Topic, make_entry: MakeEntry) -> None:
    """The line of an alert names who is in it and how much that is worth."""
    found = match(built_in, make_entry("Putin and Lukashenko agree on gas price", "The two presidents spoke in Sochi."))
    line = why_line(found, alert_at=0.6)
    assert "Vladimir Putin" in line
    assert "score 0." in line
    nothing = match(built_in, make_entry("A bridge opens in Chile"))
    assert "no name of the topic" in why_line(nothing, alert_at=0.6)


def test_knows_a_name_in_capitals_only(built_in: Topic, make_entry: MakeEntry) -> None:
    """A short abbreviation counts only in capitals, a surname only with its capital where a text uses capitals."""
    assert "rb" in {name.entity for name in match(built_in, make_entry("Власти РБ молчат")).names}
    assert "rb" not in {name.entity for name in match(built_in, make_entry("Цены в рб. указаны")).names}
    assert match(built_in, make_entry("putin speaks to lukashenko")).alert
