"""What does this markup say as plain text? For feed entries and for seed documents."""

import html
import re
import unicodedata

import nh3

_BLOCK = re.compile(
    r"<\s*/?\s*(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|figure|figcaption|section|article|hr|pre"
    r"|header|footer|aside|nav)\b[^<>]*>",
    re.IGNORECASE,
)
_TAGLIKE = re.compile(r"<[a-zA-Z/!?]")
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # not the single spaces, which are most
_NEWLINES = re.compile(r" ?\n[ \n]*")
# Direction overrides and isolates (spoofing), zero-width characters, soft hyphen, byte order mark, line separators.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff"
_MARKS = re.compile(f"([{_COMBINING}]{{3}})[{_COMBINING}]+")
_OPENS_SEQUENCE = "\x1b\x90\x98\x9b\x9d\x9e\x9f"
# What a terminal obeys: CSI; OSC, DCS, SOS, PM and APC with their terminator; any other escape; 7-bit and C1 forms.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)


def to_plain(markup: str) -> str:
    """Return the words of an HTML fragment, or of plain text; block borders become line breaks.

    Scripts and styles are dropped with their content. The result is clean in the sense of ``clean``.
    """
    if _TAGLIKE.search(markup):
        markup = nh3.clean(
            _BLOCK.sub(lambda tag: "\n" + tag.group(), markup),
            tags=set(),
            clean_content_tags={"script", "style", "iframe", "svg", "template", "noscript"},
        )
    return clean(html.unescape(markup))


def clean(text: str) -> str:
    """Return text that is safe to keep and show.

    NFC, no control or direction characters, no lone surrogates, at most three combining marks in a row, spaces
    folded (line breaks stay, at most one in a row).
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = _INVISIBLE.sub("", without_sequences(text))
    unwanted = {ord(char) for char in set(text) if unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}} - {ord("\n")}
    text = text.translate(dict.fromkeys(unwanted)) if unwanted else text
    text = _MARKS.sub(r"\1", text)
    return _NEWLINES.sub("\n", _SPACES.sub(" ", text)).strip()


def without_sequences(text: str) -> str:
    """Return text without what a terminal would obey, whole sequences: of ESC "[31mred" only "red" stays."""
    return _SEQUENCE.sub("", text) if any(sign in text for sign in _OPENS_SEQUENCE) else text


def one_line(text: str) -> str:
    """Return clean text without line breaks, for titles."""
    return clean(text).replace("\n", " ")
