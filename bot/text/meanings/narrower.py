"""Which words name kinds of a thing? Painkillers and antibiotics are medicines.

The table is in ``data/``, English roots with those of their kinds; ``tools/make_narrower.py`` makes it. It is read when
a topic is made and not kept.
"""

import gzip
from collections.abc import Collection, Mapping
from importlib.resources import files


def narrower(roots: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return for each of these English roots that has any the roots of its kinds, in the order of the alphabet."""
    path = files("bot.text") / "data" / "narrower.txt.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines() if path.is_file() else []
    rows = (line.split("\t") for line in lines)
    return {wide: tuple(kinds.split()) for wide, kinds in rows if wide in roots}
