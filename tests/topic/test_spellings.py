"""Is a listed name found in a spelling that nobody has listed, and no other word with it?"""

from collections.abc import Callable

import pytest

from bot.config.seeds.corpus import Corpus
from bot.model import Entry
from bot.text.names.forms import forms_of
from bot.text.names.spellings import unlisted
from bot.text.words import fold
from bot.topic.match import match
from bot.topic.topic import Topic

MakeEntry = Callable[..., Entry]

# entity -> (language of the text, spelling): none of them stands in the names file, in whatever case.
UNLISTED: dict[str, list[tuple[str, str]]] = {
    "lukashenko": [("en", "Loukachenko"), ("en", "Lukašenko"), ("en", "Lukašenka"),("pl", "Loukachenka")],
    "putin": [("en", "Poutin"), ("en", "Pucin"), ("en", "Putyn")],
    "golovchenko": [("en", "Golovčenko"), ("en", "Golovtchenko"), ("pl", "Hołowczenko"), ("de", "Holowtschenko"),
                    ("en", "Halowchanka")],
    "aleinik": [("en", "Alieinik")],
    "ryzhenkov": [("be", "Рыжэнкаў"), ("uk", "Рижанков")],
    "khrenin": [("en", "Hrenin"), ("pl", "Chrienin")],
    "volfovich": [("en", "Volfovič"), ("en", "Valfovič"), ("pl", "Wolfowicz"), ("de", "Walfowitsch")],
    "gulevich": [("en", "Gulevič"), ("en", "Hulievič"), ("de", "Hulewitsch")],
    "muraveiko": [("en", "Muravejko"), ("en", "Muraveyka"), ("de", "Murawejka")],
    "kochanova": [("en", "Kačanava"), ("en", "Kočanova"), ("de", "Katschanawa")],
    "karankevich": [("en", "Karankievič"), ("de", "Karankewitsch")],
    "kubrakov": [("de", "Kubrakow")],
    "petrishenko": [("en", "Petrišenko"), ("pl", "Pietriszenko"), ("de", "Petrischenko")],
    "myasnikovich": [("en", "Miasnikovič"), ("de", "Mjasnikowitsch"), ("en", "Miasnikovich")],
    "tsikhanouskaya": [("en", "Tikhanovskaia"), ("en", "Tsikhanouskaia"),
                       ("uk", "Тіхановська"), ("be", "Тіханаўская")],
    "kolesnikova": [("en", "Kaliesnikava")],
    "latushka": [("en", "Łatuška"), ("en", "Latuška"), ("en", "Latouchka")],
    "statkevich": [("en", "Statkievič"), ("de", "Statkewitsch")],
    "lavrov": [("en", "Łaŭroŭ")],
    "peskov": [("en", "Piaskoŭ"), ("en", "Pieskov")],
    "shoigu": [("en", "Choïgou"), ("en", "Šojgu"), ("en", "Shoygu"), ("pl", "Szojhu")],
    "mishustin": [("en", "Michoustin"), ("en", "Mišustin"), ("en", "Mišuscin")],
    "zakharova": [("en", "Zaharova"), ("en", "Zacharova")],
    "gryzlov": [("en", "Hryzloŭ")],
    "mezentsev": [("en", "Mezencev")],
    "patrushev": [("en", "Patrouchev"), ("en", "Patrušev"), ("be", "Патрушэў")],
    "prigozhin": [("en", "Prigojin"), ("en", "Prigožin"), ("en", "Pryhožyn"), ("be", "Прыгажын")],
    "overchuk": [("en", "Overčuk"), ("de", "Owertschuk")],
    "minsk": [("en", "Mynsk")],
    "hrodna": [("en", "Hrodno")],
    "asipovichy": [("en", "Asipovičy"), ("en", "Osipoviči"), ("pl", "Asipowiczy")],
    "machulishchi": [("en", "Mačuliščy"), ("en", "Mačulišči")],
}  # fmt: skip
ROWS = [(entity, language, form) for entity, forms in UNLISTED.items() for language, form in forms]
FRAMES = {
    "en": "Reporters asked {} about the plan.", "de": "Reporter fragten gestern {} nach dem Plan.",
    "pl": "Dziennikarze pytali też o {} i plan.", "ru": "Журналисты спросили про {} и план.",
    "be": "Журналісты спыталі пра {} і план.", "uk": "Журналісти запитали про {} та план.",
}  # fmt: skip


@pytest.mark.parametrize(("entity", "language", "form"), ROWS)
def test_finds_an_unlisted_spelling(
    built_in: Topic, make_entry: MakeEntry, entity: str, language: str, form: str
) -> None:
    """A rendering by a usual rule finds the name, though the names file lists others."""
    found = match(built_in, make_entry("", FRAMES[language].format(form), language))
    assert entity in {name.entity for name in found.names}


def test_the_table_is_unlisted(corpus: Corpus) -> None:
    """At least sixty spellings, each outside of what the names file lists in any of its forms."""
    assert len(ROWS) >= 60
    entities = {entity.id: entity for entity in corpus.entities}
    for entity, _, form in ROWS:
        listed = {
            spelled
            for language, alias in entities[entity].aliases
            for spelled in forms_of(alias, language, person=entities[entity].kind == "person")
        }
        assert fold(form) not in listed, (entity, form)


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("novak", "Novak won the second set."),
        ("brest", "Brest beat Lyon on Sunday."),
        ("miller", "Miller signed the ball."),
        ("kozak", "Kozak trafił w słupek."),
        ("babich", "Babich opened a bakery."),
        ("russia", "Rossi rode to victory in Mugello."),
        ("belarus", "Belorusets is a photographer."),
        ("moscow", "Moskovitz spoke in Tel Aviv."),
        ("utkin", "Utkin sang in the choir."),
    ],
)
def test_makes_no_new_trap(built_in: Topic, make_entry: MakeEntry, entity: str, text: str) -> None:
    """Prefixes, and names that English gives with a given name only, are not rendered."""
    assert entity not in {name.entity for name in match(built_in, make_entry("", text)).names}


def test_renders_only_what_is_long_and_basic() -> None:
    """Short words, prefixes, bodies and further forms stay as listed; what is listed is not made again."""
    assert list(unlisted("person", [("ru", "Цой")])) == []
    assert list(unlisted("person", [("ru", "Лукашенк*")])) == []
    assert list(unlisted("body", [("ru", "Газпром")])) == []
    made = dict.fromkeys(
        form for _, form in unlisted("person", [("ru", "Песков"), ("ru", "Пескова"), ("en", "Peskov")])
    )
    assert "Peskov" not in made
    assert "Peskow" in made
    assert not any(form.endswith(("ova", "owa")) for form in made)
