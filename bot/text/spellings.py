"""How else may this name be spelled, by the rules of transliteration? For spellings that nobody has listed.

Latin renderings of Cyrillic names (BGN/PCGN, the passport rules of ICAO, GOST 7.79 and ISO 9, the Belarusian Latin
alphabet, the Ukrainian rules of 2010, English, German, Polish and French press use) and Cyrillic renderings of one
East Slavic language in another. Made once, when the topic is compiled; spellings are folded, so marks do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.text.words import fold

_LEAST = 5  # letters of each rendered word: shorter ones are words of other languages too often
_EAST_SLAVIC = ("ru", "be", "uk")
_LATIN = ("en", "de", "pl")
_KINDS = frozenset({"person", "place"})
_TWO_WORDS = re.compile(r"\w[ -]\w")
_VOWELS = "аеиоуыэюяіїє"


def _table(text: str) -> dict[str, str]:
    """Read "а a б b": a letter and its rendering; "-" for none."""
    words = text.split()
    return {letter: "" if latin == "-" else latin for letter, latin in zip(words[::2], words[1::2], strict=True)}


_PLAIN = _table("а a б b д d з z к k л l м m н n о o п p р r с s т t у u ф f э e ъ - ь - ' -")
_ENGLISH = _PLAIN | _table("в v г g ж zh и i й y х kh ц ts ч ch ш sh щ shch ы y ю yu я ya е e і i ї yi є ye ў u")
# (language of the rendering, letters, rendering of е ю я є ї at the beginning and after a vowel)
_SCHEMES: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...] = (
    ("en", _ENGLISH, {"е": "ye"}),
    ("en", _ENGLISH, {}),
    ("en", _ENGLISH | _table("й i ю iu я ia є ie ї i ў u"), {}),
    ("en", _ENGLISH | _table("г h і i ў w е e"), {}),
    ("en", _ENGLISH | _table("г h й i ю iu я ia е ie є ie ї i"), {"е": "ye", "є": "ye", "ю": "yu", "я": "ya"}),
    ("en", _PLAIN | _table("в v г g ж z и i й j х h ц c ч c ш s щ s ы y ю u я a е e і i ї i є e ў u"), {}),
    ("en", _PLAIN | _table("в v г g ж z и i й j х ch ц c ч c ш s щ sc ы y ю ju я ja е e і i ї ji є je ў u"), {}),
    ("en", _PLAIN | _table("в v г h ж z и y й j х ch ц c ч c ш s щ sc ы y ю iu я ia е ie і i ї i є ie ў u"),
     {"е": "je", "ю": "ju", "я": "ja", "є": "je"}),
    ("en", _PLAIN | _table("в v г g ж j и i й i х kh ц ts ч tch ш ch щ chtch ы y у ou ю iou я ia е e і i ї i є e ў ou"),
     {}),
    ("de", _PLAIN | _table("в w г g ж sch и i й j х ch ц z ч tsch ш sch щ schtsch ы y ю ju я ja е e і i ї ji є je ў u"),
     {"е": "je"}),
    ("de", _PLAIN | _table("в w г h ж sch и y й j х ch ц z ч tsch ш sch щ schtsch ы y ю ju я ja е e і i ї ji є je ў u"),
     {"е": "je"}),
    ("pl", _PLAIN | _table("в w г g ж z и i й j х ch ц c ч cz ш sz щ szcz ы y ю iu я ia е ie і i ї ji є ie ў u"),
     {"е": "je", "ю": "ju", "я": "ja", "є": "je"}),
    ("pl", _PLAIN | _table("в w г h ж z и y й j х ch ц c ч cz ш sz щ szcz ы y ю iu я ia е ie і i ї ji є ie ў u"),
     {"е": "je", "ю": "ju", "я": "ja", "є": "je"}),
)  # fmt: skip
_CLOSINGS = (  # what becomes of -ский, -ськи and their like
    (re.compile("(?<=[sc]k)(?:iy|ii|ij|yy|yi|yj|iji)$"), ("y", "i", "iy")),
    (re.compile("(?<=[a-z]{2})(?:ey|ei|ej)$"), ("ey", "ei", "ej")),
)
_POLISH_HARD = re.compile("(?<=[szclj])ie|(?<=rz)ie")  # no softening e after cz, sz, c, z (ж), l, j
_BREVE = "(?<=[аеіоуыэюя])в(?![аеіоуыэюя])>ў"  # в becomes ў between a vowel and no vowel


def _rules(text: str) -> tuple[tuple[str, str], ...]:
    """Read "pattern>new pattern>new", applied one after the other."""
    return tuple((pattern, new) for pattern, _, new in (rule.rpartition(">") for rule in text.split()))


# (from, to) -> ways in use, e.g. with and without the Belarusian а for unstressed о
_TO: dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], ...]] = {
    ("ru", "uk"): (
        _rules("и>і ы>и э>е ъ>'"),
        _rules("и>і ы>и э>е (?<=[бвгдзклмнпрстф])е>є"),
        _rules("ы>и э>е ъ>'"),
        _rules("ск(?=[аийоу])>ськ ая$>а (?<=.)и(?!й)>і ы>и э>е"),
    ),
    ("ru", "be"): (
        _rules(f"щ>шч д(?=[еи])>дз т(?=[еи])>ц (?<=[ржчш])е>э (?<=[ржчш])и>ы ий$>і и>і о(?!в$)>а {_BREVE}"),
        _rules(f"щ>шч д(?=[еи])>дз т(?=[еи])>ц (?<=[ржчш])е>э (?<=[ржчш])и>ы ий$>і и>і {_BREVE}"),
        _rules(f"щ>шч (?<=[ржчш])е>э (?<=[ржчш])и>ы и>і о>а {_BREVE}"),
    ),
    ("uk", "ru"): (
        _rules("і>и ї>и є>е ськ>ск цьк>цк '>"),
        _rules("и(?!й)>ы і>и ї>и є>е ськ>ск цьк>цк '>"),
    ),
    ("uk", "be"): (_rules("(?<=[жчшр])и>ы и>ы є>е ськ>ск о>а"),),
    ("be", "ru"): (
        _rules("дз(?=[еіяюь])>д ц(?=[еіяюь])>т (?<=[ржчш])ы>и і$>ий і>и э>е ў>в"),
        _rules("(?<=[ржчш])ы>и і$>ий і>и э>е ў>в"),
    ),
    ("be", "uk"): (
        _rules("дз(?=[еіяюь])>д ц(?=[еіяюь])>т і$>ий ск(?=[аийоу])>ськ ы>и э>е ў>в"),
        _rules("і$>ий ы>и э>е ў>в"),
    ),
    ("be", "be"): (_rules(r"([сзцн])(?=[бвгджзклмнпрстфхцчш][іеёюяь])>\1ь"),),  # the spelling of before 1933
}


def unlisted(kind: str, aliases: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (language, spelling) of a person or a place, as rules make them of its Cyrillic ``aliases``.

    Only the first form of a language is taken: it is the basic one. Prefixes ("Росси*") and short words are left alone.
    So is a single word where English, or the language itself, lists the name with more words only ("Alexander Novak",
    "Brest region"): alone it is somebody else's there.
    """
    listed = tuple(aliases)
    if kind not in _KINDS:
        return
    basic = {language: form for language, form in reversed(listed) if language in _EAST_SLAVIC}
    known = {fold(form) for _, form in listed}
    guarded = {language for language in _LATIN if _only_with_more(listed, language)}
    for language, form in sorted(basic.items()):
        if "*" in form or any(len(word) < _LEAST for word in form.split()):
            continue
        folded = fold(form)
        alone = " " not in folded
        for target, spelling in _renderings(folded, language):
            if spelling in known or any(len(word) < _LEAST for word in spelling.split()):
                continue
            if alone and target in _LATIN and not guarded.isdisjoint({target, "en"}):
                continue
            known.add(spelling)
            yield target, spelling.title()


def _only_with_more(listed: Iterable[tuple[str, str]], language: str) -> bool:
    forms = [form for each, form in listed if each == language]
    return bool(forms) and all(_TWO_WORDS.search(form) for form in forms)


def _renderings(folded: str, language: str) -> Iterator[tuple[str, str]]:
    for target, letters, opening in _SCHEMES:
        for spelling in _closed(" ".join(_latin(word, target, letters, opening) for word in folded.split())):
            yield target, spelling
    for (source, target), rules in _TO.items():
        if source == language:
            for steps in rules:
                yield target, " ".join(_rewritten(word, steps) for word in folded.split())


def _latin(word: str, target: str, letters: Mapping[str, str], opening: Mapping[str, str]) -> str:
    rendered = []
    for place, letter in enumerate(word):
        opens = place == 0 or word[place - 1] in _VOWELS or word[place - 1] in "ьъ'"
        rendered.append(opening[letter] if opens and letter in opening else letters.get(letter, letter))
    latin = "".join(rendered)
    return _POLISH_HARD.sub("e", latin) if target == "pl" else latin


def _closed(spelling: str) -> Iterator[str]:
    yield spelling
    for closing, others in _CLOSINGS:
        if closing.search(spelling):
            for other in others:
                yield closing.sub(other, spelling)


def _rewritten(word: str, steps: Iterable[tuple[str, str]]) -> str:
    for pattern, new in steps:
        word = re.sub(pattern, new, word)
    return word
