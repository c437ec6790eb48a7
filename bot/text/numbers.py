"""Which numbers does a text name, however it writes them?"""

import re

_SCALE = {
    "thousand": 3, "tsd": 3, "tausend": 3, "tys": 3, "tysięcy": 3, "tysiące": 3, "тыс": 3, "тысяч": 3, "тысячи": 3,
    "тис": 3, "тисяч": 3, "тисячі": 3, "тысячы": 3, "k": 3,
    "million": 6, "millions": 6, "mn": 6, "m": 6, "mio": 6, "millionen": 6, "mln": 6, "miliona": 6, "milionów": 6,
    "miliony": 6, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6, "мільйон": 6, "мільйона": 6, "мільйонів": 6,
    "мільйони": 6, "мільён": 6, "мільёна": 6, "мільёнаў": 6,
    "billion": 9, "billions": 9, "bn": 9, "b": 9, "mrd": 9, "milliarde": 9, "milliarden": 9, "mld": 9, "miliard": 9,
    "miliarda": 9, "miliardów": 9, "miliardy": 9, "млрд": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9,
    "мільярд": 9, "мільярда": 9, "мільярдів": 9, "мільярди": 9, "мільярдаў": 9,
}  # fmt: skip
_PERCENT = ("%", "percent", "per cent", "prozent", "proc", "процент", "відсот", "працэнт")
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:(?P<gap>[ ,.\u00a0\u202f'])\d{3})(?:(?P=gap)\d{3})*(?!\d)|\d{1,15}(?!\d))"
    r"(?:[.,](?P<decimals>\d{1,2})(?!\d))?"
    r"(?P<after>[\s\u00a0-]?(?:%|[^\W\d_]+(?: cent)?))?"
)
_YEARS = range(1900, 2100)
_ROUNDED = 0.05  # of the exact number: outlets round no further
_WEAK = 12  # up to here a number is a clock hour, a month, a handful: no mark of an event


def numbers_in(text: str) -> list[tuple[str, str]]:
    """Return the telling numbers of a text, each as one form for all spellings and as written: ("1500000", "1.5 m").

    "1.5 billion", "1,5 Mrd." and "1 500 000 000" are one number, "12 percent" is "12%". Years and numbers up to twelve
    are left out, unless a scale or a per cent sign makes more of them.
    """
    found = []
    for number in _NUMBER.finditer(text):
        whole = re.sub(r"\D", "", number["digits"])
        after = (number["after"] or "").strip(" \u00a0-").lower()
        shift = _SCALE.get(after, 0)
        percent = after.startswith(_PERCENT)
        value = _shifted(whole, number["decimals"] or "", shift)
        plain = shift == 0 and not percent and number["gap"] is None
        if plain and number["decimals"] is None and (int(whole) <= _WEAK or int(whole) in _YEARS):
            continue
        bare = number.group()[: number.end("decimals" if number["decimals"] else "digits") - number.start()]
        found.append((value + "%" * percent, number.group() if shift or percent else bare))
    return found


def is_rounded(value: str, exact: str) -> bool:
    """Say whether a number, in the form of ``numbers_in``, is another one told less exactly: "10 bn" of "10.3 bn"."""
    if value.endswith("%") != exact.endswith("%"):
        return False
    rough, fine = (each.rstrip("%").replace(".", "").strip("0") for each in (value, exact))
    left, right = (float(each.rstrip("%")) for each in (value, exact))
    return len(rough) < len(fine) and abs(left - right) <= _ROUNDED * right


def _shifted(whole: str, decimals: str, shift: int) -> str:
    """Return the number moved ``shift`` places, without leading and closing zeros that say nothing."""
    decimals = decimals.rstrip("0")
    moved = whole + decimals[:shift] + "0" * (shift - len(decimals[:shift]))
    rest = decimals[shift:]
    return (moved.lstrip("0") or "0") + (f".{rest}" if rest else "")
