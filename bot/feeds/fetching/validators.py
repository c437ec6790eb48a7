"""What do we tell a server about the copy we have, and what do we remember of its answer? Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import urlsplit, urlunsplit

from bot.feeds.address import fingerprint
from bot.feeds.fetching.answer import PERMANENT
from bot.model import Cursor, Feed

ADOPT_AFTER = 3  # sightings of the same permanent redirect
UNCONDITIONAL = timedelta(days=1)  # how long "not modified" is believed, and conditions are left out
_MAX_VALIDATOR = 1000  # characters; nobody honest sends longer ones, and they go back with every poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect on the way: where it led, and with which status."""

    status: int
    to: str


def current(feed: Feed, cursor: Cursor) -> Cursor:
    """Return the cursor with only what concerns the URL that is configured now."""
    asked = fingerprint(feed.url)
    if cursor.asked == asked:
        return cursor
    cursor = replace(cursor, asked=asked, url=None, moved_to=None, moved_seen=0, hints=None)
    return cursor if cursor.answered == asked else _without_validators(cursor)


def start_url(feed: Feed, cursor: Cursor) -> str:
    """Return where to ask first: the configured URL, or where it moved for good as long as that works."""
    if cursor.url is None or cursor.failures >= ADOPT_AFTER:
        return feed.url
    return with_credentials(cursor.url, feed.url)


def conditions(cursor: Cursor, url: str, now: datetime) -> dict[str, str]:
    """Return the conditional headers for this URL: none where the validators came from another one.

    Also none if conditions broke the feed within the last day, or if it said nothing but "not modified" for a day:
    some servers say so for ever.
    """
    if cursor.answered != fingerprint(url):
        return {}
    if cursor.plain is not None and abs(now - cursor.plain) < UNCONDITIONAL:
        return {}
    if cursor.full is not None and abs(now - cursor.full) > UNCONDITIONAL:
        return {}
    headers = {}
    if cursor.etag is not None:
        headers["If-None-Match"] = cursor.etag
    if cursor.last_modified is not None:
        headers["If-Modified-Since"] = cursor.last_modified
    return headers


def body_hash(body: bytes) -> str:
    """Return the hash by which an unchanged body is recognised."""
    return blake2b(body, digest_size=16).hexdigest()


def after_body(cursor: Cursor, url: str, headers: Mapping[str, str], hashed: str, now: datetime) -> Cursor:
    """Return the cursor after a 200: validators replaced by what this answer has, which may be nothing.

    If they are the same as for a different body, they mean nothing, and the next looks do without. ``hashed`` is the
    ``body_hash`` of this body.
    """
    after = replace(
        cursor,
        etag=_validator(headers.get("ETag")),
        last_modified=_validator(headers.get("Last-Modified")),
        body_hash=hashed,
        answered=fingerprint(url),
        full=now,
    )
    same = (cursor.etag, cursor.last_modified, cursor.answered) == (after.etag, after.last_modified, after.answered)
    said = after.etag is not None or after.last_modified is not None
    lied = same and said and cursor.body_hash not in {None, after.body_hash}
    return replace(after, plain=now) if lied else after


def after_not_modified(cursor: Cursor, headers: Mapping[str, str]) -> Cursor:
    """Return the cursor after a 304, which may bring newer validators for the same body."""
    etag = _validator(headers.get("ETag")) or cursor.etag
    last_modified = _validator(headers.get("Last-Modified")) or cursor.last_modified
    if (etag, last_modified) == (cursor.etag, cursor.last_modified):
        return cursor
    return replace(cursor, etag=etag, last_modified=last_modified)


def after_way(feed: Feed, cursor: Cursor, hops: Sequence[Hop]) -> Cursor:
    """Return the cursor with what the redirects of this poll say about the feed's address.

    Only a chain of permanent redirects is a move, and only one seen ``ADOPT_AFTER`` times in a row is believed:
    a misconfigured afternoon must not carry a feed away.
    """
    if not hops and cursor.moved_to is None:
        return cursor
    if not hops or not all(hop.status in PERMANENT for hop in hops):
        return replace(cursor, moved_to=None, moved_seen=0)
    target = without_credentials(hops[-1].to)
    seen = cursor.moved_seen + 1 if target == cursor.moved_to else 1
    if seen < ADOPT_AFTER or target == without_credentials(feed.url):
        return replace(cursor, moved_to=target, moved_seen=seen)
    return replace(cursor, url=target, moved_to=None, moved_seen=0)


def polled(cursor: Cursor, now: datetime) -> Cursor:
    """Return the cursor after an answered poll: nothing is wrong any more."""
    return replace(cursor, polled=now, failures=0, failing_since=None, error=None, stopped=False)


@lru_cache(maxsize=1024)  # a poll asks twice
def without_credentials(url: str) -> str:
    """Return a URL that may be stored: passwords belong in the configuration only."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def with_credentials(url: str, source: str) -> str:
    """Return ``url`` with the user and password of ``source`` if both have the same origin, else with none."""
    bare, parts, theirs = without_credentials(url), urlsplit(url), urlsplit(source)
    user, at, _host = theirs.netloc.rpartition("@")
    if not at or _origin(url) != _origin(source):
        return bare
    return urlunsplit(urlsplit(bare)._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}"))


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _validator(value: str | None) -> str | None:
    """Return a header as it came; one that could not be sent back byte for byte counts as absent."""
    if not value or len(value) > _MAX_VALIDATOR or any(char < " " or "\x7f" <= char <= "\x9f" for char in value):
        return None
    # The HTTP library hands over bytes that are not UTF-8 as lone surrogates.
    return None if any("\ud800" <= char <= "\udfff" for char in value) else value


def _without_validators(cursor: Cursor) -> Cursor:
    return replace(cursor, etag=None, last_modified=None, body_hash=None, answered=None)
