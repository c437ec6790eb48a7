"""Which parts of this text are not the article? Web furniture, datelines, captions, bylines, "read also".

``strip_page`` cleans a saved page (a seed document); ``split_entry`` takes apart what a feed said.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.topic.figures import figures

_FURNITURE = re.compile(
    r"""^\W*(?:
      leave\ a\ (?:reply|comment)|your\ email\ address\ will\ not|required\ fields\ are\ marked|related\ (?:articles|posts)
    |the\ recaptcha|back\ to\ top|this\ site\ uses\ akismet|join\ (?:our|us)|subscribe\ to|sign\ up\ (?:for|to)
    |follow\ us|share\ (?:this|on)|getty\ images|image\ (?:source|credit)|photo(?:\ by|:|\ credit)|original$|translation\ \w+$
    |materials\ section|all\ rights\ reserved|©|\(c\)|advertisement|read\ (?:more|also|next)|also\ read|see\ also
    |how\ to$|home\ »|by\ \||digest\ of\ author|republish|\w+\ has\ the\ exclusive\ right|this\ material\ is\ also
    |learn\ how\ your\ comment|click\ here|newsletter|cookie|accept\ all|log\ in|tags?:|filed\ under
    |leserbrief|kommentar\ schreiben|newsletter\ abonnieren|mehr\ zum\ thema|lesen\ sie\ auch|teilen
    |czytaj\ (?:też|także|więcej)|zobacz\ (?:też|także)|fot\.|źródło\ zdjęcia|udostępnij|skomentuj
    |читайте\ также|читать\ (?:далее|также)|подпис(?:ывайтесь|аться)|поделиться|фото:|комментари[ий]|оставить\ комментарий
    |читайце\ таксама|падпіс(?:вайцеся|ацца)|падзяліцца|фота:|каментар
    |читайте\ також|підпис(?:уйтесь|атися)|поділитися|фото\ |коментар
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CRUMBS = re.compile(r"^.*home\s*[»>/].*[»>/]\s*", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"^\W*\d{0,6}\W*$")
_DATELINE = re.compile(
    r"""^\s*(?:
      (?:[^\W\d_][^\W\d_.’'-]*[ ,/-]*){1,5}\s*[,.]?\s*(?:\(?\s*\d{1,2}[ .][^\W\d_]{3,10}\.?|\(?\s*[^\W\d_]{3,10}\.?\s\d{1,2})[^\n]{0,30}?(?:/[^/\n]{2,20}/|\([^)\n]{2,25}\)|[—–-]{1,2}\s|\.\s[—–-]?)
    | [A-ZА-ЯЁІЎЇЄҐ][A-ZА-ЯЁІЎЇЄҐŁŃŚ ,.'’/-]{2,40}\s*\([^)\n]{2,30}\)\s*[—–-]*
    | [A-ZА-ЯЁІЎЇЄҐ][A-ZА-ЯЁІЎЇЄҐŁŃŚ ,.'’/]{2,40}\s*[—–]\s
    | (?:[^\W\d_][\w.’'-]*[ ,]*){1,3}\s*\((?:dpa|afp|reuters|ap|taz|epd|kna|pap|tass|belta|interfax|ria|риа|тасс|белта|интерфакс|укрінформ|уніан|бел\w+)[^)\n]{0,20}\)\s*[—–-]*
    | (?:ТАСС|РИА\ Новости|БЕЛТА|БелТА|Интерфакс|УНІАН|Укрінформ|PAP|TASS|BelTA)[,.:/—–-]\s*
    )""",
    re.VERBOSE,
)  # the last two: a place and an agency
_BYLINE = re.compile(
    r"^\s*(?:by|von|autor|автор|аўтар|автори?)[\s:]+(?:[A-ZА-ЯЁІЎЇЄҐŁŚŻ][\w.’'-]+[ ,]*){1,6}(?:in [A-Z]\w+)?\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_TAIL = re.compile(
    r"""\s*(?:continue\ reading|read\ (?:more|also|next|the\ full)|see\ also|also\ read|weiterlesen|mehr\ dazu|lesen\ sie\ auch
    |czytaj\ (?:też|także|więcej|dalej)|zobacz\ (?:też|także)|читайте\ (?:также|також)|читайце\ таксама|читать\ далее|чытаць\ далей
    |related:|the\ post\ .{3,200}\ (?:first\ )?appeared\ first\ on|related\ (?:articles|stories)|подробнее|детальніше|падрабязней
    |с(?:м\.|мотрите)\ также|глядзіце\ таксама|дивіться\ також
    |follow\ (?:the\ latest|our|all\ the)|latest\ (?:news\ )?updates?$|latest\ updates).*$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CREDIT = re.compile(
    r"""\(?\s*(?:photo(?:graph)?|image|picture|foto|fot\.|bild|фото|фота)\s*(?:by|credit|:|©|/)\s*[^.)\n]{2,120}[.)]?
    | \([^()\n]{2,60}(?:/|via\ )(?:AP|AFP|Reuters|Getty|EPA|TASS|dpa|PAP|Sputnik|POOL|Shutterstock|Pool)[^()\n]{0,60}\)""",
    re.IGNORECASE | re.VERBOSE,
)
_LIVE = re.compile(
    r"""\b(?:live(?:\s?blog|\s?ticker|\s+updates?|\s+news)?|as\ it\ happened|live:|at\ a\ glance|what\ we\ know\ on\ day|liveticker|newsblog|ticker
    |na\ żywo|relacja|онлайн|хроника|хроніка|главное\ за|what\ to\ know|day\ \d+\ of|weekly\ digest|morning\ briefing|briefing:|daily\ digest|news\ roundup|roundup)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OUTLET = re.compile(r"\s+[|–—-]\s+(?:[A-ZА-ЯЁІЎ][\w.'’]*\s*){1,4}(?:\.\w{2,3})?\s*$|\s+[|–—-]\s+\w+\.\w{2,3}\s*$")
_CLAUSE = re.compile(r"[;•]|\s[–—-]\s|[.!?…]\s")
# "Ann Example (L), ... (2R)", or a sentence that closes with a place, a date and a credit.
_CAPTION = re.compile(
    r"^[^\n]{0,400}?\((?:L|R|C|2L|2R|3L|3R|left|right|center|centre|links|rechts|слева|справа|на фото|po lewej|po prawej)\)[^\n]{0,400}?(?:\.\s|$)"
    r"|^[^\n]{0,400}?\([^()\n]{2,60}(?:/|via )(?:AP|AFP|Reuters|Getty|EPA|TASS|dpa|PAP|Sputnik|Pool|Shutterstock)[^()\n]{0,60}\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an entry says, by place. Positions are not kept: parts are cut out of the entry."""

    title: str
    lead: str
    body: str
    live: bool  # a running report on many things: only its first clause says what it is about


def strip_page(text: str) -> str:
    """Return a saved page without the furniture around the article, line by line."""
    lines = []
    for line in text.split("\n"):
        line = _CRUMBS.sub("", line)  # noqa: PLW2901 - the same line, shorter
        if _FURNITURE.match(line) and len(line) < 160:  # noqa: PLR2004 - furniture is short; sentences may start alike
            continue
        if not _NUMBER_LINE.match(line):
            lines.append(line.strip())
    return "\n".join(lines)


_HEAD_LINES = 12
_HEAD_LINE = 80


def page_date(text: str) -> date | None:
    """Return the date in the short lines above a saved article ("By Ann | September 21, 2020"); None if there is none."""
    for line in text.split("\n")[:_HEAD_LINES]:
        if len(line) <= _HEAD_LINE:
            for figure in figures(line):
                if _FULL_DATE.fullmatch(figure):
                    try:
                        return date.fromisoformat(figure)
                    except ValueError:  # 31 September
                        continue
    return None


LEAD = 420  # characters: what most feeds give; two or three sentences
_LEAD_STRETCH = 120


def split_entry(title: str, text: str) -> Parts:
    """Return an entry's headline, lead and body without datelines, captions, bylines and references to other texts."""
    title = title.strip()
    live = bool(_LIVE.search(title))
    if outlet := _OUTLET.search(title):
        title = title[: outlet.start()]
    text = _CAPTION.sub("", text.replace("\n", " ").strip() if "(" in text[:800] else text)
    text = _TAIL.sub("", _BYLINE.sub("", _CREDIT.sub(" ", text))).replace("\n", " ").strip()
    if text.startswith(title) and title:
        text = text[len(title) :].lstrip(" .:|-–—")
    if dateline := _DATELINE.match(text):
        text = text[dateline.end() :]
    cut = len(text)
    if cut > LEAD:
        stop = max(text.rfind(mark, LEAD - _LEAD_STRETCH, LEAD + _LEAD_STRETCH) for mark in (". ", "! ", "? ", "… "))
        cut = stop + 1 if stop > 0 else LEAD
    lead, body = text[:cut], text[cut:]
    if live:
        clause = _CLAUSE.search(text)
        cut = min(clause.start() if clause else cut, cut)
        lead, body = text[:cut], text[cut:]
    return Parts(title=title, lead=lead, body=body, live=live)
