"""Which words does a document use that say what it is about? Counted at ``seeds add``, found again in entries."""

from collections import Counter
from collections.abc import Iterable

from bot.text.common_words import function_words
from bot.text.words import Token, fold, stem, tokens

# News writing uses these of any topic; they say nothing about ours. Folded, by language.
_EMPTY = {
    "en": "said says also would could year years new one two first last week month day time people country countries"
    " according told may might many more most such some like make made take taken while during since however well"
    " just even still only other than when where which there these those them they what about against being between"
    " because through under up out over very much way part number need help can does did had were do him her she you"
    " your our us we my me no so if or any all both each few own same too now then here how why again further once"
    " monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december president minister leader government state article reported report reporting various"
    " key including among come came going get got put use used likely clearly already probably towards become becomes"
    " within without around along across despite apparently thus another different significant",
    "de": "sagte sagt jahr jahre neue neuen seit mehr einer eines einem einen war waren wurde wurden sind haben kann"
    " können soll sollen muss müssen diese dieser dieses noch schon nur oder aber wenn weil dass damit auch wie",
    "pl": "powiedział powiedziała rok roku lat także również który która które których tej tego ten ta te tych był była"
    " było były został została może można jednak tylko już jeszcze bardzo tak jej jest",
    "ru": "сказал сказала заявил заявила год года лет также который которая которые которых этот эта эти тот та те"
    " может можно однако очень так свой своего своих более когда где кто чем том тем",
    "be": "сказаў сказала заявіў год года гадоў таксама які якая якія якіх гэты гэтая гэтыя той тая можа аднак вельмі"
    " так свой свайго больш калі дзе хто чым",
    "uk": "сказав сказала заявив рік року років також який яка які яких цей ця ці той та може однак дуже так свій свого"
    " більше коли де хто чим",
}
_LEAST = 2  # uses of a word in one document that make it a keyword
_SHORTEST = 4  # letters


def count_keywords(text: str, language: str | None, *, names: Iterable[str] = (), limit: int = 30) -> dict[str, int]:
    """Return the words and two-word phrases that ``text`` repeats, with their counts, the most frequent first.

    ``names`` are folded words that are names already. A word is shown in its commonest form.
    """
    skip = _stop_words(language) | set(names)
    shown: dict[str, Counter[str]] = {}
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    before: Token | None = None
    for token in tokens(text):
        if not _counts(token.fold, skip):
            before = None
            continue
        key = stem(token.fold, language)
        singles[key] += 1
        shown.setdefault(key, Counter())[token.text.lower()] += 1
        if before is not None and text[before.end : token.start] == " ":
            pair = f"{stem(before.fold, language)} {key}"
            pairs[pair] += 1
            shown.setdefault(pair, Counter())[f"{before.text} {token.text}".lower()] += 1
        before = token
    for pair, count in pairs.items():
        if count >= _LEAST:
            for part in pair.split():
                singles[part] -= count
    found = [(count, key) for key, count in (singles + pairs).items() if count >= _LEAST]
    found.sort(key=lambda each: (-each[0] * (1 + each[1].count(" ")), each[1]))
    return {shown[key].most_common(1)[0][0]: count for count, key in found[:limit]}


def _counts(word: str, skip: set[str]) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word not in skip


def empty_words(language: str | None) -> frozenset[str]:
    """Return folded words that news of any topic uses: days, months, "said", "minister"."""
    return frozenset(fold(_EMPTY.get(language or "", "")).split())


def _stop_words(language: str | None) -> set[str]:
    return set(function_words() | empty_words(language))
