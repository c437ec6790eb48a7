"""Why did this match, in one line?"""

from collections.abc import Iterable

from bot.model import Match, NameHit, Where

_NAMES_MOST = 5
_PLACE = {Where.TITLE: 0, Where.LEAD: 1, Where.BODY: 2}


def why_line(match: Match, *, alert_at: float | None = None) -> str:
    """Return the decision in one sentence, e.g. ``Lukashenko, Putin, “military base” · score 0.86``."""
    named = shown_names(match.names)[:_NAMES_MOST]
    forms = [f"“{word.form}”" for word in sorted(match.words, key=lambda word: (_PLACE[word.where], -word.weight))]
    said = [*named, *list(dict.fromkeys(forms))[:2]]
    line = f"{', '.join(said) or 'no name of the topic'} · score {match.score:.2f}"
    if match.alert:
        return line
    if match.known is not None:
        return f"{line} · no alert: a copy of the seed {match.known}"
    if alert_at is not None and match.score >= alert_at:
        reason = next((part.label for part in match.against if not part.points), "a side of the topic is missing")
        return f"{line} · no alert: {reason}"
    return f"{line} · no alert: below {alert_at:.2f}" if alert_at is not None else f"{line} · no alert"


def shown_names(names: Iterable[NameHit]) -> list[str]:
    """Return the names as people are shown them, each once, those in the title first."""
    ordered = sorted(names, key=lambda hit: _PLACE[hit.where])
    return list(dict.fromkeys(hit.name for hit in ordered))
