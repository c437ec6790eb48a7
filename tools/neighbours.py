"""What are Russian words in Ukrainian and Belarusian, which have fewer data? ``make_roots.py`` asks."""

import re
import subprocess
from collections import defaultdict
from pathlib import Path

from bot.text.language import function_words
from bot.text.meanings.roots import root
from bot.text.names.spellings import respellings
from bot.text.words import fold


def families(russian: list[str]) -> dict[str, set[str]]:
    """Return the other roots of Belarusian words, by that of the basic form: a vowel may change in inflection."""
    basic, given = apertium(russian, "rus-bel"), apertium(russian, "rus-bel", inflected=True)
    own = {root(word, "be") for word in basic.values()}
    found: dict[str, set[str]] = defaultdict(set)
    for word, other in given.items():
        form = root(other, "be")
        if form not in own and form.isalpha() and other not in function_words():
            found[root(basic[word], "be")].add(form)
    return found


def belarusian(russian: dict[str, float], ukrainian: dict[str, float]) -> dict[str, float]:
    """Return frequencies of Belarusian words: the sums of those of the Russian words that are rendered so.

    What Apertium does not know are mostly names and loan words. Those are taken where rules of spelling lead to one
    word from both neighbours.
    """
    told: dict[str, float] = defaultdict(float)
    rendered = apertium(list(russian), "rus-bel", inflected=True)
    for word, other in rendered.items():
        told[other] += russian[word]
    unknown = {word: share for word, share in russian.items() if word not in rendered}
    near, far = _respelled(unknown, "ru"), _respelled(ukrainian, "uk")
    for word in near.keys() & far.keys() - told.keys():
        told[word] = min(near[word], far[word])
    return told


def _respelled(words: dict[str, float], language: str) -> dict[str, float]:
    """Return what words may be in Belarusian by the rules of spelling."""
    told: dict[str, float] = defaultdict(float)
    for word, share in words.items():
        for other in dict.fromkeys(respellings(word, language, "be")):
            told[other] += share
    return told


def apertium(words: list[str], pair: str, *, inflected: bool = False) -> dict[str, str]:
    """Return each Russian word that Apertium knows in the other language: its basic form, or the form that is given.

    Only its analysis and its dictionaries are asked: the whole chain stops at single words.
    """
    folder = Path(f"/usr/share/apertium/apertium-{'-'.join(sorted(pair.split('-')))}")
    analysed = _piped("\n".join(words), "-w", folder / f"{pair}.automorf.bin").split("\n")
    first = [found.group(1) if (found := re.match(r"\^[^/]+/([^/$*]+)", line)) else "" for line in analysed]
    told = _piped("\n".join(f"^{each}$" if each else "" for each in first), "-b", folder / f"{pair}.autobil.bin")
    rendered = (re.match(r"\^[^/]+/([^<@$/]+<[^/$]+)", line) for line in told.split("\n"))
    basic = [found.group(1) if found else "" for found in rendered]
    asked = "\n".join(f"^{each}$" if each else "" for each in basic)
    forms = _piped(asked, "-g", folder / f"{pair}.autogen.bin").split("\n") if inflected else basic
    result = {}
    for word, form, plain in zip(words, forms, basic, strict=False):
        said = plain if form.startswith("#") else form  # which it cannot inflect
        if other := re.sub(r"[^a-zа-яёіїєґў']", "", said.partition("<")[0].lower()):
            result[word] = fold(other)
    return result


def _piped(text: str, kind: str, transducer: Path) -> str:
    command = ["lt-proc", kind, str(transducer)]
    return subprocess.run(command, input=text, capture_output=True, check=True, text=True).stdout
