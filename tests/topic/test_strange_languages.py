"""What if a topic is taught in a language that we do not know? Its small words are no signs, and init says so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.config.sources.file import load
from bot.model import Entry
from bot.text.meanings.strange import is_strange
from bot.topic.match import match
from bot.topic.topic import compile_topic

SPANISH = (
    """El trigo se seca en los campos de Aragón
    El trigo de Teruel y de Zaragoza no ha crecido por la falta de lluvia. La consejera pide a Madrid ayudas para los
    agricultores, que temen la peor cosecha de trigo en veinte años.
    """,
    """La plaga del trigo llega a Soria
    Un hongo ataca el trigo en la provincia de Soria. Los técnicos recomiendan arrancar las plantas y quemar los restos
    antes de la lluvia. El sindicato calcula pérdidas de cosecha.
    """,
)
OTHERS = {
    "fr": "Le maire a présenté un plan pour les écoles. Les parents demandent plus de maîtres et craignent le pire.",
    "it": "Il sindaco ha presentato un piano per le scuole. I genitori chiedono più maestri e temono la chiusura.",
    "cs": "Starosta představil plán pro školy. Rodiče chtějí více učitelů a obávají se zavření několika tříd.",
    "tr": "Belediye başkanı okullar için bir plan sundu. Veliler daha fazla öğretmen istiyor ve kapanmadan korkuyor.",
}
KNOWN = {
    "en": "The mayor presented a plan for the schools. Parents ask for more teachers and fear that classes will close.",
    "de": "Der Bürgermeister stellte einen Plan für die Schulen vor. Eltern fordern mehr Lehrer und fürchten das Ende.",
    "pl": "Burmistrz przedstawił plan dla szkół. Rodzice chcą więcej nauczycieli i boją się zamknięcia klas.",
    "ru": "Мэр представил план для школ. Родители просят больше учителей и боятся закрытия классов.",
    "uk": "Мер представив план для шкіл. Батьки просять більше вчителів і бояться закриття класів.",
    "be": "Мэр прадставіў план для школ. Бацькі просяць больш настаўнікаў і баяцца закрыцця класаў.",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_language_without_tables_is_strange(text: str) -> None:
    """Most of its words are in no table."""
    assert is_strange(text)


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN)
def test_the_six_languages_are_not(text: str) -> None:
    """Nearly all of their words are."""
    assert not is_strange(text)


def test_small_words_of_a_strange_language_tell_nothing(
    tmp_path: Path, make_entry: Callable[[str, str, str], Entry]
) -> None:
    """An article and a preposition in a headline are no alert, the topic's own words are."""
    (tmp_path / "documents").mkdir()
    for number, text in enumerate(SPANISH):
        (tmp_path / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    asked = ["init", str(tmp_path / "t"), "--topic", "Trigo en España", "--seeds", str(tmp_path / "documents")]
    answer = CliRunner().invoke(cli, asked)
    assert (
        "2 of 2 documents are in none of the languages whose words are known here (Belarusian, English" in answer.output
    )
    config = load(tmp_path / "t" / "sources.yaml")
    assert [each.id for each in config.corpus.names.concepts] == ["trigo", "españa"]
    topic = compile_topic(config.match, config.corpus)
    assert not match(topic, make_entry("El Betis gana al Sevilla en la copa", "", "es")).alert
    assert match(topic, make_entry("El hongo del trigo llega a Burgos", "", "es")).alert
    checked = CliRunner().invoke(cli, ["check", "--config", str(tmp_path / "t" / "sources.yaml")])
    assert "[strange-language]" in checked.output
