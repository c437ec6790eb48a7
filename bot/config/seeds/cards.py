"""What does a seed card say, and how is one written? A card stands for an article whose text we do not keep."""

from datetime import date

import yaml

from bot.config.findings.document import Document
from bot.config.findings.fields import Fields
from bot.config.findings.problems import ConfigProblems
from bot.config.seeds.corpus import Seed

_KEYS = ("title", "origin", "date", "language", "facts", "entities", "keywords", "figures", "signature")
_FILL = "facts: [] # fill in: what the article says, restated in your own words, one short sentence each\n"


def read_card(slug: str, document: Document) -> Seed:
    """Return the seed of a card. Raises ``ConfigProblems`` with every mistake."""
    if not isinstance(document.data, dict):
        raise ConfigProblems([document.problem((), "a seed card is a mapping", "bad-type", fix="write  title: ...")])
    fields = Fields(document)
    fields.known_keys((), _KEYS)
    seed = Seed(
        slug=slug,
        title=fields.text((), "title", required=True) or "",
        origin=fields.text((), "origin"),
        language=fields.text((), "language"),
        date=_date(fields),
        facts=fields.texts((), "facts"),
        entities=fields.counts((), "entities"),
        keywords=fields.counts((), "keywords"),
        figures=fields.texts((), "figures"),
        signature=tuple(sorted(fields.numbers((), "signature"))),
    )
    fields.stop_if_any()
    return seed


def _date(fields: Fields) -> date | None:
    given = fields.value((), "date")
    if given is None or (isinstance(given, date) and not hasattr(given, "hour")):
        return given if isinstance(given, date) else None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        fields.complain(("date",), f"'{given}' is not a date", "bad-date", fix="write it as 2024-01-29")
        return None


def write_card(seed: Seed) -> str:
    """Return the YAML of a card, in the order in which a person reads it; no text of the article is in it."""
    head: dict[str, object] = {
        "title": seed.title,
        "origin": seed.origin,
        "date": seed.date,
        "language": seed.language,
    }
    tail: dict[str, object] = {"entities": seed.entities, "keywords": seed.keywords}
    if seed.figures:
        tail["figures"] = list(seed.figures)
    known = {key: value for key, value in head.items() if value is not None}
    facts = _dump({"facts": list(seed.facts)}) if seed.facts else _FILL
    signature = yaml.safe_dump({"signature": list(seed.signature)}, default_flow_style=True, width=118)[1:-2] + "\n"
    return _dump(known) + facts + _dump(tail) + signature


def _dump(table: dict[str, object]) -> str:
    return yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=118)
