"""How does a test read a document as the service does? In the sandbox's own reader, without the process around it."""

from datetime import datetime

from bot.feeds.sandbox.feed_worker import read
from bot.feeds.sandbox.wire import Question
from bot.model import Entry
from tests.feeds.conftest import NOW

BASE = "https://gazette.example/feeds/all.xml"


def entries(document: str | bytes, *, charset: str | None = None, seen: datetime = NOW) -> tuple[Entry, ...]:
    question = Question(feed_id="nn", url=BASE, charset=charset, language=None, seen=seen, limit=100)
    return read(question, document.encode() if isinstance(document, str) else document).entries


def rss(*items: str, head: str = "<?xml version='1.0'?>") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss version='2.0'><channel><title>Gazette</title>{inner}</channel></rss>"


def atom(*inner: str) -> str:
    items = "".join(f"<entry>{each}</entry>" for each in inner)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title>{items}</feed>"


def first_title(title: str) -> str:
    return entries(rss(f"<title>{title}</title><guid>1</guid>"))[0].title
