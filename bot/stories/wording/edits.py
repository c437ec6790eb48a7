"""What did an outlet change in its report without saying so? A headline or a figure, before and after (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.stories.grouping.revision import recount
from bot.stories.standing import takes_back
from bot.text.language import is_common
from bot.text.sentences import split
from bot.text.words import key_of, tokens

_SLIP = 0.75  # words this similar are one word misspelt, or in another form
_READ = 16  # sentences that are compared: reports begin with the news
_LONGEST = 300  # letters of a sentence that is quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A sentence of an outlet as it was and as it is, word for word."""

    before: str
    after: str


def unannounced(before: tuple[str, str], after: tuple[str, str], language: str | None) -> Edit | None:
    """Return what a report, (title, text) before and after, now tells differently; None if nothing, or if it says so.

    A headline counts if words other than common ones were replaced, a sentence if only its figures were. Additions or
    omissions at the end do not count.
    """
    if any(takes_back(old, new) for old, new in zip(before, after, strict=True)):
        return None
    (old_title, old_text), (title, text) = before, after
    if recount(old_title, title, language) or _is_other(old_title, title, language):
        return Edit(before=old_title, after=title)
    was, has = split(old_text)[:_READ], split(text)[:_READ]
    fresh = [sentence for sentence in has if sentence not in was and len(sentence) <= _LONGEST]
    for sentence in was:
        if sentence in has or len(sentence) > _LONGEST:
            continue
        found = next((each for each in fresh if recount(sentence, each, language)), None)
        if found is not None:
            return Edit(before=sentence, after=found)
    return None


def _is_other(before: str, after: str, language: str | None) -> bool:
    gone, come = _telling(before, language), _telling(after, language)
    lost, gained = gone.keys() - come.keys(), come.keys() - gone.keys()
    return _unlike(lost, gone, gained, come) and _unlike(gained, come, lost, gone)


def _unlike(keys: Collection[str], forms: dict[str, str], others: Collection[str], other_forms: dict[str, str]) -> bool:
    """Whether one of the words is not one of the others, even in another form or misspelt."""
    return any(
        all(SequenceMatcher(None, forms[key], other_forms[other]).ratio() < _SLIP for other in others) for key in keys
    )


def _telling(title: str, language: str | None) -> dict[str, str]:
    return {key_of(token.fold, language): token.fold for token in tokens(title) if not is_common(token.fold, language)}
