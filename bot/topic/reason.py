"""Why did this match, in words? One line for alerts, a few for /why and ``seedwatch explain``: the same everywhere."""

from collections.abc import Iterable

from bot.model import Match, NameHit, Part, Where

_NAMES_MOST = 5
_CONTEXTS_MOST = 3
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


def explain(match: Match, *, alert_at: float, store_at: float) -> list[str]:
    """Return the explanation as plain lines: score, names, words, likeness, what is against, places in the text."""
    verdict = "an alert" if match.alert else "stored without an alert" if match.store else "left out"
    lines = [
        f"Score {match.score:.2f}: {verdict} (alerts start at {alert_at:.2f}, entries are stored from {store_at:.2f})"
    ]
    lines.append(_row("Names", shown_names(match.names)))
    lines.append(_row("Words", dict.fromkeys(f"“{word.form}”" for word in match.words)))
    lines.append(_row("Points", [f"{part.label} {part.points:+.2f}" for part in match.parts]))
    lines.append(_row("Against", [_against(part) for part in match.against]))
    if match.nearest is not None:
        lines.append(_row("Like", [f"seed {match.nearest.seed} ({match.nearest.similarity:.2f})"]))
    lines.append(_row("New", match.new))
    contexts = dict.fromkeys(hit.context for hit in sorted(match.names, key=lambda hit: _PLACE[hit.where]))
    lines += [_row("In text", [f"«{context}»"]) for context in list(contexts)[:_CONTEXTS_MOST]]
    lines.append(_row("Why", [match.why]))
    return lines


def _against(part: Part) -> str:
    return f"{part.label} {part.points:+.2f}" if part.points else part.label


def _row(head: str, said: Iterable[str]) -> str:
    return f"{head:<9} {' · '.join(said) or 'none'}"
