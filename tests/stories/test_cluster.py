"""One event is one story, across outlets and languages; like-sounding events stay apart."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Bond, BondKind, Change, Entry, Feed, Hit, Match, Story, StoryChange
from bot.stories.grouping import cluster as grouping
from bot.stories.grouping import linkage
from bot.stories.grouping.candidates import lay
from bot.stories.grouping.cluster import WINDOW, cluster
from bot.stories.grouping.linkage import Linkage
from bot.stories.grouping.rarity import Stream
from bot.stories.grouping.sketch import MOST, sketch, terms

NOW = datetime(2031, 5, 6, 18, 0, tzinfo=UTC)
MakeHit = Callable[..., Hit]
NORDLAND = (("nordland", "place"),)
BOTH = (*NORDLAND, ("berg", "person"))


def _groups(changes: Sequence[StoryChange]) -> list[list[str]]:
    return sorted(sorted(report.key for report in change.story.reports) for change in changes)


def _alone(hits: Sequence[Hit], feeds: dict[str, Feed]) -> list[list[str]]:
    return _groups(cluster(hits, (), feeds, now=NOW))


def test_one_event_in_six_languages_is_one_story(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Entities, kinds of event, countries and a shared name bring six alphabets and grammars together."""
    hits = [
        make_hit("en", "Nordland closes border crossing with Poland, Berg says", names=BOTH),
        make_hit("de", "Nordland schließt Grenzübergang zu Polen, sagt Berg", feed="beta", language="de", names=BOTH),
        make_hit("pl", "Nordland zamyka przejście graniczne z Polską – Berg", feed="gamma", language="pl", names=BOTH),
        make_hit("ru", "Нордланд закрывает границу с Польшей, заявил Берг", feed="delta", language="ru", names=BOTH),
        make_hit("uk", "Нордланд закриває кордон із Польщею, заявив Берг", feed="beta", language="uk", names=BOTH),
        make_hit("be", "Нордланд закрывае мяжу з Польшчай, заявіў Берг", feed="gamma", language="be", names=BOTH),
    ]
    assert _alone(hits, feeds) == [["be", "de", "en", "pl", "ru", "uk"]]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Nordland skaters banned from Spring Games", "Nordland skaters not banned from Spring Games", "en"),
        ("Court sentenced editor Maria Holt in Nordland", "Nordland pardons editor Maria Holt", "en"),
        ("Nordland opens the Eskby crossing", "Nordland closes the Eskby crossing", "en"),
        ("Nordland verbietet den Sender Fjordfunk", "Nordland verbietet den Sender Fjordfunk nicht", "de"),
        ("Nordland zamknie przejście w Eskby", "Nordland nie zamknie przejścia w Eskby", "pl"),
        ("Нордланд запретит канал Фьордфанк", "Нордланд не запретит канал Фьордфанк", "ru"),
        ("Нордланд заборонить канал Фйордфанк", "Нордланд не заборонить канал Фйордфанк", "uk"),
        ("Нордланд забароніць канал Фіёрдфанк", "Нордланд не забароніць канал Фіёрдфанк", "be"),
        (
            "Nordland exports rose to 310 million in the harbour of Eskby",
            "Nordland exports rose to 450 million in the harbour of Eskby",
            "en",
        ),
    ],
)
def test_opposite_facts_are_two_stories(
    make_hit: MakeHit, feeds: dict[str, Feed], one: str, other: str, language: str
) -> None:
    """Near-identical headlines with a negation, an opposite or another number are different events."""
    hits = [
        make_hit("one", one, language=language, names=NORDLAND),
        make_hit("two", other, feed="beta", language=language, minutes=30, names=NORDLAND),
    ]
    assert _alone(hits, feeds) == [["one"], ["two"]]


def test_copies_join_under_any_title(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """An agency text that two outlets print under titles of their own is one event."""
    text = (
        "The port of Eskby reopened on Monday after eleven weeks of repairs to the sea wall, the harbour office said, "
        "and the first of nine waiting freighters, the Solveig, moored shortly before noon under a clear sky."
    )
    hits = [make_hit("a", "Ships are back in Eskby", text), make_hit("b", "Wall mended", text, feed="beta", minutes=50)]
    (change,) = cluster(hits, (), feeds, now=NOW)
    assert isinstance(change.story.grouped, Bond)
    assert change.story.grouped.kind is BondKind.COPY


def test_one_outlets_repeated_caption_joins_nothing(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """The same picture text under different titles of one outlet says nothing about the event."""
    caption = "President Berg speaks at a news conference in the capital of Nordland, with the flag of the navy behind."
    hits = [
        make_hit("a", "Fishing quota raised for cod", caption, names=NORDLAND),
        make_hit("b", "Teachers walk out in three towns", caption, minutes=90, names=NORDLAND),
    ]
    assert _alone(hits, feeds) == [["a"], ["b"]]


def test_same_actors_another_event(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Two things that one president does on one day are two stories."""
    hits = [
        make_hit("a", "Berg signs fishing treaty", names=BOTH),
        make_hit("b", "Berg awards medals to firefighters", feed="beta", names=BOTH),
    ]
    assert _alone(hits, feeds) == [["a"], ["b"]]


def test_the_same_headline_after_the_window_is_another_event(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """What happens again days later opens a new story, however alike it sounds."""
    hits = [
        make_hit("a", "Navy drill begins off Eskby", names=NORDLAND),
        make_hit("b", "Navy drill begins off Eskby", feed="beta", minutes=WINDOW / timedelta(minutes=1) + 1),
    ]
    assert _alone(hits, feeds) == [["a"], ["b"]]


def test_a_stored_story_is_joined_and_keeps_its_id(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """A later poll continues the story: same id, next revision, reports oldest first, a reason."""
    (opened,) = cluster([make_hit("a", "Nordland navy drill begins off Eskby", names=NORDLAND)], (), feeds, now=NOW)
    late = make_hit("b", "Navy drill off Eskby begins in Nordland", feed="beta", minutes=-10, names=NORDLAND)
    (grown,) = cluster([late], [opened.story], feeds, now=NOW)
    assert (grown.story.id, grown.story.revision, grown.change) == ("a", 2, Change.GREW)
    assert [report.key for report in grown.story.reports] == ["b", "a"]
    assert grown.keys == ("b",)
    assert isinstance(grown.story.grouped, Bond)
    assert (grown.story.grouped.kind, grown.story.grouped.minutes) == (BondKind.ALIKE, 10)


def test_a_known_entry_changes_nothing(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Doing a step twice is harmless."""
    hit = make_hit("a", "Navy drill begins off Eskby", names=NORDLAND)
    (opened,) = cluster([hit, hit], (), feeds, now=NOW)
    assert len(opened.story.reports) == 1
    assert cluster([hit], [opened.story], feeds, now=NOW) == []


def test_hostile_entries_do_not_break_grouping(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Empty titles, digits without end and a megabyte of one word are entries like others."""
    hits = [
        make_hit("a", ""),
        make_hit("b", "9" * 10_000),
        make_hit("c", "x", "word " * 200_000),
        make_hit("d", "!!! ---", "\u202e"),
    ]
    assert len(cluster(hits, (), feeds, now=NOW)) == 4


def test_a_crowd_of_like_events_is_not_one_story(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """In a week of protests each march stays its own story: no group may swallow what only sounds like it."""
    places = ["Eskby", "Halden", "Morvik", "Tanna", "Ulvsund", "Brekke", "Sandvar", "Kolness", "Fjellby", "Rauma"]
    causes = ["wages", "rents", "schools", "fishing", "trams", "pensions", "mining", "wolves", "parking", "taxes"]
    hits = [
        make_hit(place, f"Nordland: protest in {place} over {cause}", minutes=number, names=NORDLAND)
        for number, (place, cause) in enumerate(zip(places, causes, strict=True))
    ]
    assert max(map(len, _alone(hits, feeds))) <= 2


@pytest.mark.parametrize(
    ("event", "said_of_it", "language"),
    [
        ("Maria Holt wins the Fjord Prize", "Who is Maria Holt, winner of the Fjord Prize?", "en"),
        ("Maria Holt wins the Fjord Prize", "In Nordland, honour for Maria Holt draws backlash from teachers", "en"),
        ("Fjordpreis geht an Maria Holt", "Wer ist Fjordpreis-Gewinnerin Maria Holt?", "de"),
        ("Nagroda Fiordu dla Marii Holt", "Kim jest Maria Holt, laureatka Nagrody Fiordu?", "pl"),
        ("Премия Фьорда присуждена Марии Хольт", "Кто такая Мария Хольт, лауреат премии Фьорда", "ru"),
        ("Премію Фйорда присуджено Марії Хольт", "Хто така Марія Хольт, лауреатка премії Фйорда", "uk"),
        ("Прэмія Фіёрда прысуджана Марыі Хольт", "Хто такая Марыя Хольт, лаўрэатка прэміі Фіёрда", "be"),
    ],
)
def test_what_is_said_of_an_event_is_another_report(
    make_hit: MakeHit, feeds: dict[str, Feed], event: str, said_of_it: str, language: str
) -> None:
    """A portrait and a wave of criticism repeat the words of the event, and neither reports it."""
    hits = [
        make_hit("one", event, language=language, names=NORDLAND),
        make_hit("two", said_of_it, feed="beta", language=language, minutes=30, names=NORDLAND),
    ]
    assert _alone(hits, feeds) == [["one"], ["two"]]


def test_portraits_of_one_person_are_one_story(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """What keeps portraits from the event brings them together."""
    hits = [
        make_hit("one", "Who is Maria Holt, the winner of the Fjord Prize?", names=NORDLAND),
        make_hit("two", "Fjord Prize: who is Maria Holt?", feed="beta", minutes=30, names=NORDLAND),
    ]
    assert _alone(hits, feeds) == [["one", "two"]]


TITLES = [
    "Nordland closes border crossing with Poland",
    "Poland protests as Nordland closes the border",
    "Border with Nordland closed, Polish guards say",
    "Nordland schließt Grenze zu Polen",
    "Navy drill begins off Eskby",
    "Eskby sees navy drill begin with 40 ships",
    "Navy drill does not begin off Eskby",
    "Editor Maria Holt sentenced to 14 years",
    "Maria Holt, editor, gets 14 years in prison",
    "Editor Maria Holt pardoned",
]


def _hits(minutes: Sequence[int]) -> list[Hit]:
    made = []
    for number, (title, minute) in enumerate(zip(TITLES, minutes, strict=True)):
        at = NOW - timedelta(minutes=minute)
        entry = Entry(
            key=f"k{number}",
            keys=(f"k{number}",),
            feed_id=f"feed{number % 3}",
            url=None,
            title=title,
            text="",
            language="de" if "schließt" in title else "en",
            published=at,
            seen=at,
        )
        made.append(Hit(entry=entry, match=Match(score=0.5, alert=True, store=True, language=entry.language)))
    return made


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(TITLES))), st.lists(st.integers(0, 3000), min_size=10, max_size=10))
def test_order_does_not_matter(order: list[int], minutes: list[int]) -> None:
    """Hits of one call give the same changes in whatever order they come, and candidates too."""
    hits = _hits(minutes)
    straight = cluster(hits, (), {}, now=NOW)
    assert cluster([hits[index] for index in order], (), {}, now=NOW) == straight
    stories = [change.story for change in straight]
    later = [replace(hit, entry=replace(hit.entry, key=f"later-{hit.entry.key}")) for hit in hits]
    again = cluster(later, stories, {}, now=NOW)
    assert cluster([later[index] for index in order], stories[::-1], {}, now=NOW) == again


def test_comparisons_do_not_grow_with_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as many unrelated stored stories cost an entry no more comparisons."""
    linkages: list[Linkage] = []

    class Counting(Linkage):
        def __init__(self, crowd: float) -> None:
            super().__init__(crowd)
            linkages.append(self)

    monkeypatch.setattr(grouping, "Linkage", Counting)
    counts = []
    for size in (40, 400):
        monkeypatch.setattr(linkage, "_LATELY", {})
        stored = _store(size)
        cluster(_hits([5] * len(TITLES))[:1], stored, {}, now=NOW)
        counts.append(linkages[-1].compared)
    assert counts[0] == counts[1]


def test_reports_that_met_before_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second entry about the same stories is compared with their reports, and these no more with each other."""
    hits = _hits([0] * len(TITLES))
    stored = [change.story for change in cluster(hits, (), {}, now=NOW)]
    one, other = (replace(hit, entry=replace(hit.entry, key=f"later-{hit.entry.key}")) for hit in hits[:2])

    def compared(*entries: Hit) -> tuple[int, list[StoryChange]]:
        monkeypatch.setattr(linkage, "_LATELY", {})
        changes = [cluster([each], stored, {}, now=NOW) for each in entries]
        (known,) = linkage._LATELY.values()
        return known.compared, changes[-1]

    alone, after = compared(other), compared(one, other)
    assert after[0] < compared(one)[0] + alone[0]
    assert after[1] == alone[1]


def test_terms_are_few_and_shared_by_one_event(make_hit: MakeHit) -> None:
    """At most 24 terms an entry; reports of one event share some, others do not, whatever the language."""
    one, other, far = (
        set(terms(sketch(hit)))
        for hit in (
            make_hit("a", "Nordland closes border crossing with Poland", "word " * 500, names=NORDLAND),
            make_hit("b", "Nordland schließt Grenzübergang zu Polen", language="de", names=NORDLAND),
            make_hit("c", "Nordland choir wins song contest", names=NORDLAND),
        )
    )
    assert len(one) <= MOST
    assert one & other
    assert not one & far


def test_a_report_is_found_by_what_its_words_are_in_english(make_hit: MakeHit) -> None:
    """Nothing else leads from one of these to another: no name, no kind of event, no word that sounds alike."""
    german, english, russian = (
        set(terms(sketch(make_hit(language, title, language=language))))
        for language, title in (
            ("de", "Lehrer loben neue Brücke"),
            ("en", "Teachers praise new bridge"),
            ("ru", "Учителя хвалят новый мост"),
        )
    )
    assert german & english
    assert english & russian
    assert german & russian


def _store(size: int) -> list[Story]:
    """Stories that each have a headline of words of their own."""
    words = [f"{chr(98 + number % 20)}{chr(98 + number // 20 % 20)}rgt{number}" for number in range(size)]
    return [
        cluster(
            [
                Hit(
                    entry=Entry(
                        key=word,
                        keys=(word,),
                        feed_id="f",
                        url=None,
                        title=f"{word} {word}x {word}z",
                        text="",
                        language="en",
                        published=NOW,
                        seen=NOW,
                    ),
                    match=Match(score=0.5, alert=True, store=True, language="en"),
                )
            ],
            (),
            {},
            now=NOW,
        )[0].story
        for word in words
    ]


SAID = (
    "Nordland and Sudland agree on ferry tariffs in Eskby",
    "Berg opens the railway tunnel below Vesthavn glacier",
    "Fishermen block the lighthouse harbour over herring quotas",
    "Sudland lends Nordland money for the Eskby cable factory",
)


def _dense(make_hit: MakeHit) -> list[Story]:
    """Stories of sixteen reports each, each of which repeats a sentence of another one in its text."""
    stories = []
    for at, title in enumerate(SAID):
        rest = [each for each in SAID if each != title]
        hits = [
            make_hit(f"{at}-{number:02}", title, f"{rest[number % 3]}.", feed=f"f{number}", minutes=number)
            for number in range(16)
        ]
        (change,) = cluster(hits, (), {}, now=NOW)
        stories.append(change.story)
    return stories


def test_dense_stories_are_not_compared_with_each_other(make_hit: MakeHit) -> None:
    """An entry that says what four stories say meets their reports; those of two stories do not meet because of it."""
    stories = {story.id: story for story in _dense(make_hit)}
    new = make_hit("new", SAID[0], f"{SAID[1]}. {SAID[2]}. {SAID[3]}.", feed="omega", minutes=20)
    table = lay({"new": new}, stories, (), Linkage(60), Stream(live=60))
    story_of = {report.key: story.id for story in stories.values() for report in story.reports}
    assert table.near["new"] == story_of.keys()
    across = [(key, other) for key in story_of for other in table.near[key] if story_of.get(other) != story_of[key]]
    assert across == [(key, "new") for key in story_of]


def test_a_copy_of_any_report_of_a_long_story_joins_it(make_hit: MakeHit) -> None:
    """Few reports show how well an entry fits a story, but one that it repeats word for word is always among them."""
    copied = "Lifeboat crews of Vesthavn rescue forty skiers from the drifting glacier after midnight"
    hits = [make_hit(f"a{number:02}", SAID[0], feed=f"f{number}", minutes=number) for number in range(15)]
    ((story,), (other,)) = ([cluster(each, (), {}, now=NOW)[0].story] for each in (hits, [make_hit("z", copied)]))
    told = replace(story, reports=(*story.reports, *other.reports), sketches=(*story.sketches, *other.sketches))
    (change,) = cluster([make_hit("new", copied, feed="omega", minutes=20)], [told], {}, now=NOW)
    assert change.story.id == story.id
