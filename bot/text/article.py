"""What does an article really say? Leaves out page furniture, datelines, captions, bylines and "read also"."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.text.languages import any_of
from bot.text.looks import Look, openings
from bot.text.numbers import figures

_FURNITURE = re.compile(rf"\W*(?:{any_of('furniture')})", re.IGNORECASE)
_FURNITURE_LINE = 160  # characters: furniture is short; a sentence may begin the same way
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


LEAD = 420  # characters: what most feeds give, two or three sentences
_LEAD_STRETCH = 120
_TITLE = 600  # characters of a headline that are read
_MOTTO = 3  # words: so short a title ("Frontline estate") says nothing; the first sentence is the headline then
_HEAD = 160  # characters in which a dateline may occur
_CAPTION_HEAD = 900

_UPPER = "A-ZА-ЯЁІЎЇЄҐŁŃŚŻŹĆÓÄÖÜ"
_PLACE = rf"[{_UPPER}][\w.’'-]{{0,30}}(?:[ /-][{_UPPER}][\w.’'-]{{0,30}}){{0,3}}"
_DAY = r"(?:\d{1,2}\.? [^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.? \d{1,2})"
_AGENCY = (
    "dpa|afp|reuters|ap|taz|epd|kna|pap|tass|belta|interfax|ria|regnum|unn|ukrinform|unian|sputnik|риа|тасс|белта"
    "|интерфакс|інтэрфакс|інтерфакс|укрінформ|укринформ|уніан|униан|унн|регнум|спутник|корр|кар|кор"
)
_YEAR = r"(?: \d{4}(?: ?(?:г|р)\.)?)?"
_DATELINE = re.compile(
    # "Москва. 27 ноября. INTERFAX.RU - ", "Minsk. November 27. BelTA. "
    rf"\s?{_PLACE}[.,] ?{_DAY}{_YEAR}[.,]? ?(?:[\d:]{{5}}[.,]? )?(?i:{_AGENCY})[^\n]{{0,25}}?(?: ?[—–-]{{1,2}} |[.:] )"
    # "27 ноября, Минск /Корр. БЕЛТА/. "
    rf"|\s?{_DAY}{_YEAR},? ?{_PLACE},? ?(?:/[^/\n]{{2,30}}/|\((?i:{_AGENCY})[^)\n]{{0,25}}\))[.:]? ?[—–-]{{0,2}} ?"
    rf"|\s?{_DAY}{_YEAR}, ?{_PLACE} [—–-]{{1,2}} "  # "May 5, MINSK - "
    rf"|\s?{_PLACE}, ?{_DAY}[^\n]{{0,30}}?(?:/[^/\n]{{2,20}}/\.?|\([^)\n]{{2,25}}\)|[—–-]{{1,2}} |\. (?!/)[—–-]?)"
    rf"|\s?[{_UPPER} ,.'’/-]{{3,40}}\([^)\n]{{2,30}}\) ?[—–-]{{0,2}}"
    rf"|\s?[{_UPPER} ,.'’/]{{3,40}} [—–] "
    rf"|\s?{_PLACE} ?\((?i:{_AGENCY})[^)\n]{{0,20}}\) ?[—–-]{{0,2}}"
    r"|\s?(?:ТАСС|РИА Новости|БЕЛТА|БелТА|Интерфакс|УНІАН|Укрінформ|PAP|TASS|BelTA)[,.:/—–-] ?"
)
_BYLINE = re.compile(
    rf"^ ?(?:{any_of('byline')})[: ]{{1,2}}[^\W\d_][\w.’'-]{{0,30}}(?: [^\W\d_][\w.’'-]{{0,30}}){{0,4}}$",
    re.MULTILINE | re.IGNORECASE,
)
_TAIL = re.compile(rf"\b(?:{any_of('tails')}).*$", re.IGNORECASE | re.DOTALL)
_HOUSES = "AP|AFP|Reuters|Getty|EPA|TASS|dpa|PAP|Sputnik|Pool|Shutterstock"
_CREDIT = re.compile(
    rf"\(?\b(?:{any_of('photo')}) ?(?:by|credit|:|©|/) ?[^.)\n]{{2,120}}[.)]?"
    rf"|\([^()\n]{{2,60}}(?:/|via )(?:{_HOUSES})[^()\n]{{0,60}}\)",
    re.IGNORECASE,
)
# "Ann Example (L) and ... (2R) meet." or a sentence that ends with a credit: a caption in place of the lead.
_CAPTION = re.compile(
    rf"[^\n]{{0,400}}?\((?:[23]?[LRC]|{any_of('caption_sides')})\)"
    r"[^\n]{0,400}?(?:\. |\.?$)"
    rf"|[^\n]{{0,400}}?\([^()\n]{{2,60}}(?:/|via )(?:{_HOUSES})[^()\n]{{0,60}}\)",
    re.IGNORECASE,
)
# Quick looks cheaply rule out lower-case text in which there is nothing; what they find is checked properly.
_FURNITURE_LOOK = Look(any_of("photo"), r"\(", any_of("tails"))
_FROM_HOUSE = [f"{before}{house.lower()}" for before in ("/", "via ") for house in _HOUSES.split("|")]
_CREDIT_LOOK = Look(any_of("photo"), *_FROM_HOUSE)
_CAPTION_LOOK = Look(
    *(rf"\({side}" for side in openings(any_of("caption_sides"))),
    *(rf"\({row}{side}\)" for row in ("", "2", "3") for side in "lrc"),
    *_FROM_HOUSE,
)
_TAIL_LOOK = Look(any_of("tails"))
_LIVE = re.compile(rf"\b(?:{any_of('live')})\b", re.IGNORECASE)
_ROUNDUP = re.compile(rf"\b(?:{any_of('roundups')})\b", re.IGNORECASE)
_LIVE_LOOK = Look(any_of("live"), any_of("roundups"))
_NEWSROOM = rf"(?:{any_of('newsrooms')})"
_AGENCIES = "риа новости|тасс|белта|interfax|tass|belta|интерфакс|унн|укрінформ|sputnik"
# An outlet after a headline: an address, an agency, or two or three words, the first or last typical of a newsroom.
_OUTLET = re.compile(
    rf" \| [^|\n]{{2,40}}$"
    rf"| [–—-] (?:\w[\w-]{{0,30}}\.[a-z]{{2,6}}|{_AGENCIES}|{_NEWSROOM}(?: \w[\w.-]{{0,20}}){{1,2}}"
    rf"|(?:the )?(?:\w[\w.-]{{0,20}} ){{0,2}}{_NEWSROOM})$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…](?= )")
_REPEATED_FROM = 12  # characters of a headline that is looked for again in the text
_REPEATED_HEAD = 40  # characters before it in its sentence: "The post"
_REPEATED_REST = 120  # characters after it: "appeared first on" and the outlet
_CLAUSE = re.compile(r"[;•]| [–—-] |[.!?…] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an entry says, by place."""

    title: str
    lead: str
    body: str
    live: bool  # a running report on many things: headline and first clause say what it is about


@lru_cache(maxsize=8)  # each stage of an entry asks
def split_entry(title: str, text: str) -> Parts:
    """Return an entry's headline, lead and body without what surrounds them."""
    title = title.strip()[:_TITLE]
    live = _is_live(title)
    if (outlet := _OUTLET.search(title)) and _is_outlet(outlet.group()):
        title = title[: outlet.start()]
    text = _without_furniture(text)
    if title and text.startswith(title):
        text = text[len(title) :].lstrip(" .:|–—-")
    if dateline := _DATELINE.match(text[:_HEAD]):
        text = text[dateline.end() :].lstrip()
    text = _without_repeated(title, text)
    if title and not live and len(title.split()) <= _MOTTO and (first := _sentence_end(text)):
        title, text = f"{title} · {text[:first]}", text[first:].lstrip()
    cut = _lead_end(text)
    if live:
        clause = _CLAUSE.search(text, 0, cut)
        cut = clause.start() if clause else cut
    return Parts(title=title, lead=text[:cut], body=text[cut:], live=live)


def _is_live(title: str) -> bool:
    if not _LIVE_LOOK.finds(title.lower()):
        return False
    return _LIVE.search(title) is not None or _ROUNDUP.search(title) is not None


def _is_outlet(ending: str) -> bool:
    """Whether what follows a headline begins with a capital, as outlets do: "- today" is when it happens."""
    first = ending.lstrip(" |–—-")[:1]
    return "|" in ending or not first.islower() or "." in ending


def _without_repeated(title: str, text: str) -> str:
    """Return the text without a closing sentence that repeats the headline.

    Feeds of blogs have one in any language: "The post (headline) appeared first on (outlet)".
    """
    at = text.rfind(title) if len(title) >= _REPEATED_FROM else -1
    if at <= 0 or len(text) - at - len(title) > _REPEATED_REST:
        return text
    end = max(text.rfind(mark, 0, at) for mark in (". ", "! ", "? ", "… ", ".” ", ".» "))
    start = end + 2
    if end < 0:  # the first sentence is not a footer
        return text
    return text[:start].rstrip() if at - start <= _REPEATED_HEAD else text[:at].rstrip()


def _sentence_end(text: str) -> int:
    """Return where the first sentence ends if that is near; 0 if it goes on and on."""
    end = _SENTENCE.search(text, 0, LEAD)
    return end.end() if end else len(text) if len(text) <= LEAD else 0


def _without_furniture(text: str) -> str:
    text = _BYLINE.sub("", text).replace("\n", " ").strip()
    head = text[:_CAPTION_HEAD]
    if "(" in head and _CAPTION_LOOK.finds(head.lower()) and (caption := _CAPTION.match(head)):
        text = text[caption.end() :]
    lower = text.lower()
    if _FURNITURE_LOOK.finds(lower):
        if _CREDIT_LOOK.finds(lower):
            text = _CREDIT.sub(" ", text)
            lower = text.lower()
        if _TAIL_LOOK.finds(lower):
            text = _TAIL.sub("", text)
    return text.strip()


def _lead_end(text: str) -> int:
    if len(text) <= LEAD:
        return len(text)
    stop = max(text.rfind(mark, LEAD - _LEAD_STRETCH, LEAD + _LEAD_STRETCH) for mark in (". ", "! ", "? ", "… "))
    return stop + 1 if stop > 0 else LEAD
