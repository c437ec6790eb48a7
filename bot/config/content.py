"""Which files make up the configuration, and have they changed?"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

Stamp = tuple[tuple[str, int, int, int], ...]


def seed_files(folder: Path) -> Iterator[Path]:
    """Yield the files of the seeds folder that can be part of it, in a fixed order."""
    try:
        found = sorted(folder.iterdir())
    except OSError:  # not there, or not ours to read: whoever reads the seeds says so
        return
    yield from (path for path in found if not path.name.startswith("."))


def content_version(raw: bytes, folder: Path) -> str:
    """Return 32 hex digits that change when a byte of sources.yaml (``raw``) or of a seed file does."""
    digest = hashlib.blake2b(raw, digest_size=16)
    for path in seed_files(folder):
        try:
            body = path.read_bytes()
        except OSError:  # a folder, or gone since it was listed
            continue
        digest.update(f"\0{path.name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def stamp(paths: Iterator[Path]) -> Stamp:
    """Return what a file system says of files without reading them: name, size, time of change, inode.

    A file that is not there, as in the middle of an editor's save, has a stamp of its own.
    """
    found = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            found.append((str(path), -1, 0, 0))
        else:
            found.append((str(path), state.st_size, state.st_mtime_ns, state.st_ino))
    return tuple(found)
