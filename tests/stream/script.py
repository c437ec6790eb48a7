"""What happens in a week? Invented events of one beat, each with its facts and the reports that tell them."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

START = datetime(2026, 9, 21, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTLETS = {
    "one": ("Northern Post", "en"),
    "two": ("Gazeta Poranna", "pl"),
    "three": ("Вестник дня", "ru"),
    "four": ("Harbour Times", "en"),
    "five": ("Новости округа", "ru"),
    "copy": ("Northern Post (world)", "en"),
}
"""By feed id the outlet's name and language; two feeds are one outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report: ``facts`` are those that it states, in the script's own spelling."""

    event: str
    feed: str
    at: datetime
    title: str
    text: str
    facts: frozenset[str]
    stands: str = ""  # how the headline must begin once this report is there
    important: bool = False
    wanted: bool | None = True  # whether the event is one of the topic, which must be told; None where either will do


class Script(Protocol):
    """The reports of a week, in the order in which they come, and what may be asked of them."""

    @property
    def start(self) -> datetime:
        """When the week begins."""

    @property
    def outlets(self) -> Mapping[str, tuple[str, str]]:
        """By feed id the outlet's name and language; two feeds may be one outlet."""

    @property
    def reports(self) -> Sequence[Told]:
        """All reports."""

    def facts_in(self, text: str) -> set[str]:
        """Return the facts that a text states, each behind the name of its event and a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an event is about, in three languages, with the place where it happens."""

    what: tuple[str, str, str]  # en, pl (locative), ru (prepositional)
    where: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A vocabulary: who deals with whom, and what about."""

    sides: tuple[str, str, str]  # the subject of every headline
    them: tuple[str, str, str]  # the same in a sentence
    subjects: Sequence[Subject]


def subject(*words: str) -> Subject:
    return Subject(what=words[:3], where=words[3:])  # type: ignore[arg-type] # six words


RELATIONS = Beat(
    sides=("Belarus and Russia", "Białoruś i Rosja", "Беларусь и Россия"),
    them=("Minsk and Moscow", "Mińsk i Moskwa", "Минск и Москва"),
    subjects=[
        subject("gas supplies", "dostawach gazu", "поставках газа", "Orsha", "Orszy", "Орше"),
        subject("railway tariffs", "taryfach kolejowych", "железнодорожных тарифах", "Gomel", "Homlu", "Гомеле"),
        subject("university diplomas", "dyplomach uczelni", "дипломах вузов", "Smolensk", "Smoleńsku", "Смоленске"),
        subject("tractor parts", "częściach do traktorów", "деталях для тракторов", "Pskov", "Pskowie", "Пскове"),
        subject("dairy exports", "eksporcie nabiału", "экспорте молока", "Vitebsk", "Witebsku", "Витебске"),
        subject(
            "satellite images", "zdjęciach satelitarnych", "спутниковых снимках", "Mogilev", "Mohylewie", "Могилёве"
        ),
        subject("bank cards", "kartach bankowych", "банковских картах", "Tula", "Tule", "Туле"),
        subject("potash shipping", "transporcie potażu", "перевозке калия", "Pinsk", "Pińsku", "Пинске"),
        subject("air defence", "obronie powietrznej", "противовоздушной обороне", "Grodno", "Grodnie", "Гродно"),
        subject("textbooks", "podręcznikach", "учебниках истории", "Bryansk", "Briańsku", "Брянске"),
    ],
)
HELD_OUT = Beat(
    sides=RELATIONS.sides,
    them=RELATIONS.them,
    subjects=[
        subject("timber prices", "cenach drewna", "ценах на древесину", "Polotsk", "Połocku", "Полоцке"),
        subject("border crossings", "przejściach granicznych", "пунктах пропуска", "Kaluga", "Kałudze", "Калуге"),
        subject("oil transit", "tranzycie ropy", "транзите нефти", "Mozyr", "Mozyrzu", "Мозыре"),
        subject("flax harvesting", "zbiorze lnu", "уборке льна", "Lida", "Lidzie", "Лиде"),
        subject("nuclear fuel", "paliwie jądrowym", "ядерном топливе", "Tver", "Twerze", "Твери"),
        subject("customs databases", "bazach celnych", "таможенных базах", "Brest", "Brześciu", "Бресте"),
        subject("blood plasma", "osoczu krwi", "плазме крови", "Ryazan", "Riazaniu", "Рязани"),
        subject("helicopter repairs", "remontach śmigłowców", "ремонте вертолётов", "Slutsk", "Słucku", "Слуцке"),
        subject("fishing quotas", "limitach połowów", "квотах на вылов", "Rostov", "Rostowie", "Ростове"),
        subject("cement plants", "cementowniach", "цементных заводах", "Krichev", "Kryczewie", "Кричеве"),
    ],
)

# Each kind of event: headline and first sentence in three languages. {n} is the figure that every report has.
_KINDS = (
    (
        ("{sides} sign agreement on {what}", "{them} signed it in {where} and set aside {n} million roubles."),
        ("{sides} podpisały umowę o {what}", "{them} podpisały ją w {where} i przeznaczyły {n} mln rubli."),
        ("{sides} подписали соглашение о {what}", "{them} подписали его в {where} и выделили {n} млн рублей."),
    ),
    (
        ("{sides} suspend talks on {what}", "{them} broke them off in {where} after {n} days of dispute."),
        ("{sides} zawiesiły rozmowy o {what}", "{them} przerwały je w {where} po {n} dniach sporu."),
        ("{sides} приостановили переговоры о {what}", "{them} прервали их в {where} после {n} дней спора."),
    ),
    (
        ("{sides} open joint centre for {what}", "{them} opened it in {where}, where {n} people will work."),
        ("{sides} otworzyły wspólny ośrodek zajmujący się {what}", "{them} otworzyły go w {where}, pracę ma {n} osób."),
        ("{sides} открыли общий центр по вопросу о {what}", "{them} открыли его в {where}, там работают {n} человек."),
    ),
    (
        (
            "{sides} hold court hearing over {what}",
            "{them} met before judges in {where} over a claim of {n} thousand euros.",
        ),
        ("{sides} spotkały się w sądzie w sprawie o {what}", "{them} spotkały się w {where}, chodzi o {n} tys. euro."),
        ("{sides} встретились в суде по делу о {what}", "{them} встретились в {where}, иск на {n} тысяч евро."),
    ),
)
_BACKGROUND = (
    "The two neighbours have talked about it for several years.",
    "Officials on both sides said little to reporters afterwards.",
    "Observers had expected the step since the beginning of summer.",
)
_LATER = (
    "Parliament will look at the papers within {m} days, a deputy added.",
    "Депутаты рассмотрят документы в течение {m} дней, добавил чиновник.",
)
_LANGUAGES = ("en", "pl", "ru")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A made week: each fact is a figure that no other one is."""

    reports: Sequence[Told]
    start: datetime = START
    outlets: Mapping[str, tuple[str, str]] = field(default_factory=lambda: OUTLETS)

    def facts_in(self, text: str) -> set[str]:
        """Return the facts whose figure stands in a text, or the headline that states them."""
        figures = set(re.findall(r"\d+", text))
        return {
            fact
            for report in self.reports
            for fact in report.facts
            if (figure := fact.rpartition(":")[2]) in figures or (figure == "denied" and report.title in text)
        }


def week(beat: Beat, seed: int) -> Week:
    """Return what happens in a week of a beat.

    There are six each of forty events, three daily series, and nine events that turn out otherwise.
    """
    chance = random.Random(seed)
    # None is a round number, nor becomes one: 810 after 816 is the same figure, rounded.
    figures = chance.sample([each for each in range(130, 999) if each % 10 not in {0, 4, 7}], 200)
    pairs = [(kind, subject) for kind in range(len(_KINDS)) for subject in range(len(beat.subjects))]
    chance.shuffle(pairs)
    reports: list[Told] = []
    for number, pair in enumerate(pairs):
        at = START + number * timedelta(hours=3.6) + timedelta(minutes=chance.randrange(40))
        reports += _event(beat, pair, at, (figures.pop(), figures.pop()))
    for day in range(7):
        for name, subject in (("briefing", 0), ("rates", 1), ("schedule", 2)):
            reports.append(_series(beat, name, day, figures.pop(), subject))
    for number, about in enumerate(beat.subjects[:9]):
        at = START + number * timedelta(hours=13) + timedelta(minutes=chance.randrange(60))
        turn = (_denial, _difference, _correction)[number % 3]
        reports += turn(beat, about, at, figures.pop(), f"turn-{number}")
    return Week(reports=sorted(reports, key=lambda each: (each.at, each.feed)))


def _event(beat: Beat, pair: tuple[int, int], at: datetime, figures: tuple[int, int]) -> list[Told]:
    (kind, number), (first, later) = pair, figures
    subject, name = beat.subjects[number], f"{kind}-{number}"

    def said(language: str) -> tuple[str, str]:
        index = _LANGUAGES.index(language)
        title, text = _KINDS[kind][index]
        fields = {
            "sides": beat.sides[index],
            "them": beat.them[index],
            "what": subject.what[index],
            "where": subject.where[index],
            "n": first,
        }
        return title.format(**fields), text.format(**fields)

    known = frozenset({f"{name}:{first}"})
    both = known | {f"{name}:{later}"}
    english, polish, russian = said("en"), said("pl"), said("ru")
    background = " ".join(_BACKGROUND)
    again = f"{english[0]}: what is known"
    return [
        Told(event=name, feed="one", at=at, title=english[0], text=english[1], facts=known),
        Told(event=name, feed="copy", at=at + HOUR / 4, title=english[0], text=english[1], facts=known),
        Told(event=name, feed="three", at=at + HOUR, title=russian[0], text=russian[1], facts=known),
        Told(event=name, feed="two", at=at + 3 * HOUR, title=polish[0], text=polish[1], facts=known),
        Told(
            event=name,
            feed="four",
            at=at + 6 * HOUR,
            title=again,
            text=f"{english[1]} {background} {_LATER[0].format(m=later)}",
            facts=both,
        ),
        Told(
            event=name,
            feed="five",
            at=at + 9 * HOUR,
            title=russian[0],
            text=f"{russian[1]} {_LATER[1].format(m=later)}",
            facts=both,
        ),
    ]


def _turn(name: str, feed: str, at: datetime, title: str, *facts: str, text: str = "", stands: str = "") -> Told:
    return Told(event=name, feed=feed, at=at, title=title, text=text, facts=frozenset(facts), stands=stands)


def _denial(beat: Beat, subject: Subject, at: datetime, figure: int, name: str) -> list[Told]:
    """An outlet tells it, two repeat it, and one side denies it on the same day, in two languages."""
    sides, where = beat.sides, subject.where
    fact = f"{name}:{figure}"
    return [
        _turn(name, "one", at, f"{sides[0]} deploy {figure} drones near {where[0]}", fact),
        _turn(name, "three", at + HOUR, f"{sides[2]} развернули {figure} дронов под городом в {where[2]}", fact),
        _turn(
            name,
            "four",
            at + 4 * HOUR,
            f"Ministry denies that {sides[0]} deploy {figure} drones near {where[0]}",
            fact,
            f"{name}:denied",
            stands="Denied: ",
        ),
        _turn(
            name, "five", at + 5 * HOUR, f"Министерство опровергло: {sides[2]} развернули {figure} дронов", fact,
            stands="Denied: ",
        ),
    ]  # fmt: skip


def _difference(beat: Beat, subject: Subject, at: datetime, figure: int, name: str) -> list[Told]:
    """Two outlets count the same and give other numbers."""
    title = "{sides} count {n} lorries in the queue at {where}"
    first, other = (title.format(sides=beat.sides[0], n=n, where=subject.where[0]) for n in (figure, figure + 6))
    return [
        _turn(name, "one", at, first, f"{name}:{figure}"),
        _turn(name, "four", at + 2 * HOUR, other, f"{name}:{figure + 6}", stands="Numbers differ ("),
        _turn(name, "copy", at + 3 * HOUR, first, f"{name}:{figure}", stands="Numbers differ ("),
    ]


def _correction(beat: Beat, subject: Subject, at: datetime, figure: int, name: str) -> list[Told]:
    """The outlet that had it first takes its number back, in an entry of its own."""
    title = "{sides} build {n} houses for engineers in {where}"
    first, other = (title.format(sides=beat.sides[0], n=n, where=subject.where[0]) for n in (figure, figure - 7))
    return [
        _turn(name, "one", at, first, f"{name}:{figure}"),
        _turn(name, "four", at + HOUR, first, f"{name}:{figure}"),
        _turn(name, "one", at + 3 * HOUR, f"Correction: {other}", f"{name}:{figure - 7}", stands="Correct"),
    ]


def _series(beat: Beat, name: str, day: int, figure: int, subject: int) -> Told:
    """One issue of what comes every day under one headline, by one outlet."""
    titles = {
        "briefing": f"{beat.sides[0]}: morning briefing",
        "rates": f"{beat.sides[0]}: rouble exchange rate on {21 + day} September",
        "schedule": f"{beat.sides[0]}: negotiations, day {300 + day}",
    }
    where = beat.subjects[(subject + day) % len(beat.subjects)].where[0]
    return Told(
        event=f"{name}-{day}",
        feed="one",
        at=START + day * 24 * HOUR + (subject + 1) * HOUR,
        title=titles[name],
        text=f"{beat.them[0]} counted {figure} cases in {where} on this day.",
        facts=frozenset({f"{name}-{day}:{figure}", f"{name}-{day}:{21 + day}", f"{name}-{day}:{300 + day}"}),
    )
