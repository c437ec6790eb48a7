"""Which lines of a saved page are not the article? Comment forms, breadcrumbs, newsletters, credits, notices."""

import re
from datetime import date

from bot.text.figures import figures

# How such lines begin, by language: English, German, Polish, Russian, Belarusian, Ukrainian.
_OPENINGS = (
    r"leave a (?:reply|comment)|your email address will not|required fields are marked|the recaptcha|back to top",
    r"related (?:articles|posts|stories)|this site uses akismet|learn how your comment|join (?:our|us)|subscribe to",
    r"sign up (?:for|to)|follow us|share (?:this|on)|getty images|image (?:source|credit)|photo(?: by|:| credit)",
    r"original$|translation \w+$|materials section|all rights reserved|©|\(c\)|advertisement|read (?:more|also|next)",
    r"also read|see also|click here|how to$|home »|by \||digest of author|\w+ has the exclusive right|newsletter",
    r"this material is also|cookie|accept all|log in|tags?:|filed under",
    r"kommentar schreiben|newsletter abonnieren|mehr zum thema|lesen sie auch|teilen$|alle rechte vorbehalten",
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także)|fot\.|źródło zdjęcia|udostępnij|skomentuj",
    r"читайте также|читать (?:далее|также)|подпис(?:ывайтесь|аться)|поделиться|фото:|оставить комментарий",
    r"читайце таксама|падпіс(?:вайцеся|ацца)|падзяліцца|фота:|пакінуць каментар",
    r"читайте також|підпис(?:уйтесь|атися)|поділитися|залишити коментар",
)
_FURNITURE = re.compile(rf"\W*(?:{'|'.join(_OPENINGS)})", re.IGNORECASE)
_FURNITURE_LINE = 160  # characters: furniture is short; a sentence may begin alike
_CRUMBS = re.compile(r"[^\n]{0,80}\bhome\s?[»>/][^\n]{1,80}[»>/]\s?", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"\W*\d{0,6}\W*")
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_HEAD_LINES = 12
_HEAD_LINE = 80


def strip_page(text: str) -> str:
    """Return a saved page without the furniture around the article, line by line."""
    lines = []
    for written in text.split("\n"):
        line = written.strip()
        if crumbs := _CRUMBS.match(line):
            line = line[crumbs.end() :]
        furniture = len(line) < _FURNITURE_LINE and (_FURNITURE.match(line) or _NUMBER_LINE.fullmatch(line))
        if not furniture:
            lines.append(line)
    return "\n".join(lines)


def page_date(text: str) -> date | None:
    """Return the date in the short lines above a saved article, e.g. "By Ann | September 21, 2020", if there is one."""
    for line in text.split("\n")[:_HEAD_LINES]:
        for figure in figures(line) if len(line) <= _HEAD_LINE else ():
            if _FULL_DATE.fullmatch(figure):
                try:
                    return date.fromisoformat(figure)
                except ValueError:  # 31 September
                    continue
    return None
