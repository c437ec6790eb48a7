"""Are letters made comparable without moving them, and words found, cut and brought to one alphabet?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import fold, romanise, stem, tokens


@given(st.text())
def test_fold_keeps_every_place(text: str) -> None:
    """A folded text is as long as the text, so that positions stay true."""
    assert len(fold(text)) == len(text)


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    """A token is what the text has at its place."""
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ёлка", "елка"),
        ("Łódź ŻÓŁW", "lodz zolw"),
        ("Straße Ä", "strase a"),
        ("İzmir", "izmir"),
        ("п’ять п‘ять", "п'ять п'ять"),
        ("Лукaшэнкi", "лукашэнкі"),
        ("Рutin", "putin"),
        ("Кyiv", "kyiv"),
    ],
)
def test_fold_makes_like_letters_one(text: str, folded: str) -> None:
    """Marks, apostrophes, ё and letters of the wrong alphabet do not tell words apart."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Лукаше́нко встал", ["лукашенко", "встал"]),
        ("Putin’s and Minsk's", ["putin", "and", "minsk"]),
        ("п'ять слів", ["п'ять", "слів"]),
        ("Russia-Belarus", ["russia", "belarus"]),
        ("#FreeBelarus #belarus", ["free", "belarus", "belarus"]),
        ("при\u00adвет", ["привет"]),
        ("🇧🇾 and 🇷🇺", ["🇧🇾", "and", "🇷🇺"]),
        ("a_b", ["a", "b"]),
        ("", []),
    ],
)
def test_tokens_finds_words(text: str, words: list[str]) -> None:
    """Stress marks, possessives, hyphens, hashtags and flags are cut as a reader would."""
    assert [token.fold for token in tokens(text)] == words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("санкции", "санкций", "ru"),
        ("соглашение", "соглашения", "ru"),
        ("дамовы", "дамова", "be"),
        ("війська", "військами", "uk"),
        ("sankcje", "sankcji", "pl"),
        ("truppen", "truppe", "de"),
        ("sanctions", "sanction", "en"),
    ],
)
def test_stem_brings_forms_together(one: str, other: str, language: str) -> None:
    """Two forms of one word have one stem."""
    assert stem(one, language) == stem(other, language)


def test_stem_leaves_short_words_and_numbers() -> None:
    """Words of three letters and numbers stay whole; an unknown language is guessed from the alphabet."""
    assert stem("газ", "ru") == "газ"
    assert stem("2026", "en") == "2026"
    assert stem("войсками", None) == stem("войсками", "ru")


@pytest.mark.parametrize(
    "spellings",
    [
        ["Лукашенко", "Лукашэнка", "Lukashenko", "Lukaschenko", "Łukaszenka", "Лукашенка"],
        ["Пригожин", "Prigozhin", "Prigożyn"],
        ["Гродна", "Hrodna", "Grodna"],
        ["Шойгу", "Shoigu", "Szojgu", "Schoigu"],
    ],
)
def test_romanise_lets_spellings_meet(spellings: list[str]) -> None:
    """Spellings of one name by the rules of several languages have one key."""
    assert len({romanise(fold(each)) for each in spellings}) == 1


def test_romanise_keeps_names_apart() -> None:
    """Different names keep different keys."""
    names = ["Путин", "Минск", "Лавров", "Песков", "Гомель", "Брест", "Макей", "Хренин"]
    assert len({romanise(fold(each)) for each in names}) == len(names)
