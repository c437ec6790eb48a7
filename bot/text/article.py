"""What does an article really say? Without furniture of its page, datelines, captions, bylines and "read also"."""

import re
from dataclasses import dataclass
from datetime import date

from bot.text.numbers import figures

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


LEAD = 420  # characters: what most feeds give; two or three sentences
_LEAD_STRETCH = 120
_TITLE = 600  # characters of a headline that are read
_MOTTO = 3  # words: such a title ("Frontline estate") says nothing, and the first sentence is the headline
_HEAD = 160  # characters in which a dateline stands
_CAPTION_HEAD = 900

_UPPER = "A-ZА-ЯЁІЎЇЄҐŁŃŚŻŹĆÓÄÖÜ"
_PLACE = rf"[{_UPPER}][\w.’'-]{{0,30}}(?:[ /-][{_UPPER}][\w.’'-]{{0,30}}){{0,3}}"
_DAY = r"(?:\d{1,2}\.? [^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.? \d{1,2})"
_AGENCY = "dpa|afp|reuters|ap|taz|epd|kna|pap|tass|belta|interfax|ria|риа|тасс|белта|интерфакс|укрінформ|уніан"
_DATELINE = re.compile(
    rf"\s?{_PLACE}, ?{_DAY}[^\n]{{0,30}}?(?:/[^/\n]{{2,20}}/\.?|\([^)\n]{{2,25}}\)|[—–-]{{1,2}} |\. (?!/)[—–-]?)"
    rf"|\s?[{_UPPER} ,.'’/-]{{3,40}}\([^)\n]{{2,30}}\) ?[—–-]{{0,2}}"
    rf"|\s?[{_UPPER} ,.'’/]{{3,40}} [—–] "
    rf"|\s?{_PLACE} ?\((?i:{_AGENCY})[^)\n]{{0,20}}\) ?[—–-]{{0,2}}"
    r"|\s?(?:ТАСС|РИА Новости|БЕЛТА|БелТА|Интерфакс|УНІАН|Укрінформ|PAP|TASS|BelTA)[,.:/—–-] ?"
)
_BYLINE = re.compile(
    r"^ ?(?:by|von|autor|автор|аўтар|автори)[: ]{1,2}[^\W\d_][\w.’'-]{0,30}(?: [^\W\d_][\w.’'-]{0,30}){0,4}$",
    re.MULTILINE | re.IGNORECASE,
)
_TAILS = (
    "continue reading|read (?:more|also|next|the full)|see also|also read|related:|related (?:articles|stories)",
    "the post .{3,200} appeared first on|follow (?:the latest|our|all the)|latest (?:news )?updates",
    "weiterlesen|mehr dazu|lesen sie auch",
    "czytaj (?:też|także|więcej|dalej)|zobacz (?:też|także)",
    "читайте также|читать далее|подробнее:|смотрите также|см. также",
    "читайце таксама|чытаць далей|падрабязней:|глядзіце таксама",
    "читайте також|детальніше:|дивіться також",
)
_TAIL = re.compile(rf"\b(?:{'|'.join(_TAILS)}).*$", re.IGNORECASE | re.DOTALL)
_HOUSES = "AP|AFP|Reuters|Getty|EPA|TASS|dpa|PAP|Sputnik|Pool|Shutterstock"
_CREDIT = re.compile(
    r"\(?\b(?:photo(?:graph)?|image|picture|foto|fot\.|bild|фото|фота) ?(?:by|credit|:|©|/) ?[^.)\n]{2,120}[.)]?"
    rf"|\([^()\n]{{2,60}}(?:/|via )(?:{_HOUSES})[^()\n]{{0,60}}\)",
    re.IGNORECASE,
)
# "Ann Example (L) and ... (2R) meet." or a sentence that closes with a credit: a caption in place of the lead.
_CAPTION = re.compile(
    r"[^\n]{0,400}?\((?:[23]?[LRC]|left|right|cent(?:er|re)|links|rechts|слева|справа|на фото|po lewej|po prawej)\)"
    r"[^\n]{0,400}?(?:\. |\.?$)"
    rf"|[^\n]{{0,400}}?\([^()\n]{{2,60}}(?:/|via )(?:{_HOUSES})[^()\n]{{0,60}}\)",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"\b(?:live(?: ?blog| ?ticker| updates?| news|:)?|as it happened|at a glance|what we know on day|newsblog|ticker"
    r"|day \d{1,4} of|na żywo|relacja|онлайн|хроника|хроніка)\b",
    re.IGNORECASE,
)
# Many things in one entry: the week's or the day's news, by language.
_ROUNDUP = re.compile(
    r"\b(?:(?:weekly|daily|news|week(?:ly)? in) (?:digest|review|briefing|news)|(?:morning|evening) briefing|briefing:"
    r"|(?:news |weekly |daily )?round-?up|(?:the )?week in (?:review|pictures|photos)|top stories|things to know"
    r"|wochenrückblick|tagesrückblick|(?:das|die) wichtigste\w* (?:de[sr]|vom|am|in kürze)|nachrichtenüberblick"
    r"|najważniejsze (?:wydarzenia|wiadomości|informacje)|podsumowanie (?:dnia|tygodnia)"
    r"|przegląd (?:dnia|tygodnia|prasy)"
    r"|(?:главн\w+|важн\w+) (?:тем\w+|новост\w+|событи\w+) (?:дня|недели|месяца|суток|утра|вечера|к этому)"
    r"|(?:главное|самое важное|коротко) (?:за|к) \w+|итоги (?:дня|недели|месяца)|дайджест"
    r"|новости (?:дня|недели) коротко"
    r"|(?:галоўн\w+|важн\w+) (?:тэм\w+|навін\w+|падзе\w+) (?:дня|тыдня|месяца)|галоўнае за \w+|вынікі (?:дня|тыдня)"
    r"|(?:головн\w+|важлив\w+) (?:тем\w+|новин\w+|поді\w+) (?:дня|тижня|місяця|доби)|головне за \w+"
    r"|підсумки (?:дня|тижня)|дайджэст)\b",
    re.IGNORECASE,
)
_NEWSROOM = r"(?:\w+[ .])?(?:news|post|times|today|media|tv|радио|новости|навіны|новини|газета|radio|zeitung|portal)"
_AGENCIES = "риа новости|тасс|белта|interfax|tass|belta"
_OUTLET = re.compile(
    rf" \| [^|\n]{{2,40}}$| [–—-] (?:\w[\w-]{{0,30}}\.[a-z]{{2,6}}|{_NEWSROOM}|{_AGENCIES})$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…](?= )")
_CLAUSE = re.compile(r"[;•]| [–—-] |[.!?…] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an entry says, by place."""

    title: str
    lead: str
    body: str
    live: bool  # a running report on many things: its headline and first clause say what it is about


def split_entry(title: str, text: str) -> Parts:
    """Return an entry's headline, lead and body without what only stands around them."""
    title = title.strip()[:_TITLE]
    live = _LIVE.search(title) is not None or _ROUNDUP.search(title) is not None
    if outlet := _OUTLET.search(title):
        title = title[: outlet.start()]
    text = _without_furniture(text)
    if title and text.startswith(title):
        text = text[len(title) :].lstrip(" .:|–—-")
    if dateline := _DATELINE.match(text[:_HEAD]):
        text = text[dateline.end() :].lstrip()
    if title and not live and len(title.split()) <= _MOTTO and (first := _sentence_end(text)):
        title, text = f"{title} · {text[:first]}", text[first:].lstrip()
    cut = _lead_end(text)
    if live:
        clause = _CLAUSE.search(text, 0, cut)
        cut = clause.start() if clause else cut
    return Parts(title=title, lead=text[:cut], body=text[cut:], live=live)


def _sentence_end(text: str) -> int:
    """Return where the first sentence ends, which is not far; 0 where it goes on and on."""
    end = _SENTENCE.search(text, 0, LEAD)
    return end.end() if end else len(text) if len(text) <= LEAD else 0


def _without_furniture(text: str) -> str:
    text = _BYLINE.sub("", text).replace("\n", " ").strip()
    if "(" in text[:_CAPTION_HEAD] and (caption := _CAPTION.match(text[:_CAPTION_HEAD])):
        text = text[caption.end() :]
    return _TAIL.sub("", _CREDIT.sub(" ", text)).strip()


def _lead_end(text: str) -> int:
    if len(text) <= LEAD:
        return len(text)
    stop = max(text.rfind(mark, LEAD - _LEAD_STRETCH, LEAD + _LEAD_STRETCH) for mark in (". ", "! ", "? ", "… "))
    return stop + 1 if stop > 0 else LEAD
