"""What does a saved page say? The article in it, without the menus around it."""

import re
from collections import Counter
from collections.abc import Mapping

from bot.text.plain import spaced, to_plain, without_tags
from bot.text.sentences import ends_properly

_UNREAD = re.compile(
    r"<!--.*?-->|<(script|style|template|noscript)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)  # may hold markup that nobody sees
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_MAIN = re.compile(r"<(article|main)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_HEADLINE = re.compile(r"<h1\b[^>]*>.*?</h1\s*>", re.IGNORECASE | re.DOTALL)
# Elements that are about the page or the outlet. A form is not: old software writes the whole page into one.
_AROUND = frozenset({"nav", "footer", "aside", "select", "button", "label", "legend", "textarea"})
_SHARE = 0.5  # of what a page says is in the element that is its article; teasers of others are short


def page_text(markup: str) -> str:
    """Return a page's text, its headline first; where it has none, the title of its head, which may name the outlet."""
    markup = _UNREAD.sub("", markup)
    title = _line(found[1]) if (found := _TITLE.search(markup)) else ""
    body = _TITLE.sub("", markup)
    article = _article(body)
    headline = _headline(article, title) or _headline(body, title)
    said = _plain(article.replace(headline, "\n") if headline else article)
    return "\n".join(each for each in (_line(headline) or title, said) if each)


def own_lines(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts without lines that several of them have: menus, and what stands at the foot of a printed page.

    A sentence stays in the first of them: outlets copy what an agency wrote.
    """
    rows = {slug: text.split("\n") for slug, text in texts.items()}
    first: dict[str, str] = {}
    having: Counter[str] = Counter()
    for slug, lines in rows.items():
        having.update(set(lines))
        first |= {line: first.get(line, slug) for line in lines if ends_properly(line)}
    return {
        slug: "\n".join(line for line in lines if having[line] == 1 or first.get(line) == slug)
        for slug, lines in rows.items()
    }


def _article(body: str) -> str:
    """Return what is inside the element that is the article, or all of the page."""
    main = max((found[2] for found in _MAIN.finditer(body)), key=len, default="")
    return main if len(_plain(main)) >= _SHARE * len(_plain(body)) else body


def _headline(markup: str, title: str) -> str:
    """Return the element that is the headline, "" without any: another one may have the outlet's name, or its sign."""
    said = {element: _line(element) for element in _HEADLINE.findall(markup)}
    return max(said, key=lambda each: (bool(said[each]) and said[each] in title, len(said[each])), default="")


def _line(markup: str) -> str:
    return spaced(_plain(markup))


def _plain(markup: str) -> str:
    return to_plain(without_tags(markup, dropped=_AROUND))
