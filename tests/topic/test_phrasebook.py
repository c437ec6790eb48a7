"""Are phrases found with their forms, the longest first, and only in their own language?"""

from bot.text.names.forms import forms_of
from bot.topic.signs.phrasebook import Phrase, Phrasebook, longest
from bot.topic.signs.prefilter import Prefilter


def found(phrases: list[Phrase], text: str, language: str | None = None) -> list[tuple[int, str]]:
    return [
        (each.phrase.owner, text[each.start : each.end]) for each in longest(Phrasebook(phrases).find(text, language))
    ]


def prefilter(phrases: list[Phrase]) -> Prefilter:
    return Prefilter(opening for _, opening in Phrasebook(phrases).take_openings())


def test_the_longest_phrase_wins() -> None:
    """Of overlapping phrases the longest is taken, and the others still count elsewhere."""
    phrases = [Phrase(owner=1, text="Red"), Phrase(owner=2, text="Red Cross"), Phrase(owner=3, text="Cross Road")]
    assert found(phrases, "The Red Cross Road and the red") == [(2, "Red Cross"), (1, "red")]


def test_a_phrase_ends_with_its_clause() -> None:
    """Words on both sides of a semicolon or a full stop are no phrase; an abbreviation's full stop parts nothing."""
    phrases = [Phrase(owner=1, text="Green Cross"), Phrase(owner=2, text="St Paul")]
    assert found(phrases, "He saw green. Cross it. Green; cross, St. Paul") == [(2, "St. Paul")]


def test_a_phrase_goes_on_across_what_is_no_word() -> None:
    """A dash or a hyphen between the words of a phrase parts nothing; another word does."""
    phrases = [Phrase(owner=1, text="Green Cross")]
    assert found(phrases, "Green — Cross, Green-Cross,  Green  Cross, Green or Cross") == [
        (1, "Green — Cross"),
        (1, "Green-Cross"),
        (1, "Green  Cross"),
    ]


def test_a_book_finds_the_same_again() -> None:
    """What a book found in one text changes nothing in the next: case, language and neighbours are looked at anew."""
    book = Phrasebook([Phrase(owner=1, text="EU"), Phrase(owner=2, text="Duma", language="en", anywhere=True)])
    texts = [("EU Duma", "en"), ("eu duma", "en"), ("EU duma", "de"), ("die Duma", "de"), ("duma", "en")]
    first = [[each.phrase.owner for each in book.find(*text)] for text in texts]
    assert first == [[1, 2], [2], [1], [2], [2]]
    assert first == [[each.phrase.owner for each in book.find(*text)] for text in texts]


def test_a_prefix_goes_on_and_a_word_does_not() -> None:
    """``*`` takes any ending; without it the word has to end."""
    phrases = [Phrase(owner=1, text="econom*"), Phrase(owner=2, text="oil")]
    assert found(phrases, "economies boil oil oily") == [(1, "economies"), (2, "oil")]


def test_each_word_of_a_phrase_takes_its_form() -> None:
    """All words of a phrase are inflected, each for itself."""
    phrases = [Phrase(owner=1, text="Красная площадь", language="ru")]
    assert found(phrases, "на Красной площади", "ru") == [(1, "Красной площади")]


def test_another_language_needs_a_capital() -> None:
    """A word of another language counts only where it may, and only with a capital."""
    phrases = [Phrase(owner=1, text="Duma", language="en", anywhere=True), Phrase(owner=2, text="gift", language="en")]
    assert found(phrases, "duma und Gift", "de") == []
    assert found(phrases, "die Duma", "de") == [(1, "Duma")]
    assert found(phrases, "a gift", "en") == [(2, "gift")]


def test_forms_of_a_surname_leave_out_the_plural() -> None:
    """The plural of a surname is often another surname."""
    assert "турчинов" not in forms_of("Турчин", "ru", person=True)
    assert {"турчина", "турчину", "турчином"} <= forms_of("Турчин", "ru", person=True)
    assert "минскому" not in forms_of("Минск", "ru")


def test_the_prefilter_passes_all_that_matches() -> None:
    """Whatever the book finds, the quick first look lets through; ordinary text it does not."""
    phrases = [
        Phrase(owner=1, text="Łukaszenka", language="pl", person=True),
        Phrase(owner=2, text="РФ"),
        Phrase(owner=3, text="Красная площадь", language="ru"),
    ]
    quick = prefilter(phrases)
    for text in ("o Łukaszence", "LUKASZENKI", "в РФ", "на Кра\u0301сной площади", "#FreeŁukaszenka", "площaди"):
        assert quick.passes(text, "") or not found(phrases, text), text
    assert quick.passes("", "Łukaszenką")
    assert not quick.passes("A bridge opens", "арфа и морфология")
    assert Prefilter([]).passes("anything", "")


def test_what_only_begins_like_a_name_does_not_pass() -> None:
    """Where forms differ, the quick look knows their common beginning; the book knows which words go on from it."""
    phrases = [Phrase(owner=1, text="Красная площадь", language="ru"), Phrase(owner=2, text="econom*")]
    book = Phrasebook(phrases)
    quick = Prefilter([opening for _, opening in book.take_openings()], book.lists)
    assert prefilter(phrases).passes("Краснота на площадке", "")
    for _ in range(2):  # what it remembers says the same
        assert not quick.passes("Краснота на площадке", "и красноватый площадный юмор")
        assert quick.passes("На «Красной» площади", "")
        assert quick.passes("Красной\nплощади", "")
        assert quick.passes("#КраснаяПлощадь", "")
        assert quick.passes("(Economies)", "")


def test_the_quick_look_asks_for_the_least() -> None:
    """Where one phrase is a whole word and another goes on after it, the order in which they come does not matter."""
    phrases = [Phrase(owner=0, text="Belarus*", language="en"), Phrase(owner=1, text="Belarus")]
    for order in (phrases, phrases[::-1]):
        assert prefilter(order).passes("Belarusische Athletin", "")


def test_only_chosen_phrases_open() -> None:
    """An entry is put aside unless it has one of the phrases that open; the others are looked for later."""
    phrases = [Phrase(owner=0, text="Minsk"), Phrase(owner=1, text="gas")]
    first_look = Prefilter(opening for phrase, opening in Phrasebook(phrases).take_openings() if phrase.owner == 0)
    assert not first_look.passes("gas", "")
    assert prefilter(phrases).passes("gas", "")
    assert first_look.passes("Minsk", "")


def test_all_words_of_a_phrase_must_be_there() -> None:
    """One word of a longer name is no reason for a closer look; all of them are, in whatever form and place."""
    phrases = [Phrase(owner=0, text="Union State", language="en"), Phrase(owner=1, text="Союзное государство",
               language="ru")]  # fmt: skip
    quick = prefilter(phrases)
    assert not quick.passes("State media report", "A statement of labour")
    assert quick.passes("The Union State", "")
    assert quick.passes("в Союзном государстве", "")
    assert not quick.passes("государство и право", "")


def test_a_look_remembers_nothing_wrong() -> None:
    """What a look says of a text hangs on that text alone, whatever it was shown before."""
    phrases = [Phrase(owner=0, text="Union State", language="en"), Phrase(owner=1, text="Минск", language="ru")]
    texts = [
        "the State",
        "a Union",
        "Union of the State",
        "вМинске",
        "в Ми\u0301нске",
        "#вМинске",
        "#так вМинске",
        "Mинске",
    ]
    seasoned = prefilter(phrases)
    for order in (texts, texts[::-1], texts):
        assert (
            {text for text in order if seasoned.passes(text, "")}
            == {text for text in texts if prefilter(phrases).passes(text, "")}
            == {"Union of the State", "в Ми\u0301нске", "#вМинске", "#так вМинске", "Mинске"}
        )
