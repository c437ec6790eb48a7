"""Is a name shown as a language writes it, though the language does not list it, and never as a guess?"""

import pytest

from bot.text.names.spellings import respelled

# What is shown, the Russian form, the Belarusian form, and the Ukrainian one; none where the two leave a choice.
ROWS = (
    ("Pavel Savchik", "Савчик", "Саўчык", "Савчик"),
    ("Ivan Karpov", "Карпов", "Карпаў", "Карпов"),
    ("Oleg Baranov", "Баранов", "Баранаў", "Баранов"),
    ("Anna Malchuk", "Мальчук", "Мальчук", "Мальчук"),
    ("Roman Zhukov", "Жуков", "Жукаў", "Жуков"),
    ("Igor Shamrai", "Шамрай", "Шамрай", "Шамрай"),
    ("Maxim Panchuk", "Панчук", "Панчук", "Панчук"),
    ("Yegor Yarchik", "Ярчик", "Ярчык", "Ярчик"),
    ("Pavel Koval", "Коваль", "Каваль", "Коваль"),
    ("Boris Rumas", "Румас", "Румас", "Румас"),
    ("Valery Vakulchik", "Вакульчик", "Вакульчык", "Вакульчик"),
    ("Igor Petrishenko", "Петришенко", "Петрышэнка", None),  # Кудрин is Кудрін there, and written alike
    ("Arkady Dvorkovich", "Дворкович", "Дварковіч", None),  # Дворкович, Дворковіч
    ("Alexei Overchuk", "Оверчук", "Аверчук", None),  # Оверчук, Овєрчук
    ("Ivan Medvedev", "Медведев", "Мядзведзеў", None),
    ("Alexei Likhachev", "Лихачев", "Ліхачоў", None),
    ("Semyon Semyonov", "Семенов", "Сямёнаў", None),
    ("Mikhail Babich", "Михаил Бабич", "Міхаіл Бабіч", None),  # a given name is another word there
    ("Kuznica crossing", "Жуков", "Жукаў", None),  # something else than what is shown
    ("Roman Zhukov", "Жуков", "Жук*", None),  # one witness
)


@pytest.mark.parametrize(("name", "russian", "belarusian", "ukrainian"), ROWS)
def test_two_neighbours_tell_how_a_name_is_written(
    name: str, russian: str, belarusian: str, ukrainian: str | None
) -> None:
    """The beginning of a word, one form alone and what may be written in two ways make no name."""
    assert respelled(name, (("ru", russian), ("be", belarusian)), "uk") == ukrainian
