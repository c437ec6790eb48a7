"""What does a saved page say? The article in it, without the menus around it."""

import re
from functools import partial

from bot.text.plain import to_plain, without_tags

_MAIN = re.compile(r"<(article|main)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_HEADLINE = re.compile(r"<h1\b[^>]*>.*?</h1\s*>", re.IGNORECASE | re.DOTALL)
_AROUND = frozenset({"nav", "footer", "aside", "form"})  # elements that are about the page or the outlet
_SHARE = 0.5  # of what a page says is in the element that is its article; teasers of others are short


def page_text(markup: str) -> str:
    """Return a page's text, its headline first where it has one: a title in the head often names the outlet, too."""
    whole = _plain(markup)
    main = max((found[2] for found in _MAIN.finditer(markup)), key=len, default="")
    said = _plain(main)
    if len(said) < _SHARE * len(whole):
        main, said = markup, _plain(_without_title(markup)) if _HEADLINE.search(markup) else whole
    headline = _HEADLINE.search(markup)
    if headline is None:
        return whole.partition("\n")[0] + "\n" + said if main is not markup else said
    return said if _HEADLINE.search(main) else f"{_plain(headline.group())}\n{said}"


def _plain(markup: str) -> str:
    return to_plain(markup, partial(without_tags, dropped=_AROUND))


def _without_title(markup: str) -> str:
    return re.sub(r"<title\b[^>]*>.*?</title\s*>", "", markup, flags=re.IGNORECASE | re.DOTALL)
