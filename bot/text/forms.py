"""Which forms can this word take in its language? So that a name listed once is found in every case."""

import re
from collections.abc import Iterable

from bot.text.words import fold

_VOWELS = "аеиоуыэюяіїєaeiouy"
# Endings added to the stem, by language and by how the basic form ends (folded spelling).
_AFTER_VOWEL = {
    "ru": "а я о е и ы у ю ой ей ою ею ом ем ам ям ами ями ах ях ов ев ь",
    "be": "а я о е э і ы у ю ой ай ей яй ою аю ом ам ем ям амі ямі ах ях оў аў яў ь",
    "uk": "а я о е є и і ї у ю ою ею єю ой ей ом ем єм ам ям ами ями ах ях ів їв ові еві ь",
    "pl": "a o e i y u ie ia io iu om em iem ami iami ach iach ow owi",
    "de": "a e en n s as es er in",
    "en": "a as o os",
}
_AFTER_CONSONANT = {
    "ru": "а у ом е ы и ам ами ах ов ем ю я ым",
    "be": "а у ам ом е ы і амі ах оў аў ем ю я ым",
    "uk": "а у ом ові і и ам ами ах ів ем ю я еві им",
    "pl": "a u em iem owi ie ia y i ow om ami ach e",
    "de": "s es e en er em ern n",
    "en": "s es",
}
_ADJECTIVE = {
    "ru": ("ий ый ой ая яя ое ее", "ий ый ой ого его ому ему им ым ом ем ая яя ую юю ою ое ее ие ые их ых ими ыми ей"),
    "be": (
        "і ы ая яя ое ае яе",
        "і ы ага яга ога ому аму яму ім ым ая яя ую юю ай яй ой ою ае яе ое ія ыя іх ых імі ымі",
    ),
    "uk": ("ий ій а я е є", "ий ій ого ього ому ьому им ім а я у ю ою ьою е є і их іх ими іми ої ій"),
    "pl": ("i y a e", "i y iego ego iemu emu im ym a ia ej iej ie e ich ych imi ymi"),
}  # fmt: skip
# Surnames that tell man from woman: closings of a listed form, and the endings of that sex only (folded spelling).
_SURNAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "ru": (
        ("скую цкую ская цкая", "ая ой ую ою"),
        ("ский цкий", "ий ого ому им ом"),
        ("ова овой ева евой ина иной ына", "а ой у ою"),
    ),
    "be": (
        ("скую цкую ская цкая скай цкай", "ая ай ой ую аю"),
        ("скі цкі", "і ага ага аму ім"),
        ("ова овай ева евай ава авай іна інай ына ынай", "а ай ой у аю"),
    ),
    "uk": (
        ("ська цька ської ській ську ською", "а ої ій у ою"),
        ("ський цький", "ий ого ому им ім"),
        ("ова ової єва ева іна ина", "а ої ій у ою"),
    ),
    "pl": (("ska cka skiej", "a iej"), ("ski cki", "i iego iemu im"), ("owa ewa owej ewej", "a ej")),
}
_ADJECTIVE_STEMS = ("ск", "цк", "ськ", "цьк", "нск", "нн", "ов", "ск", "sk", "ck", "dzk", "ow", "н")
# A closing consonant that changes before е, і or ie: Вострау/..., Брэст/Брэсце, Białoruś/Białorusi, Moskwa/Moskwie.
_CHANGES: dict[str, dict[str, tuple[str, ...]]] = {
    "be": {"к": ("ц", "цы"), "г": ("з",), "х": ("с",), "т": ("ц",), "д": ("дз",), "р": ("ры",), "ў": ("в",)},
    "uk": {"к": ("ц",), "г": ("з",), "х": ("с",)},
    "pl": {"k": ("c",), "g": ("dz",), "ch": ("sz",), "r": ("rz",), "t": ("ci",), "d": ("dzi",), "st": ("sci",)},
}
_AFTER_CHANGE = ("", "е", "э", "і", "ы", "а", "у", "ом", "e", "i", "ie", "y")
_WOMAN = re.compile("[а-яa-z]{3}(?:[оеєа]ва|[oe][vw]a)$")
_SHARED = re.compile("ськ|цьк|ск|цк|[оеєа]в|[иіы]н|sk|ck|[oe]w")
_SHORTEST = 3  # letters of a stem; below that a word has no other forms than the listed one


def forms_of(word: str, language: str, *, person: bool = False) -> frozenset[str]:
    """Return the folded forms of a word given in its basic form (nominative; plural nouns too).

    Generous: forms that the word does not have are harmless unless another word has them. ``person`` leaves out the
    plural, because the plural of one surname is often another surname (Турчин, Турчинов), and the other sex, because
    Тихановская and Тихановский are two people.
    """
    base = fold(word)
    if language not in _AFTER_CONSONANT or not base.isalpha():
        return frozenset({base})
    if person and (own := _surname(base, language)):
        return frozenset({base} | own)
    return frozenset({base} | _adjective(base, language) | _noun(base, language, person=person))


def men_of(name: str, aliases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the surnames of men that go with a woman's: Kolesnikov for Kolesnikova; none where ``name`` is a man's.

    The forms of the two overlap in the Slavic languages, so that only the man's basic form tells him from her.
    """
    if not _WOMAN.search(fold(name)):
        return ()
    surnames = (form.split()[-1] for _, form in aliases)
    return tuple(dict.fromkeys(name[:-1] for name in surnames if _WOMAN.search(fold(name))))


def _surname(base: str, language: str) -> set[str]:
    for closings, endings in _SURNAMES.get(language, ()):
        for closing in closings.split():
            # All closings keep the letters that both forms share: ск, цк, ов, ин; what follows is the ending.
            if base.endswith(closing) and len(base) > len(closing) + 1:
                kept = _SHARED.match(closing)
                stem = base[: len(base) - len(closing)] + (kept.group() if kept else "")
                return {stem + ending for ending in endings.split()}
    return set()


def _noun(base: str, language: str, *, person: bool) -> set[str]:
    open_end = base[-1] in _VOWELS or base[-1] in "йь"
    if open_end and language not in {"de", "en"}:
        stem, endings = base[:-1], _AFTER_VOWEL[language].split()
    else:
        stem, endings = base, _AFTER_CONSONANT[language].split()
        if language == "en":
            endings = ["s"] if person else endings
    if len(stem) < _SHORTEST:
        return set()
    if person:
        plural = {"ов", "ев", "оў", "аў", "ів", "ow"} if not open_end else set()
        endings = [ending for ending in endings if ending not in plural]
    forms = {stem + ending for ending in endings}
    if stem.endswith("ь"):
        forms |= {stem[:-1] + ending for ending in endings}
    for last, changed in _CHANGES.get(language, {}).items():
        if stem.endswith(last):
            cut = stem[: -len(last)]
            forms |= {cut + new + ending for new in changed for ending in _AFTER_CHANGE if _one_alphabet(new, ending)}
    if language == "be" and stem.endswith("ў"):
        forms |= {stem[:-1] + "в" + ending for ending in endings}
    return forms


def _one_alphabet(stem: str, ending: str) -> bool:
    return not ending or stem[0].isascii() == ending[0].isascii()


def _adjective(base: str, language: str) -> set[str]:
    if language not in _ADJECTIVE:
        return set()
    closings, endings = (each.split() for each in _ADJECTIVE[language])
    for closing in sorted(closings, key=len, reverse=True):
        stem = base.removesuffix(closing)
        if stem != base and len(stem) >= _SHORTEST and stem.endswith(_ADJECTIVE_STEMS):
            return {stem + ending for ending in endings}
    return set()
