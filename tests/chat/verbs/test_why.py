"""Do /why, the list of sources and the copy of a story say what people ask them?"""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.language import ENGLISH
from bot.chat.message import Action, plain
from bot.chat.rendering.reasons import bond_words, reason_lines
from bot.config.sources.file import load
from bot.model import Bond, BondKind, Hit, Match, NameHit, Nearest, Part, PartKind, Scope, Where, WordHit
from bot.store.database.codec import from_json
from bot.store.engine import Store
from bot.topic.match import match
from bot.topic.topic import compile_topic
from tests.chat.verbs.conftest import Ask, Type
from tests.samples import NOW, a_report, a_story, an_entry
from tests.small_topic import DECREE, GAS, news, write_config

MATCH = Match(
    score=0.86,
    alert=True,
    store=True,
    names=(
        NameHit(
            entity="l", name="Lukashenko", kind="person", side="belarus", role=None, form="Lukashenko",
            where=Where.TITLE, context="Lukashenko signs the decree in",
        ),
        NameHit(
            entity="m", name="Minsk", kind="place", side="belarus", role=None, form="Minsk",
            where=Where.LEAD, context="the decree in Minsk on",
        ),
    ),
    words=(WordHit(word="decree", form="decree", where=Where.TITLE, weight=0.5, context="signs the decree"),),
    parts=(
        Part(kind=PartKind.NAME, names=("Lukashenko",), points=0.36),
        Part(kind=PartKind.MEETING, names=("Lukashenko", "Putin"), points=0.26),
        Part(kind=PartKind.LIKENESS, points=0.08),
        Part(kind=PartKind.THEME, names=("air defence", "defence"), points=0.1),
        Part(kind=PartKind.KEYWORD, names=("decree",), points=0.03),
    ),
    against=(Part(kind=PartKind.THEME, names=("cup", "sport"), points=-0.05),),
    nearest=Nearest(seed="union-state-2023", similarity=0.4),
)  # fmt: skip


def put(store: Store, found: Match = MATCH) -> str:
    with store.begin() as tx:
        story = a_story(sources=2, grouped="titles 0.82 alike, 41 minutes apart")
        hit = Hit(entry=an_entry(), match=found)
        tx.entries.save([hit], {hit.entry.key: story.id})
        return tx.stories.save(story, words="", terms=()).short


def test_why_gives_each_reason_with_its_points(store: Store, type_in: Type) -> None:
    """Names, words, likeness, what speaks against it, the place in the text, the grouping."""
    assert type_in(f"/why {put(store)}").splitlines()[:9] == [
        "Why this matched (score 0.86; alerts start at 0.60)",
        "Presidents sign decree",
        "Names: Lukashenko +0.36 · Lukashenko and Putin together +0.26 · Minsk",
        "Words: “air defence” +0.10 · “decree” +0.03",
        "Like: seed union-state-2023 +0.08",
        "Against: “cup” −0.05",
        "In text: «Lukashenko signs the decree in»",
        "In text: «the decree in Minsk on»",
        "Grouped: 2 reports · titles 0.82 alike, 41 minutes apart",
    ]


@pytest.mark.parametrize(
    ("bond", "said"),
    [
        (Bond(kind=BondKind.ALONE), "nothing of the last days is like it"),
        (Bond(kind=BondKind.ALIKE, likeness=0.624, minutes=1), "0.62 alike, 1 minute apart"),
        (
            Bond(kind=BondKind.ALIKE, likeness=0.5, languages=("en", "pl"), minutes=180, shared=("Eskby", "310")),
            "0.50 alike across en and pl, 3 hours apart, both have “Eskby”, “310”",
        ),
        (
            Bond(kind=BondKind.COPY, likeness=0.8, parts=("8f3k",)),
            "80% of the text is the same, at the same time, it shows that story 8f3k tells of the same event",
        ),
        (Bond(kind=BondKind.TAKEN_OUT, source="Alpha"), "Alpha was taken out by an operator"),
        (Bond(kind=BondKind.APART, story="8f3k"), "taken out of story 8f3k by an operator"),
        (Bond(kind=BondKind.PUT_IN, story="8f3k"), "story 8f3k was put into it by an operator"),
        ("0.82 alike, 41 minutes apart", "0.82 alike, 41 minutes apart"),
    ],
)
def test_why_reports_are_one_story_is_said_in_words(bond: Bond | str, said: str) -> None:
    """Each kind of decision has its sentence; that of an earlier version stays as it was written."""
    assert bond_words(bond, ENGLISH) == said


def test_nothing_against_it_is_said(store: Store, type_in: Type) -> None:
    """ "none" is an answer; a seed that gave no points is named without any."""
    bare = replace(MATCH, against=(), parts=(), names=(), words=())
    said = type_in(f"/why {put(store, bare)}")
    assert "Names: none" in said
    assert "Against: none" in said
    assert "Like: seed union-state-2023\n" in said


@pytest.mark.parametrize(
    "title", [DECREE, GAS, "Belarus and Russia play ice hockey", "Union State council meets in Minsk"]
)
def test_every_part_of_a_real_score_is_put_in_words(tmp_path: Path, title: str) -> None:
    """No label of the scoring is shown as the program spells it."""
    config = load(write_config(tmp_path))
    topic = compile_topic(config.match, config.corpus)
    found = match(topic, news(title, "The Union State and Moscow were named in one sentence with Minsk."))
    text = "\n".join(map(plain, reason_lines(found, ENGLISH)))
    assert found.parts
    for part in found.parts:
        assert f"{part.points:+.2f}" in text
    for raw in (" in the title", " in the lead", "seed word ", "like a seed", "must not:"):
        assert raw not in text


def test_old_labels_are_shown_as_they_were_stored(store: Store, type_in: Type) -> None:
    """Rows from before parts had kinds are still explained."""
    found = from_json(Match, {"score": 0.7, "alert": True, "store": True, "why": "Minsk · score 0.70",
                              "parts": [{"label": "Minsk in the title", "points": 0.36}]})  # fmt: skip
    assert "Words: Minsk in the title +0.36" in type_in(f"/why {put(store, found)}")


def test_votes_are_asked_for_except_in_channels(store: Store, ask: Ask) -> None:
    """Operators also get the way to take a report out."""
    short = put(store)
    reply = ask(f"/why {short}")
    assert reply.share
    assert [[each.action for each in row] for row in reply.message.buttons] == [
        [Action.UP, Action.DOWN, Action.MUTE_STORY]
    ]
    assert ask(f"/why {short}", scope=Scope.CHANNEL).message.buttons == ()
    operator = ask(f"/why {short}", user="1").message.buttons
    assert operator[-1][0].action is Action.SPLIT


@pytest.mark.parametrize("verb", ["why", "up", "copy", "split"])
def test_an_unknown_story_is_told_with_the_way_to_find_one(type_in: Type, verb: str) -> None:
    """The same sentence for every verb about a story, with its own name in it."""
    said = type_in(f"/{verb} zz9", user="1")
    assert said == f"I can't find story “zz9”. Reply to an alert with /{verb}, or copy the id from /latest"


def test_answers_are_in_the_readers_language(store: Store, ask: Ask) -> None:
    """The language of the app is used where the chat chose none."""
    assert ask("/why zz9", language="pl").language == "pl"


def test_a_copy_is_plain_text_with_addresses(store: Store, ask: Ask) -> None:
    """To be pasted elsewhere, so without links behind words."""
    with store.begin() as tx:
        reports = (a_report(1), a_report(2, url=None, at=NOW))
        short = tx.stories.save(a_story(reports=reports), words="", terms=()).short
    lines = [plain(line) for section in ask("/copy", value=short).message.sections for line in section.lines]
    assert lines == [
        "Presidents sign decree",
        "The presidents signed a decree in Minsk. — Outlet 1",
        "",
        "Outlet 1: https://outlet1.example.org/a",
        "Outlet 2",
    ]


def test_sources_without_a_story_are_for_operators(type_in: Type) -> None:
    """Others are told how to ask about a story."""
    assert "Only the bot's operators" in type_in("/sources")
    assert "2 of 2 sources fine" in type_in("/sources", user="1")
