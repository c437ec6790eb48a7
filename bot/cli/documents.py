"""Which documents does somebody have about a topic? Those of folders and of web pages, read as seeds."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.sources import full_address
from bot.clock import SystemClock
from bot.config import FetchSettings
from bot.config.findings.masking import without_secrets
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import MAX_BYTES, PLAIN, read_plain
from bot.errors import BotError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fulltext import FullText, installed
from bot.ops.feed_search import asked
from bot.topic.confirm import slug_of

PDF = ".pdf"
_ADDRESS = ("http://", "https://")
_TITLE = 80  # characters of a text that serve as its title where its page has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as a seed, with the name of the file that it becomes and what that holds."""

    seed: Seed
    name: str
    content: bytes


def read_documents(places: Sequence[str], settings: FetchSettings | None = None) -> list[Document]:
    """Return the documents of folders and web addresses.

    Raises ``BotError``: there is none, one cannot be read or fetched, or two have the same name.
    """
    addresses = [place for place in places if is_address(place)]
    found = [each for place in places if place not in addresses for each in _of_folder(Path(place).expanduser())]
    found += asyncio.run(_of_pages([full_address(each) for each in addresses], settings)) if addresses else []
    names: set[str] = set()
    for each in found:
        if (stem := Path(each.name).stem) in names:
            raise BotError(f"two documents are called {stem}; rename one of the files")
        names.add(stem)
    return found


def is_address(place: str) -> bool:
    """Return whether a place is the address of a page, not a folder."""
    return place.lower().startswith(_ADDRESS)


def _of_folder(folder: Path) -> list[Document]:
    if not folder.is_dir():
        raise BotError(f"{folder} {'is no folder' if folder.exists() else 'does not exist'}")
    found = [_read(path) for path in sorted(folder.iterdir()) if _is_document(path)]
    if not found:
        raise BotError(f"{folder} holds no documents. Put some articles about the topic there (.txt, .md, .html).")
    return found


def _is_document(path: Path) -> bool:
    return (
        path.is_file()
        and path.suffix.lower() in PLAIN | {PDF}
        and not path.name.startswith(".")
        and path.stem.upper() != "README"
    )


def _read(path: Path) -> Document:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BotError(f"{path}: more than {MAX_BYTES} bytes; a seed is one article")
        raw = path.read_bytes()
    except OSError as error:
        raise BotError(f"{path} cannot be read: {error.strerror}") from error
    name = path.name
    if path.suffix.lower() == PDF:
        raw, name = pdf_text(path).encode(), f"{path.stem}.txt"
    seed = read_plain(path.stem, raw, str(path), markup=path.suffix.lower() in {".html", ".htm"})
    return Document(seed=seed, name=name, content=raw)


async def _of_pages(urls: Iterable[str], settings: FetchSettings | None) -> list[Document]:
    """Fetch pages as politely as feeds and through the same guard, and extract their text."""
    if not installed():
        raise BotError("Addresses need an extra. Run  pip install 'seedwatch[fulltext]'  or save the pages as files.")
    found = []
    async with Fetcher(settings or FetchSettings(), SystemClock()) as fetcher, FullText(fetcher) as reader:
        for url in urls:
            shown = without_secrets(url)
            try:
                page = await reader.document(asked(url), url)
            except BotError as error:
                told = str(error) if shown in str(error) else f"{shown}: {error}"
                raise BotError(f"{without_secrets(told)}. Save the page as a text file, or leave it out.") from error
            lines = [page.title, *(line for line in page.text.split("\n") if line != page.title)]
            raw = "\n".join(line for line in lines if line).encode()
            seed = read_plain(slug_of(page.title or page.text[:_TITLE]), raw, shown, markup=False)
            found.append(Document(seed=seed, name=f"{seed.slug}.txt", content=raw))
    return found


def pdf_text(path: Path) -> str:
    """Return the text of a PDF. Raises ``BotError``: it cannot be read, or what reads it is not installed."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        raise BotError(f"{path}: PDFs need an extra. Run  pip install 'seedwatch[pdf]'  or save it as text.") from error
    try:
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise BotError(f"{path} cannot be read as a PDF: {error}") from error
