"""What does this markup say as plain text? For feed entries and for seed documents."""

import html
import re
import unicodedata
from collections.abc import Callable

import nh3

_BLOCK = re.compile(
    r"<\s*/?\s*(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|figure|figcaption|section|article|hr|pre"
    r"|header|footer|aside|nav)\b[^<>]*>",
    re.IGNORECASE,
)
# What tags become that only begin and end something.
_BLOCKS = "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote figure figcaption section article hr header footer"
_INLINES = "a b strong i em u s span img small big sub sup font cite code del ins mark q abbr time tt"
_BECOMES = {
    slash + name: becomes
    for names, becomes in ((_BLOCKS, "\n"), (_INLINES, ""))
    for name in names.split()
    for slash in ("", "/")
}
_TAG = re.compile(
    r"""/?([a-zA-Z]\w*+)(?:\s++[a-zA-Z][-\w:.]*+(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+\s*+/?""",
    re.ASCII,
)
_CUT = re.compile(r"&[#\w]*+<")  # a reference inside which a tag begins
_TAGLIKE = re.compile(r"<[a-zA-Z/!?]")
# Anything but the letters, digits and signs that fill ordinary text: those need no closer look.
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\u00a0-\u00ac\u00ae-\u0131\u0134-\u01c3\u01cd-\u01f0\u01f4-\u02af\u02b9-\u02df\u02e5-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122"
    "\u3001-\u3003\u3008-\u3011\u4e00-\u9fef\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # not single spaces, the usual case
# Direction overrides and isolates (spoofing), zero-width characters, soft hyphen, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
# Separators of lines, pages, records or words other than blanks: text from desktop programs is full of them.
_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029\u3164\uffa0\u115f\u1160\u2800\ufffc]")
# Characters that are Latin letters and digits in another style; channels use them as bold or italic.
_DRAWN = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a"
    "\u2071\u207f\u2160-\u217f\u24b6-\u24e9\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c"
    "\u212d\u212f-\u2131\u2133\u2134\u2139\u2145-\u2149\u249c-\u24b5\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
    "\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)
_NEGATIVE = {0x1F150 + place: chr(0x41 + place) for place in range(26)} | {
    0x1F170 + place: chr(0x41 + place) for place in range(26)
}  # white on black, which Unicode does not map to Latin
# Separate parts of letters, with marks that belong to them; combined, they are the usual letters.
_HALF_WIDTH = re.compile("[\uff65-\uff9f]+")
# Phonetic signs used as small capitals. Some are letters of phonetic spellings, too: they count as small capitals
# beside one that is nothing else.
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz")
_SMALL_CAPITAL = re.compile("[\u1d00-\u1d22\ua730\ua731]")
_STRUCK_OUT = re.compile("[\u0305\u0332\u0333\u0335-\u0338\u20d2\u20d3\u20e5]")  # strokes through and under letters
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# Two references for the halves of one character, as programs with UTF-16 text write them.
_HALVES = re.compile(
    r"&#(?:(5[56]\d{3})|[xX]([dD][89abAB][0-9a-fA-F]{2}));&#(?:(5[67]\d{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_ESCAPED_AT_MOST = 3  # further times, beyond the one that markup needs
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff"
_MARKS = re.compile(f"([{_COMBINING}]{{3}})[{_COMBINING}]+")
_OPENS_SEQUENCE = "\x1b\x90\x98\x9b\x9d\x9e\x9f"
# What a terminal obeys: CSI; OSC, DCS, SOS, PM and APC with their terminator; any other escape; 7-bit and C1 forms.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)


def without_tags(markup: str, dropped: frozenset[str] = frozenset()) -> str:
    """Return an HTML fragment without its tags, read as browsers read it: it copes with anything, at a price.

    Elements that are ``dropped`` go with what is in them, as scripts do.
    """
    return nh3.clean(
        _BLOCK.sub(lambda tag: "\n" + tag.group(), markup),
        tags=set(),
        clean_content_tags={"script", "style", "iframe", "svg", "template", "noscript", *dropped},
    )


def to_plain(markup: str, parse: Callable[[str], str] = without_tags) -> str:
    """Return the words of an HTML fragment, or of plain text; block borders become line breaks.

    Scripts and styles are dropped with their content. The result is clean in the sense of ``clean``. ``parse`` is asked
    if tags do more than begin and end.
    """
    if "<![CDATA[" in markup:  # left by a program that escaped once more unawares
        markup = _CDATA.sub(r"\1", markup)
    if "<" in markup and _TAGLIKE.search(markup):
        simple = _without_simple_tags(markup)
        markup = parse(markup) if simple is None else simple
    return clean(_unescaped(markup) if "&" in markup else markup)


def _without_simple_tags(markup: str) -> str | None:
    """Return what ``without_tags`` would, in a tenth of its time; None if tags do more than begin and end.

    What browsers move, hide or read in a special way (tables, comments, scripts, unclosed attributes, references and
    tags inside which another tag begins) is not simple.
    """
    if "&" in markup and _CUT.search(markup):
        return None
    first, *rest = markup.split("<")
    parts = [first]
    for part in rest:
        tag, closed, text = part.partition(">")
        becomes = _BECOMES.get(tag)
        if becomes is None and (found := _TAG.fullmatch(tag)):
            becomes = _BECOMES.get(found[1].lower())
        parts += (becomes, text) if closed and becomes is not None else ("<", part)
    said = "".join(parts)
    return None if "<" in said and _TAGLIKE.search(said) else said


def clean(text: str) -> str:
    """Return text that is safe to keep and show.

    NFC, no control or direction characters, no lone surrogates, at most three combining marks in a row, spaces
    folded (line breaks stay, at most one in a row).
    """
    usual = (text.isascii() and text.replace("\n", "").isprintable()) or not _UNUSUAL.search(text)
    if not usual:
        text = _without_unusual(text)
    if not usual or "  " in text or "\xa0" in text:
        text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = "\n".join(filter(None, [line.strip(" ") for line in text.split("\n")]))
    return text.strip()


def _without_unusual(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _INVISIBLE.sub("", _SEPARATORS.sub(" ", without_sequences(text)))
    unwanted = {ord(char) for char in set(text) if unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}} - {ord("\n")}
    text = unicodedata.normalize("NFC", text.translate(dict.fromkeys(unwanted)) if unwanted else text)
    text = _STRUCK_OUT.sub("", _HALF_WIDTH.sub(_as_usual, _DRAWN.sub(_as_usual, text)))
    text = text.translate(_SMALL_CAPITALS) if _SMALL_CAPITAL.search(text) else text
    return _MARKS.sub(r"\1", unicodedata.normalize("NFC", text))


def _as_usual(drawn: re.Match[str]) -> str:
    said = drawn.group()
    return _NEGATIVE.get(ord(said[0])) or unicodedata.normalize("NFKC", said).strip("()")


def _unescaped(text: str) -> str:
    """Return text with its references resolved, even if programs escaped them again and again."""
    text = html.unescape(with_whole_references(text))
    for _ in range(_ESCAPED_AT_MOST):
        if not _ENTITY.search(text):
            break
        text = html.unescape(with_whole_references(text))
    return text


def with_whole_references(text: str) -> str:
    """Return text in which references to surrogate halves are joined into whole characters."""
    return _HALVES.sub(_whole, text) if "&#" in text else text


def _whole(halves: re.Match[str]) -> str:
    codes = [int(part, base) for part, base in zip(halves.groups(), (10, 16, 10, 16), strict=True) if part]
    try:
        return "".join(map(chr, codes)).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return halves[0]


def without_sequences(text: str) -> str:
    """Return text without whole terminal control sequences: of ESC "[31mred" only "red" stays."""
    return _SEQUENCE.sub("", text) if any(sign in text for sign in _OPENS_SEQUENCE) else text


def spaced(text: str) -> str:
    """Return text with one blank between its words: so sentences are quoted, and looked for in what they are from."""
    return " ".join(text.split())


def one_line(text: str) -> str:
    """Return clean text without line breaks, for titles."""
    return clean(text).replace("\n", " ")
