"""Is a text in a language whose words we do not know? Then common words cannot be told from rare ones."""

from bot.text.language import detect, function_words
from bot.text.meanings.roots import PIVOT, RAREST, rarity, root
from bot.text.words import Token, tokens

_UNKNOWN = 0.3  # share of unknown words: documents of the six languages have at most .17, of nine others at least .38
_LEAST = 5  # different words from which on the share tells; text without blanks has no more in a paragraph
_SMALL = 3  # letters of words that are seldom content unless they are capitals: el, med, och, pro


def is_strange(text: str) -> bool:
    """Return whether many words of a text are in none of our tables; where these were deleted, no text is strange."""
    language = detect(text) or PIVOT
    if rarity(root("news", PIVOT), PIVOT) >= RAREST:
        return False
    words = {token.fold for token in tokens(text) if _is_told(token)}
    return len(words) >= _LEAST and _unknown(words, language) > _UNKNOWN


def is_small(word: str) -> bool:
    """Return whether a word, as written in a strange text, is likely one of the small ones that all texts have."""
    return len(word) <= _SMALL and not word.isupper()


def _is_told(token: Token) -> bool:
    """Whether a word is looked up: names are rare in every language."""
    return len(token.fold) > 1 and not token.text[0].isdigit() and not token.text[0].isupper()


def _unknown(words: set[str], language: str) -> float:
    known = function_words()
    return sum(word not in known and rarity(root(word, language), language) >= RAREST for word in words) / len(words)
