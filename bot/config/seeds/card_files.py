"""Where does a seed card lie, and how does it get there without being lost half-written?"""

import os
import tempfile
from pathlib import Path

from bot.config.seeds.folder import CARDS, NAMES, PLAIN
from bot.errors import ConfigError


def save_card(folder: Path, slug: str, card: str, *, force: bool) -> Path:
    """Write a card whole or not at all, and return its path.

    Raises ``ConfigError``: a card of that name exists and ``force`` is not given, or the folder cannot be written.
    """
    path = folder / f"{slug}.yaml"
    if path.name == NAMES:
        raise ConfigError(f"a seed cannot be called '{slug}': {NAMES} is the names file. Give it another title.")
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{slug}.", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(card)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o644)
            if force:
                part.replace(path)
            else:
                path.hardlink_to(part)  # unlike a rename, it fails where the file exists
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError as error:
        raise ConfigError(f"{path} exists. Use --force to write it anew.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    return path


def find_file(folder: Path, slug: str) -> Path:
    """Return the file of a seed, card or document. Raises ``ConfigError`` where there is none."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.stem == slug and path.suffix.lower() in CARDS | PLAIN and path.name != NAMES
    ]
    if not found:
        raise ConfigError(f"there is no seed '{slug}' in {folder}. List them with  seedwatch seeds list")
    return found[0]
