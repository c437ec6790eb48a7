"""Does a draft say who is a person, what is a place, and whose side each is on, where the documents show it?"""

from pathlib import Path

import pytest

from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import read_plain
from bot.topic.draft import Draft, propose

# Documents of the built-in topic, where they lie next to the checkout.
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

ONE = """Northland and Southland sign a treaty
Northland and Southland met in Geneva on Monday. Northern envoys spoke in Geneva of trade with Southland.
Northland President Ivan Petrov praised the treaty. Petrov flew to Geneva with Northland and Southland papers.
The Baltic Council told Northland and Southland to wait. Later the Baltic Council praised Southland and Northland.
"""
TWO = """Southland doubts the treaty
Southland Minister Olga Sokolova wrote to Northland. Sokolova said that Southland waits for Northland in Geneva.
The Baltic Council heard Northland. The Baltic Council then heard Southland. Near Geneva the weather was fine.
"""


THREE = """A quiet week
Northland and Southland said nothing of the treaty this week.
"""


def by_name(draft: Draft) -> dict[str, tuple[str, str | None]]:
    return {name.name: (name.kind, name.side) for name in draft.names}


def drafted(*texts: str) -> Draft:
    return propose(
        [Seed(slug=str(number), title="x", text=text) for number, text in enumerate(texts or (ONE, TWO, THREE))]
    )


def test_kinds_are_told() -> None:
    """A given name before a surname is a person; what things happen in is a place; the rest are things."""
    found = by_name(drafted())
    assert found["Petrov"][0] == "person"
    assert found["Sokolova"][0] == "person"
    assert found["Geneva"][0] == "place"
    assert found["Baltic Council"][0] == "thing"


def test_a_body_of_both_has_no_side() -> None:
    """Persons take the side of the title before them; a council and a city that are met with both sides have none."""
    draft = drafted()
    assert draft.sides == ("northland", "southland")
    found = by_name(draft)
    assert found["Petrov"][1] == "northland"
    assert found["Sokolova"][1] == "southland"
    assert found["Geneva"][1] is None
    assert found["Baltic Council"][1] is None


def test_few_documents_prove_no_sides() -> None:
    """Two documents, or names that miss in some, say nothing of what always meets: no sides, and alerts without."""
    assert drafted(ONE, TWO).sides == ()
    assert drafted(ONE, TWO, "A bridge opened.", "A school closed.", "A train came.").sides == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the documents of the built-in topic are not at hand")
def test_the_built_in_topic_could_be_drafted() -> None:
    """From the five documents alone come the two sides, their leaders as persons, and no side for others."""
    documents = sorted(SEEDS.glob("*.txt"))
    draft = propose([read_plain(path.stem, path.read_bytes(), path.name, markup=False) for path in documents])
    found = by_name(draft)
    assert draft.sides == ("belarus", "russia")
    assert found["Lukashenko"] == ("person", "belarus")
    assert found["Putin"] == ("person", "russia")
    assert found["Prigozhin"][0] == "person"
    assert found["Sochi"][0] == "place"
    assert found["NATO"][1] is None
    assert found["Western"][1] is None
