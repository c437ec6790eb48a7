"""How is a line asked for, and what could be typed next? Only this module imports the prompt's library: it is slow."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.application.run_in_terminal import in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout

from bot.chat.console.intake import ABOUT_A_STORY, PROMPT, VERBS

__all__ = ["CommandCompleter", "in_terminal", "patch_stdout", "session"]


def session(recent: Iterable[str], toolbar: Callable[[], str] | None) -> PromptSession[str]:
    """Return the prompt that asks for lines; ``toolbar`` is shown under it."""
    return PromptSession(
        PROMPT,
        completer=CommandCompleter(recent),
        bottom_toolbar=toolbar,
        refresh_interval=0.5 if toolbar else 0,
        reserve_space_for_menu=5,
    )


class CommandCompleter(Completer):
    """Completes verbs, and story ids after the verbs that want one."""

    def __init__(self, recent: Iterable[str], verbs: dict[str, str] | None = None) -> None:
        self._recent = recent
        self._verbs = VERBS if verbs is None else verbs

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        typed = document.text_before_cursor.lstrip().removeprefix("/")
        verb, space, rest = typed.partition(" ")
        if not space:
            yield from self._matching(verb.lower(), list(self._verbs), self._verbs)
        elif verb.lower() in ABOUT_A_STORY and " " not in rest:
            yield from self._matching(rest.lower(), list(self._recent), {})

    @staticmethod
    def _matching(typed: str, words: Sequence[str], hints: dict[str, str]) -> Iterator[Completion]:
        for word in words:
            if word.startswith(typed):
                yield Completion(word, start_position=-len(typed), display_meta=hints.get(word, ""))
