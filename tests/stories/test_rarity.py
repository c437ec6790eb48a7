"""What does a topic's own vocabulary tell of an event? Nothing, in whichever language it stands."""

from pathlib import Path

import pytest

from bot.config.seeds.folder import read_corpus
from bot.config.sources.shape import MatchSettings
from bot.stories.grouping.likeness import traits
from bot.stories.grouping.linkage import Linkage
from bot.stories.grouping.rarity import Stream, seeds_of, weighed
from bot.stories.grouping.sketch import sketch
from bot.text.meanings.roots import root
from bot.topic.topic import compile_topic
from tests.stories.conftest import MakeHit

SEEDS = (
    "China cuts herring quota\nThe fisheries minister of China cut the quota for herring by a tenth for all boats.",
    "Boats protest against herring quotas\nFishing boats blocked a port in China over the new herring quotas.",
    "Herring quotas: China talks to Iceland\nChina and Iceland talked about quotas for herring in common waters.",
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Return what the documents of a small topic have in common."""
    folder = tmp_path_factory.mktemp("seeds")
    for number, text in enumerate(SEEDS):
        Path(folder / f"{number}.txt").write_text(text, "utf-8")
    return seeds_of(compile_topic(MatchSettings(), read_corpus(folder, "seeds")))


@pytest.mark.parametrize(("word", "language"), [("herring", "en"), ("hering", "de"), ("квоти", "uk"), ("сельдь", "ru")])
def test_words_of_the_seeds_tell_little_in_every_language(seeds: dict[str, float], word: str, language: str) -> None:
    """What all seeds are about is rare in general news and tells no event of the topic, where dictionaries know it."""
    feature = root(word, language)
    assert Stream(seeds=seeds).weight(feature, language) < 0.5 * Stream().weight(feature, language)


def test_a_country_of_every_seed_tells_little(seeds: dict[str, float]) -> None:
    """Countries are found in the documents as they are in entries, whether or not the names file lists them."""
    assert Stream(seeds=seeds).weight("@china", None) < 0.5 * Stream(seeds=seeds).weight("@portugal", None)


def test_reports_that_share_the_topic_alone_are_not_one_story(seeds: dict[str, float], make_hit: MakeHit) -> None:
    """Two headlines of a day in two languages have the topic's words in common, and no word that tells an event."""
    stream = Stream(seeds=seeds, live=3)
    one, other, again = (
        traits(weighed(sketch(hit), stream))
        for hit in (
            make_hit("a", "China names inspectors for herring quotas"),
            make_hit("b", "China: Streit über Heringsquoten und Hering", feed="beta", language="de"),
            make_hit("c", "China appoints herring quota inspectors", feed="gamma"),
        )
    )
    linkage = Linkage(3)
    assert (linkage.fit([one], [other]) or -1.0) < 0
    assert (linkage.fit([one], [again]) or -1.0) >= 0
