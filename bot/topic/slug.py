"""How is a seed called in file names and in chats?"""

from bot.text.words import fold, tokens

_LONGEST = 48
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "і": "i", "ї": "i", "є": "e", "ў": "u", "'": "",
    }
)  # fmt: skip


def slug_of(title: str) -> str:
    """Return a title as ``lower-case-latin-words``, cut at a word; "seed" for a title without any such word."""
    words = [token.fold.translate(_LATIN) for token in tokens(fold(title))]
    slug = ""
    for word in words:
        if not word.isascii() or not word.isalnum():
            continue
        longer = f"{slug}-{word}".strip("-")
        if len(longer) > _LONGEST:
            break
        slug = longer
    return slug or "seed"
