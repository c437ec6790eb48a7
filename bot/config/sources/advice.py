"""What is odd in a ``sources.yaml`` that can be used, and what in it cannot be meant?"""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.config.findings.document import Document, Where
from bot.config.findings.masking import key_in_address
from bot.config.findings.oddities import odd_texts
from bot.config.findings.problems import Problem
from bot.config.sources.address import feed_key
from bot.config.sources.shape import FetchSettings, SourcesFile, alternatives
from bot.config.sources.topics import written

_WIDE = {4: 8, 6: 16}  # bits of a mask; a shorter one takes in more than anybody's own network
_SHORT = 3  # letters; shorter keywords would match nearly everything


def contradictions(model: SourcesFile, document: Document) -> Iterator[Problem]:
    """Yield errors that only show when several values are seen together."""
    ids = {source.id for source in model.sources}
    for index, source in enumerate(model.sources):
        for number, former in enumerate(source.formerly):
            if former in ids:
                text = f"'{former}' is the id of another source"
                fix = "formerly: has ids that no source has any more"
                yield document.problem(("sources", index, "formerly", number), text, "bad-value", fix=fix)
    for topic in written(model):
        limits = topic.match
        if limits.store_at > limits.alert_at:
            where = (*topic.where, "match", "store_at" if "store_at" in limits.model_fields_set else "alert_at")
            text = f"'store_at' ({limits.store_at}) is above 'alert_at' ({limits.alert_at})"
            fix = "what is sent is also kept; write a store_at that is at most alert_at"
            yield document.problem(where, text, "bad-value", fix=fix)


def advice(model: SourcesFile, document: Document) -> Iterator[Problem]:
    """Yield warnings: the file can be used, but is that what was meant?"""
    for topic in written(model):
        yield from _keywords(document, (*topic.where, "match"))
    yield from odd_texts(document)
    yield from _networks(model, document)
    yield from _keys(model, document)
    yield from _addresses(model, document)
    if not any(source.enabled for source in model.sources):
        text, fix = "no source is enabled", "nothing will be polled; add a source, or enable one"
        yield document.problem(("sources",), text, "no-sources", fix=fix, on_key=True, warning=True)
    if not document.complete:
        last = len(document.lines)
        yield Problem(
            path=document.path,
            line=last,
            column=len(document.lines[-1]) + 1,
            text="the last line has no line break",
            code="no-newline",
            fix="was the file cut off? if not, add a line break",
            source=document.lines[-1],
            warning=True,
        )


def _addresses(model: SourcesFile, document: Document) -> Iterator[Problem]:
    # Two topics may have chosen one source each: neither can be removed before both topics choose the other one.
    first = "" if len(written(model)) == 1 else "let each topic choose the first one by its id or a tag, then "
    seen: dict[str, int] = {}
    for index, source in enumerate(model.sources):
        where: Where = ("sources", index, "url")
        if not source.enabled:
            continue
        address = feed_key(source.url)
        if address in seen:
            text, fix = (
                f"the same address as on line {seen[address]}, which alone is fetched",
                f"{first}remove this one, or disable it with  enabled: false",
            )
            yield document.problem(where, text, "same-url", fix=fix, warning=True)
        seen.setdefault(address, document.spots[where].line)
        if source.url.lower().startswith("http:") and not _is_open(source.url, model.fetch):
            text, fix = "http instead of https", "anyone on the way can change what is read; try https://"
            yield document.problem(where, text, "not-https", fix=fix, warning=True)
        if refusal := _guarded(source.url, model.fetch):
            text, fix = refusal
            yield document.problem(where, text, "blocked-address", fix=fix, warning=True)


def _networks(model: SourcesFile, document: Document) -> Iterator[Problem]:
    for index, network in enumerate(model.fetch.allow_networks):
        if network.prefixlen < _WIDE[network.version]:
            text = f"{network} opens more than one network: any address in it is fetched"
            fix = "name the networks that your own feeds are in, e.g. 10.1.2.0/24"
            yield document.problem(("fetch", "allow_networks", index), text, "wide-network", fix=fix, warning=True)


def _keys(model: SourcesFile, document: Document) -> Iterator[Problem]:
    for index, source in enumerate(model.sources):
        if name := key_in_address(source.url):
            text = f"the address holds '{name}=...', which looks like a key"
            fix = "whoever reads this file or an export has it; ask the outlet for an address without one"
            yield document.problem(("sources", index, "url"), text, "key-in-address", fix=fix, warning=True)


def _keywords(document: Document, match: Where) -> Iterator[Problem]:
    given = document.at(match)
    for key in ("must_any", "must_not"):
        entries = given.get(key) if isinstance(given, dict) else None
        for index, entry in enumerate(entries or ()):
            for word in alternatives(entry):
                if len(word) < _SHORT:
                    text = f"keyword '{word}' is shorter than {_SHORT} letters"
                    fix = "it will be found in too many texts; write a longer form"
                    yield document.problem((*match, key, index), text, "short-keyword", fix=fix, warning=True)


def _is_open(url: str, fetch: FetchSettings) -> bool:
    """Whether this is an address, not a name, in a network that the admin opened."""
    try:
        address = ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return any(address in network for network in fetch.allow_networks)


def _guarded(url: str, fetch: FetchSettings) -> tuple[str, str] | None:
    """Return why an address will be refused when it is fetched, as far as that shows without a look-up."""
    if _is_open(url, fetch):
        return None
    parts = urlsplit(url)
    try:
        if not ip_address(parts.hostname or "").is_global:
            return "an address in a private network will not be fetched", "open its network in fetch: allow_networks:"
    except ValueError:
        pass  # a name: what it stands for shows when it is fetched
    if parts.port and parts.port not in fetch.allow_ports and not fetch.allow_networks:
        return f"port {parts.port} will not be fetched from", "add it to fetch: allow_ports:"
    return None
