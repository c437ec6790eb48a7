"""Where sentences end, in six languages."""

import pytest

from bot.text.sentences import ends_properly, is_torn, split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "The U.S. envoy met Dr. Hale. They spoke for an hour.",
            ["The U.S. envoy met Dr. Hale.", "They spoke for an hour."],
        ),
        (
            "Er kam am 9. August an. Danach, d.h. am Abend, fuhr er ab.",
            ["Er kam am 9. August an.", "Danach, d.h. am Abend, fuhr er ab."],
        ),
        (
            "Umowę podpisał m.in. gen. Nowak. Trwało to godzinę.",
            ["Umowę podpisał m.in. gen. Nowak.", "Trwało to godzinę."],
        ),
        (
            "Завод дал 5 тыс. тонн, т.е. больше плана. Это рекорд!",
            ["Завод дал 5 тыс. тонн, т.е. больше плана.", "Это рекорд!"],
        ),
        ("Вул. Садова закрита. Чому? Ремонт.", ["Вул. Садова закрита.", "Чому?", "Ремонт."]),
        ("Праф. Лось выступіў у Мінску. Зала была поўная.", ["Праф. Лось выступіў у Мінску.", "Зала была поўная."]),
        ("“We agreed.” The talks go on… and on.", ["“We agreed.”", "The talks go on… and on."]),
        ("A heading\nThe first line. The second.", ["A heading", "The first line.", "The second."]),
        ("Prices rose 3.5 percent. A. Brown objected.", ["Prices rose 3.5 percent.", "A. Brown objected."]),
        ("", []),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    """Abbreviations, initials, decimals and ordinals do not end a sentence; marks in quotes and line breaks do."""
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("sentence", "proper"),
    [
        ("It rained.", True),
        ("“It rained.”", True),
        ("A man in the rain", False),
        ("It rained and...", False),
        ("", False),
    ],
)
def test_a_cut_off_or_bare_line_does_not_end_properly(sentence: str, proper: bool) -> None:
    """Captions and headings have no stop; feeds cut texts off with dots."""
    assert ends_properly(sentence) is proper


@pytest.mark.parametrize(
    ("sentence", "torn"),
    [
        ("He said: “We agreed.”", False),
        ("He said: “We agreed.", True),
        ("It was hard,” he said.", True),
        ("'It's good to be back, he said.", True),
        ("The dockers' union and the pilots' guild agreed on 'terms'.", False),
        ("„Wir sind einig“, sagte er.", False),
        ("«Мы согласны», — сказал он.", False),
        ("Суд оштрафовал ООО «Порт «Эскбю» на 5 тыс.", False),
        ("«Мы согласны.", True),
        ("It rained.", False),
    ],
)
def test_a_piece_of_a_quotation_is_torn(sentence: str, torn: bool) -> None:
    """A quotation of several sentences tears where they end; apostrophes and nested marks tear nothing."""
    assert is_torn(sentence) is torn
