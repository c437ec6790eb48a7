"""What makes two groups of reports one event, and what keeps them apart although some of them are alike."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from bot.model import Hit
from bot.stories.grouping.contradiction import contradict
from bot.stories.grouping.likeness import Traits, traits
from bot.stories.grouping.linkage import WINDOW, Linkage
from bot.stories.grouping.rarity import Stream, weighed
from bot.stories.grouping.sketch import features, one_outlet, sketch
from tests.stories.conftest import MakeHit

VISIT = (("holt", "person"), ("eskby", "place"))
STORM = (("holt", "person"), ("eskby", "place"), ("vesthavn", "place"))


def _traits(*hits: Hit) -> list[Traits]:
    return [traits(sketch(hit)) for hit in hits]


def _margin(one: list[Traits], other: list[Traits]) -> float:
    fit = Linkage(6).fit(one, other)  # a day with a few other stories
    return -1.0 if fit is None else fit


def test_two_events_of_a_day_stay_apart_although_one_report_names_both(make_hit: MakeHit) -> None:
    """Reports of an attack "as Holt visits" are like those of the visit, but closer to each other."""
    visit = _traits(
        make_hit("v1", "Holt visits Eskby for talks on fishing", names=VISIT),
        make_hit("v2", "Holt arrives in Eskby for fishing talks", feed="beta", names=VISIT),
    )
    attack = _traits(
        make_hit("a1", "Drone attack hits Vesthavn harbour as Holt visits Eskby", feed="gamma", names=STORM),
        make_hit("a2", "Overnight drone attack on Vesthavn harbour as Holt visits Eskby", feed="delta", names=STORM),
    )
    assert _margin(visit[:1], attack[:1]) >= 0
    assert _margin(visit, attack) < 0


def test_one_like_report_of_many_does_not_open_a_story_to_a_newcomer(make_hit: MakeHit) -> None:
    """The more alike half of a story's reports decides, so that stories do not grow by chains."""
    new = _traits(make_hit("n", "Strike closes the ferry port of Eskby", names=VISIT[1:]))
    near = _traits(make_hit("s1", "Ferry crews block Eskby port over pay", feed="beta", names=VISIT[1:]))
    far = _traits(
        make_hit("s2", "Teachers of Lundar win chess cup", feed="gamma"),
        make_hit("s3", "Chess cup goes to Lundar teachers", feed="delta"),
        make_hit("s4", "Lundar cheers chess teachers", feed="alpha"),
    )
    assert _margin(new, near) >= 0
    assert _margin(new, near + far) < 0


def test_the_same_words_are_asked_more_the_longer_they_lie_apart(make_hit: MakeHit) -> None:
    """Each day between two reports makes it likelier that the event happened again; after the window it did."""
    first = make_hit("a", "Navy drill begins off Eskby", names=VISIT[1:])
    day, window = timedelta(days=1) / timedelta(minutes=1), WINDOW / timedelta(minutes=1)
    margins = [
        _margin(
            _traits(first),
            _traits(make_hit("b", "Navy drill begins off Eskby", feed="beta", minutes=gap, names=VISIT[1:])),
        )
        for gap in (0, day, 2 * day, window + 1)
    ]
    assert margins == sorted(margins, reverse=True)
    assert margins[2] >= 0 > margins[3]


@pytest.mark.parametrize(
    ("titles", "links", "one"),
    [
        (("Storm closes port", "Port closed"), ("https://a.example.org/1", "https://b.example.org/2"), True),
        (("Storm closes port", "Port closed"), ("https://eskby.example/1", "https://lundar.test/2"), False),
        (("Storm closes port", "Port closed"), ("https://a.eskby.co.uk/1", "https://lundar.co.uk/2"), False),
        (("Storm closes port", "Port closed"), ("https://a.eskby.co.uk/1", "https://eskby.co.uk/2"), True),
        (("Storm closes port - Eskby Post", "Port closed - Lundar News"), ("", ""), False),
        (("Storm closes port - Eskby Post", "Port closed - Eskby Post"), ("", ""), True),
        (("Storm closes port - mayor", "Port closed"), ("https://a.example.org/1", ""), True),
        (("Storm closes port", "Port closed"), ("https://[eskby", "https://[eskby"), True),
    ],
)
def test_a_feed_may_carry_many_outlets(
    make_hit: MakeHit, titles: tuple[str, str], links: tuple[str, str], one: bool
) -> None:
    """Its links lead to several sites, or each title ends with the name of an outlet."""
    hits = [make_hit(title, title) for title in titles]
    linked = [replace(hit, entry=replace(hit.entry, url=url)) for hit, url in zip(hits, links, strict=True)]
    assert one_outlet(*map(sketch, linked)) is one


def test_the_order_of_two_groups_does_not_matter(make_hit: MakeHit) -> None:
    """A fit is the same from both sides, to the last bit."""
    one = _traits(
        make_hit("a", "Holt visits Eskby for talks on fishing", "The quota is 310 tons.", names=VISIT),
        make_hit("b", "Holt in Eskby: no deal on the quota", feed="beta", minutes=60, names=VISIT),
    )
    other = _traits(make_hit("c", "Fishing talks with Holt in Eskby fail", feed="gamma", minutes=90, names=VISIT))
    assert Linkage(0).fit(one, other) == Linkage(0).fit(other, one)


def test_one_sentence_of_another_thing_is_told_apart_through_every_language(make_hit: MakeHit) -> None:
    """A report in another language, which has no words to tell two agreements apart, does not make them one."""
    gas = _traits(
        make_hit("g1", "Nordland and Sudland sign agreement on gas supplies", names=VISIT),
        make_hit("g2", "Nordland i Sudland podpisały umowę o dostawach gazu", feed="beta", language="pl", names=VISIT),
    )
    rails = _traits(make_hit("r", "Nordland and Sudland sign agreement on railway tariffs", feed="gamma", names=VISIT))
    again = _traits(make_hit("a", "Nordland, Sudland sign agreement on supplies of gas", feed="gamma", names=VISIT))
    assert Linkage(0).fit(rails, gas[1:]) is not None
    assert _margin(rails, gas) < 0
    assert _margin(again, gas) >= 0


def test_two_outlets_count_one_thing_otherwise(make_hit: MakeHit) -> None:
    """Near numbers in one headline of a day are one event told by two outlets; far ones, or the next day's, are not."""
    title = "Nordland counts {} lorries in the queue at Eskby"
    first = _traits(make_hit("a", title.format(512), names=VISIT[1:]))

    def margin(number: int, minutes: float, feed: str = "beta") -> float:
        return _margin(first, _traits(make_hit("b", title.format(number), feed=feed, minutes=minutes, names=VISIT[1:])))

    assert margin(518, 90) >= 0
    assert margin(918, 90) < 0
    assert margin(518, 24 * 60) < 0
    assert margin(518, 90, feed="alpha") < 0


def test_a_denial_is_no_other_thing(make_hit: MakeHit) -> None:
    """Who denies a headline speaks of what it says, though little else is in both."""
    first = _traits(make_hit("a", "Nordland and Sudland deploy 766 drones near the town of Eskby"))
    denied = _traits(
        make_hit("b", "Ministry denies that Nordland and Sudland deploy 766 drones", feed="beta", minutes=60)
    )
    assert _margin(first, denied) >= 0


def test_what_is_left_out_before_comparing_would_not_have_fitted(make_hit: MakeHit) -> None:
    """Whatever the languages, the day and the crowd: where two reports may not fit, they do not."""
    titles = {
        "en": "Minsk signs gas supply deal; Moscow denies talks on border; 131 arrested in Brest; court jails editor",
        "pl": "Mińsk podpisał umowę na dostawy gazu; Moskwa zaprzecza rozmowom o granicy; sąd skazał redaktora",
        "ru": "Минск подписал договор о поставках газа; Москва отрицает переговоры о границе; суд осудил редактора",
    }
    said = [(language, each.strip()) for language, line in titles.items() for each in line.split(";")]
    reports = [
        traits(sketch(make_hit(f"{at}{feed}", title, text, feed=feed, language=language, minutes=400 * at)))
        for at, (language, title) in enumerate(said)
        for feed, text in (("alpha", f"{title} on Monday."), ("beta", said[at - 1][1]), ("gamma", ""))
    ]
    asked = [(Linkage(crowd), one, other) for crowd in (0, 40, 900) for one, other in combinations(reports, 2)]
    left_out = [each for each in asked if not each[0].may_fit([each[1]], [each[2]])]
    assert all(linkage.fit([one], [other]) is None for linkage, one, other in left_out)
    assert len(asked) / 3 < len(left_out) < len(asked)


def test_a_thing_that_dictionaries_have_no_word_for_is_one_in_two_languages(make_hit: MakeHit) -> None:
    """A power cut is one word in German, and neither of its two halves."""
    one = _traits(make_hit("a", "Power cut leaves town without heating"))
    other = _traits(make_hit("b", "Stromausfall: Kleinstadt ohne Fernwärme", feed="beta", language="de"))
    assert _margin(one, other) >= 0


def test_two_reports_contradict_each_other_whichever_is_asked_first(make_hit: MakeHit) -> None:
    """The words of a headline told little on the day of the one, after many like stories, and much on the other's."""
    one, other = (
        sketch(make_hit(str(houses), f"Eskby builds {houses} houses for harbour engineers", minutes=2000 * at))
        for at, houses in enumerate((319, 582))
    )
    common = Stream(stories=400, having=dict.fromkeys(features(one), 300.0))
    left, right = traits(weighed(one, Stream())), traits(weighed(other, common))
    assert contradict(left, right) == contradict(right, left)


def test_a_correction_is_of_the_event_that_it_corrects(make_hit: MakeHit) -> None:
    """However far apart the numbers are, and whoever had repeated the wrong one; an equal sum elsewhere is another."""
    wrong, repeated, right, other = _traits(
        make_hit("a", "Bank lends Eskby 85 million crowns for roads"),
        make_hit("b", "Bank lends Eskby 85 million crowns for roads", feed="beta", minutes=30),
        make_hit("c", "Correction: bank lends Eskby 58 million crowns for roads", minutes=200),
        make_hit("d", "Bank lends Eskby 58 million crowns for roads", minutes=200),
    )
    assert [contradict(each, right) for each in (wrong, repeated)] == [None, None]
    assert contradict(wrong, other) is not None


def test_a_ban_is_no_report_of_the_end_of_another(make_hit: MakeHit) -> None:
    """Who lifts, drops or allows again what was banned tells of one event, whatever the words."""
    ends, drops, begins = _traits(
        make_hit("l", "Vesthavn lifts ban on poultry imports"),
        make_hit("d", "Vesthavn drops its ban on poultry", feed="beta"),
        make_hit("b", "Eskby verbietet Einfuhr von Geflügel", feed="gamma", language="de"),
    )
    assert contradict(ends, drops) is None
    assert contradict(ends, begins)
    assert contradict(begins, drops)


def test_a_denied_ban_is_the_ban_that_was_reported(make_hit: MakeHit) -> None:
    """Who denies a ban, or that something closes, ends nothing: the denial belongs to what it denies."""
    ban, closing, denied_ban, across, denied_closing = _traits(
        make_hit("b", "Vesthavn to ban transit of cedar, minister says"),
        make_hit("c", "Eskby mill to close, workers told"),
        make_hit("n", "Vesthavn denies ban on transit of cedar", feed="beta", minutes=600),
        make_hit("a", "Вестхавн опроверг запрет транзита кедра", feed="gamma", minutes=610, language="ru"),
        make_hit("d", "Owner denies plan to close Eskby mill", feed="beta", minutes=600),
    )
    assert contradict(ban, denied_ban) is None
    assert contradict(ban, across) is None
    assert contradict(closing, denied_closing) is None
