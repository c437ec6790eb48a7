"""Does a table that is kept as lines say the same as the dictionary that it was made of?"""

import random

from bot.text.lines import Lines


def test_lines_say_what_the_table_said() -> None:
    """Words of several alphabets, some of which begin others, in more lines than one index entry spans."""
    chance = random.Random(1)
    words = {"".join(chance.choices("abяż'", k=chance.randint(1, 7))) for _ in range(3000)}
    table = {word: str(number) for number, word in enumerate(sorted(words))}
    asked = [*table, *(word + "a" for word in table), *(word[:-1] for word in table), "\udcf6", "~", "ѝ"]
    lines = Lines.of(table)
    assert [lines.get(word) for word in asked] == [table.get(word) for word in asked]


def test_an_empty_table_says_nothing() -> None:
    """Neither made of a dictionary nor of a file."""
    assert [Lines.of({}).get("word"), Lines(b"").get("word")] == [None, None]
