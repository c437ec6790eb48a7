"""Does a story have this word, in any of its forms?"""

from bot.model import Story
from bot.stories.stems import keys_of


class WordFilter:
    """The words of one story's title, summary and names, ready to be asked.

    A word is found under its stem in each language of the story's reports, so that "санкции" also finds "санкций"; a
    phrase is found where its words follow each other.
    """

    def __init__(self, story: Story) -> None:
        languages = {story.language, *(report.language for report in story.reports)}
        texts = [story.title, story.summary, *story.names, *story.words]
        self._lines = [
            (language, [keys_of(text, language) for text in texts])
            for language in sorted(languages, key=lambda language: language or "")
        ]

    def finds(self, words: str) -> bool:
        """Say whether the story has this word or phrase."""
        return any(_inside(keys_of(words, language), line) for language, lines in self._lines for line in lines)


def _inside(words: list[str], line: list[str]) -> bool:
    size = len(words)
    return size > 0 and any(line[start : start + size] == words for start in range(len(line) - size + 1))
