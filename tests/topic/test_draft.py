"""Does a draft say who is a person, what is a place, and for which country a person stands, where documents show it?"""

from pathlib import Path

import pytest

from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import read_plain
from bot.topic.proposal.draft import Proposed, propose

# Documents of the built-in topic, where they lie next to the checkout.
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

ONE = """Norway and Chile sign a treaty
Norway and Chile met in Ullensvang on Monday. Envoys spoke in Ullensvang of trade with Chile.
Norwegian President Ivan Petrovsson praised the treaty. Petrovsson flew to Ullensvang with papers of Chile.
The Baltic Fjord Council told Chile to wait. Later the Baltic Fjord Council (BFC) praised Norway. The BFC will meet.
"""
TWO = """Chile doubts the treaty
Chilean Minister Olga Sokolovich wrote to Norway. Sokolovich said that Chile waits in Ullensvang. Motors roared.
Later Motors roared again. The Baltic Fjord Council heard Norway, and the BFC heard Chile.
"""


def drafted(*texts: str) -> dict[str, Proposed]:
    seeds = [Seed(slug=str(number), title="x", text=text) for number, text in enumerate(texts or (ONE, TWO))]
    return {name.name: name for name in propose(seeds)}


def test_kinds_are_told() -> None:
    """A given name before a surname is a person; what things happen in is a place; the rest are things."""
    found = drafted()
    assert found["Petrovsson"].kind == "person"
    assert found["Sokolovich"].kind == "person"
    assert found["Ullensvang"].kind == "place"
    assert found["Baltic Fjord Council"].kind == "thing"


def test_a_person_stands_for_the_country_before_the_name() -> None:
    """A city and a council that are met with countries stand for none."""
    found = drafted()
    assert found["Petrovsson"].country == "NO"
    assert found["Sokolovich"].country == "CL"
    assert found["Ullensvang"].country is None
    assert found["Baltic Fjord Council"].country is None


def test_an_abbreviation_is_a_form_of_the_long_name() -> None:
    """Whose initials it is, where there is one such name."""
    found = drafted()
    assert ("en", "BFC") in found["Baltic Fjord Council"].aliases
    assert "BFC" not in found


def test_common_words_and_countries_are_no_names() -> None:
    """A word with a capital that any news has says nothing; countries are known without a draft."""
    assert not {"Motors", "Chile", "Norway", "Norwegian"} & drafted().keys()


def test_what_german_joins_is_no_name() -> None:
    """Every noun has a capital there; what news in English have too may be a company."""
    found = drafted(
        "Lage am Montag\nDie Waldbrände dauern an. Wegen der Waldbrände sperrt Volkswagen ein Werk.\n"
        "Auch die Bundesregierung hilft. Mit Volkswagen spricht die Bundesregierung am Dienstag.\n"
    )
    assert set(found) == {"Volkswagen"}


def test_a_noun_behind_an_article_is_no_name() -> None:
    """In German all nouns have capitals, those that no dictionary has as well."""
    found = drafted(
        "Ein Quarfdampfer lief vor Eskby auf. Der Quarfdampfer gehört der Reederei Sundholt.",
        "Das Gericht sprach über den Quarfdampfer. Für Sundholt sprach in Eskby ein Anwalt von Sundholt.",
    )
    assert "Quarfdampfer" not in found
    assert "Sundholt" in found


def test_a_firm_is_one_name_in_short_and_in_full() -> None:
    """What begins with a name and goes on in one way is that name; a town and what is named after it are not."""
    found = drafted(
        "Workers left Tarnholt Works on Monday. Yesterday Tarnholt Works Ltd and Eskdal Harbour spoke in Eskdal.",
        "The head of Tarnholt went. Later Tarnholt Works Ltd and the Eskdal Council met in Eskdal Harbour.",
        "Prices at Tarnholt rose. In Eskdal the Eskdal Council met.",
    )
    (firm,) = [each for each in found.values() if "Tarnholt" in each.name]
    assert {form for _, form in firm.aliases} >= {"Tarnholt", "Tarnholt Works", "Tarnholt Works Ltd"}
    assert {"Eskdal", "Eskdal Council", "Eskdal Harbour"} <= found.keys()


def test_what_stands_on_every_page_is_no_name() -> None:
    """Menus and the foot of a printed page name the outlet, not the topic."""
    page = "Home Vestport Courier Sport\nThe mayor met {} in Ullensvang.\nPrinted from the Vestport Courier"
    found = drafted(page.format("dockers"), page.format("fishers"))
    assert found.keys() == {"Ullensvang"}


def test_what_two_outlets_copied_counts_once() -> None:
    """Sentences of an agency are no menu."""
    agency = "Workers of Quarnholt went home on Monday.\nThe owner of Quarnholt spoke."
    found = drafted(f"Strike\n{agency}", f"A strike begins\n{agency}", "Ships\nOther news of ships.")
    assert found["Quarnholt"].count == 2


def test_a_given_name_is_no_short_form_of_a_person() -> None:
    """Others have it, too; nor is what is said once alone."""
    found = drafted(
        "The court heard Vladimir Tarnholt. Later Vladimir Tarnholt and Oskar Eskdal left for Saint Vladimir.",
        "On Monday Oskar Eskdal came. His brother Oskar said so, as Vladimir did.",
    )
    assert ("en", "Vladimir") not in found["Vladimir Tarnholt"].aliases
    assert ("en", "Oskar") not in found["Oskar Eskdal"].aliases


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the documents of the built-in topic are not at hand")
def test_the_built_in_topic_could_be_drafted() -> None:
    """From the five documents alone come persons and places."""
    documents = sorted(SEEDS.glob("*.txt"))
    seeds = [read_plain(path.stem, path.read_bytes(), path.name, markup=False) for path in documents]
    found = {name.name: name for name in propose(seeds)}
    assert found["Prigozhin"].kind == "person"
    assert found["Sochi"].kind == "place"
