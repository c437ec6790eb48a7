"""Which characters do these bytes stand for? Servers and documents say so, and both are often wrong."""

import codecs
import re
from contextlib import suppress

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# "<?", "<r", "<f", "{" ... without a mark: which of the first four bytes are zero shows the width and byte order.
_ZEROS = {b"0.0.": "utf-16-be", b".0.0": "utf-16-le", b"000.": "utf-32-be", b".000": "utf-32-le"}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# Names are those that Python's codecs give themselves: looking them up would load fifty modules.
# What browsers read in place of the declared charset (WHATWG's Encoding Standard): supersets with more characters.
_BETTER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_OLD_NAMES = {"logical": "iso-8859-8", "visual": "iso-8859-8", "windows-31j": "cp932", "unicode-1-1-utf-8": "utf-8"}
# Codecs that a reading process loads before it locks itself in. What is not here is not decoded.
KNOWN = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii cp1250 cp1251 cp1252 cp1253 cp1254 "
    "cp1255 cp1256 cp1257 cp1258 cp866 koi8-r koi8-u iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 "
    "iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 mac-cyrillic mac-roman "
    "gb18030 gb2312 gbk big5 big5hkscs shift_jis euc_jp euc_kr iso2022_jp cp874 cp932 cp949 iso8859-11 tis-620"
)
_NAMES = frozenset(KNOWN.split())
_ASCII = bytes(range(128))
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{2,}")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_CONTINUING = bytes((*range(0x80), *range(0xC0, 0x100)))
_SAID = 4  # times as many damaged bytes as whole ones still pass as UTF-8 if the document says that it is
_NEARLY_ALL = 0.9  # share of whole ones above which a document is UTF-8, damaged or not, whatever it declares
_FEW = 0.05  # share of damaged characters up to which the declared charset is believed


def to_text(body: bytes, http_charset: str | None) -> str:
    """Return the text of a document.

    A byte order mark decides. Otherwise valid UTF-8 is UTF-8, since other texts are so only by a miracle; next come
    the header (unless it says Latin-1, the default of unconfigured servers) and the declaration; then a text with more
    whole UTF-8 characters than damage is damaged UTF-8, which costs only the damaged characters; then Cyrillic in its
    Windows or KOI8 form.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    wide = _ZEROS.get(bytes(b"."[0] if byte else b"0"[0] for byte in body[:4]))
    if wide:
        return body.decode(wide, "replace")
    said = _DECLARED.match(body[:400])
    names = [_known(http_charset), _known(said[1].decode("ascii")) if said else None]
    if names[0] == "cp1252" and names[1] is not None:
        names.reverse()
    if "iso2022_jp" not in names:  # which is made of ASCII
        with suppress(UnicodeDecodeError):
            return body.decode("utf-8")
        names.insert(0, "utf-8")
        if _is_damaged_utf8(body):
            return body.decode("utf-8", "replace")
    for candidate in filter(None, names):
        try:
            return body.decode(candidate)
        except UnicodeDecodeError:
            continue
    declared = said is not None and said[1].lower() in {b"utf-8", b"utf8"}
    return _guessed(
        body,
        [name for name in names if name not in {None, "utf-8", "cp1252"}],
        says_utf8=declared or not any(names[1:]),
    )


def _known(name: str | None) -> str | None:
    if name is None:
        return None
    name = re.sub(r"^(?:x-)+|(?<=iso-8859-8)-[ie]$", "", name.lower())
    name = re.sub(r"^(?:windows|win|dos|ibm)-?(?=\d+$)", "cp", name)
    try:
        found = codecs.lookup(_OLD_NAMES.get(name, name)).name
    except LookupError:
        return None
    found = _BETTER.get(found, found)
    if found not in _NAMES:
        return None
    return None if found.startswith(("utf-16", "utf-32", "utf_8")) else found  # would have been recognised above


def _guessed(body: bytes, named: list[str], *, says_utf8: bool) -> str:
    """Decode bytes that are not in the declared charset, or are damaged."""
    strange, whole = _beyond_ascii(body)
    if whole * (_SAID if says_utf8 else 1) > strange - whole:
        return body.decode("utf-8", "replace")
    for name in named:
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= max(1, _FEW * strange):
            return text
    # Cyrillic letters come in whole words; accented letters of Latin texts come singly.
    if sum(len(word) for word in _FOREIGN_WORD.findall(body)) <= strange / 2:
        return body.decode("cp1252", "replace")
    # In the wrong one of the two, small letters come out as capitals.
    return max(body.decode("cp1251", "replace"), body.decode("koi8-r"), key=_small_cyrillic)


def _beyond_ascii(body: bytes) -> tuple[int, int]:
    """Return how many bytes are not ASCII, and how many of those belong to whole UTF-8 characters."""
    foreign = body.translate(None, _ASCII)
    return len(foreign), sum(len(found) for found in _SEQUENCE.findall(body))


def _is_damaged_utf8(body: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 are UTF-8 with some damage."""
    # Of a whole character at least every other byte continues it: to count those takes a hundredth of the time.
    if 2 * len(body.translate(None, _NOT_CONTINUING)) <= _NEARLY_ALL * len(body.translate(None, _ASCII)):
        return False
    strange, whole = _beyond_ascii(body)
    return whole > _NEARLY_ALL * strange


def _small_cyrillic(text: str) -> int:
    return sum("а" <= char <= "я" for char in text)
