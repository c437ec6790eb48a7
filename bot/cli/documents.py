"""Which documents does somebody have about a topic? Those of a folder, read as seeds."""

from pathlib import Path

from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import MAX_BYTES, PLAIN, read_plain
from bot.errors import BotError

PDF = ".pdf"


def read_documents(folder: Path) -> list[Seed]:
    """Return the documents of a folder as seeds. Raises ``BotError`` where there is none or one cannot be read."""
    seeds = []
    if not folder.is_dir():
        raise BotError(f"{folder} {'is no folder' if folder.exists() else 'does not exist'}")
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in PLAIN | {PDF} or path.name.startswith("."):
            continue
        if path.stem.upper() == "README":
            continue
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BotError(f"{path}: more than {MAX_BYTES} bytes; a seed is one article")
            raw = path.read_bytes()
        except OSError as error:
            raise BotError(f"{path} cannot be read: {error.strerror}") from error
        if path.suffix.lower() == PDF:
            raw = pdf_text(path).encode()
        seeds.append(read_plain(path.stem, raw, str(path), markup=path.suffix.lower() in {".html", ".htm"}))
    if not seeds:
        raise BotError(f"{folder} holds no documents. Put some articles about the topic there (.txt, .md, .html).")
    return seeds


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
