"""Which address does a feed mean by an item's link? Corrects what people and their programs write. Pure."""

import re
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from bot.feeds.address import canonical

# What slips in with a copied address: invisible characters, quotes and brackets around it, a tag around it.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_AROUND = " \t\r\n\u00a0\"'<>\u201c\u201d\u201e\u00ab\u00bb"
_TAG = re.compile(r"""<a\b[^<>]{0,500}?\bhref\s*=\s*["']?([^"'<>\s]+)""", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?:\[[^\[\]]{0,500}\])?\((https?://\S{1,2000})\)", re.IGNORECASE)  # as Markdown has it
_CDATA = re.compile(r"\s*<?!?\[CDATA\[(.*?)\]\]>?\s*", re.DOTALL | re.IGNORECASE)  # escaped, or only half there
_TWO = re.compile(r"\s*(https?://\S+)\s+https?://", re.IGNORECASE)
_BEFORE = re.compile(r"^\s*(?:url|uri|link|feed):(?=https?:|//)", re.IGNORECASE)
_NOTHING = frozenset(("null", "none", "nil", "undefined", "nan", "false", "true"))  # what programs write for "no link"
_SAYS = re.compile(r"[\w/]")
_NEVER = frozenset('"<>')  # unescaped in an address
_TWICE = re.compile(r"^https?:(?://)?(?=https?:)", re.IGNORECASE)
_BACKSLASHES = re.compile(r"^https?\\?:[/\\]{2}[^?#]*", re.IGNORECASE)
_BLANK_IN_HOST = re.compile(r"^(https?://)\s*([^\s/?#]+)\s*(?=[/?#]|$)", re.IGNORECASE)
_WRAP = re.compile(r"\s*[\r\n\t]+\s*")
_SLASHES = re.compile(r"^\s*(https?)(?::/{3,}|:/(?!/)|://(?=/)|//(?!/)|[;,.]//)(?=[^/\s])", re.IGNORECASE)
_HOST_FIRST = re.compile(r"^(?:www\.|(?:[a-z0-9-]+\.)+(?P<top>[a-z]{2,24})(?::\d+)?/)", re.IGNORECASE)
_FILES = frozenset(
    ("html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "cgi", "xml", "rss", "json", "txt", "pdf")
)
# Redirectors through which sites lead out: host, path, and the parameter that holds the real address.
_WAYS_OUT = (
    (re.compile(r"(?:www\.|news\.)?google(?:\.[a-z]{2,3}){1,2}"), "/url", ("url", "q")),
    (re.compile(r"(?:www\.)?bing\.com"), "/news/apiclick.aspx", ("url",)),
    (re.compile(r"(?:www\.)?duckduckgo\.com"), "/l/", ("uddg",)),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"l\.instagram\.com"), "/", ("u",)),
    (re.compile(r"(?:www\.)?youtube\.com"), "/redirect", ("q",)),
    (re.compile(r"(?:m\.)?vk\.(?:com|ru)"), "/away.php", ("to",)),
    (re.compile(r"t\.umblr\.com"), "/redirect", ("z",)),
    (re.compile(r"out\.reddit\.com"), "", ("url",)),
    (re.compile(r"(?:www\.)?linkedin\.com"), "/redir/redirect", ("url",)),
)
_USUAL = re.compile(r"https?://(?!https?:)[a-zA-Z0-9][!#-&(-;=?-\[\]-~]*", re.ASCII)
_SOME_WAYS_OUT = (
    "google", "bing.", "duckduckgo", "facebook", "instagram", "youtube", "vk.", "umblr", "reddit", "linkedin"
)  # fmt: skip
_FIELDS = 100  # fields of a query that are read
_NESTED = 100  # nested ways out that are followed: more than an address has room for


def meant(link: str, base: str) -> str | None:
    """Return what to resolve against ``base``; None for text that is no address at all.

    Wrapped lines are joined, a blank in an address becomes %20 and "&amp;" becomes "&", a missing scheme is that of
    ``base``, a site's way out is replaced by where it leads, and stray characters from copying are left out.
    """
    if _USUAL.fullmatch(link) and "&amp;" not in link and not _leads_out(link.lower()):
        return link
    link = _cleared(link).replace("&amp;", "&")
    if link.lower() in _NOTHING or not _SAYS.search(link):
        return None
    link = _SLASHES.sub(lambda found: f"{found[1]}://", link)
    if "://" not in link[:12] and (first := _HOST_FIRST.match(link)) and (first["top"] or "").lower() not in _FILES:
        link = f"{urlsplit(base).scheme or 'https'}://{link}"
    if not _is_address(link):
        return None
    return _behind(_quoted(link), base)


def _leads_out(link: str) -> bool:
    """Whether an address in lower case may be a way out."""
    for name in _SOME_WAYS_OUT:  # noqa: SIM110 - runs for each item, and any() takes three times as long
        if name in link:
            return True
    return False


def _quoted(link: str) -> str:
    return "".join("%20" if char.isspace() else quote(char) if char in _NEVER else char for char in link)


def _cleared(link: str) -> str:
    """Return an address without what slipped into it."""
    if found := _CDATA.fullmatch(link) or _TAG.search(link) or _IN_BRACKETS.fullmatch(link.strip()) or _TWO.match(link):
        link = found[1]
    link = _BEFORE.sub("", link)
    link = _TWICE.sub("", _WRAP.sub("", _UNSEEN.sub("", link).strip(_AROUND)))
    link = _BACKSLASHES.sub(lambda found: found[0].replace("\\:", ":").replace("\\", "/"), link)
    return _BLANK_IN_HOST.sub(r"\1\2", link)


def _is_address(link: str) -> bool:
    """Whether it may be an address: a sentence in place of a link is none."""
    if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE) or link.startswith(("/", "?", "#", ".")):
        return True
    return bool(link) and not re.search(r"\s", link)


def _behind(link: str, base: str) -> str:
    """Return where a link leads behind the sites' ways out."""
    for _ in range(_NESTED):
        real = _led_to(link, base)
        if real is None:
            return link
        link = real
    return link


def _led_to(link: str, base: str) -> str | None:
    """Return the address in the parameter of a way out; None if this is not one."""
    try:
        parts = urlsplit(urljoin(base, link))
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return None
    names = next((names for way, path, names in _WAYS_OUT if parts.path.startswith(path) and way.fullmatch(host)), ())
    asked = parse_qs(parts.query, max_num_fields=_FIELDS) if names and parts.query.count("&") < _FIELDS else {}
    real = _quoted(_cleared(next((asked[name][0] for name in names if name in asked), "")))
    return real if real.startswith(("http://", "https://")) and canonical(real) is not None else None
