"""What is this element called, whatever prefix its document gave it? Names as feedparser makes them.

``media_title`` for ``<media:title>``; the elements of RSS and Atom have bare names, in lower case.
"""

from collections.abc import Mapping

_BARE = (
    "",
    "http://backend.userland.com/rss",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://example.com/newformat#",
    "http://example.com/necho",
    "http://purl.org/echo/",
    "uri/of/echo/namespace#",
    "http://purl.org/pie/",
    "http://purl.org/atom/ns#",
    "http://www.w3.org/2005/atom",
    "http://purl.org/rss/1.0/modules/rss091#",
)
_PREFIXED = {
    "http://webns.net/mvcb/": "admin",
    "http://purl.org/rss/1.0/modules/aggregation/": "ag",
    "http://purl.org/rss/1.0/modules/annotate/": "annotate",
    "http://media.tangent.org/rss/1.0/": "audio",
    "http://backend.userland.com/blogchannelmodule": "blogChannel",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativeCommons",
    "http://backend.userland.com/creativecommonsrssmodule": "creativeCommons",
    "http://purl.org/rss/1.0/modules/company": "co",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://my.theinfo.org/changed/1.0/rss/": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/email/": "email",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://freshmeat.net/rss/fm/": "fm",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://postneo.com/icbm/": "icbm",
    "http://purl.org/rss/1.0/modules/image/": "image",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/link/": "l",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://purl.org/rss/1.0/modules/reference/": "ref",
    "http://purl.org/rss/1.0/modules/richequiv/": "reqv",
    "http://purl.org/rss/1.0/modules/search/": "search",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap",
    "http://purl.org/rss/1.0/modules/servicestatus/": "ss",
    "http://hacks.benhammersley.com/rss/streaming/": "str",
    "http://purl.org/rss/1.0/modules/subscription/": "sub",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://schemas.pocketsoap.com/rss/mydescmodule/": "szf",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/rss/1.0/modules/textinput/": "ti",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://purl.org/rss/1.0/modules/wiki/": "wiki",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://podlove.org/simple-chapters": "psc",
}
KNOWN: Mapping[str, str] = dict.fromkeys(_BARE, "") | _PREFIXED
"""Namespaces in lower case, and the prefix under which feedparser knows each; a test compares them with its own."""
_USERLAND = "backend.userland.com/rss"


class Names(dict[str, str]):
    """The keys of one document's elements, by "namespace local prefix" as expat calls them.

    ``declare`` each namespace as it appears.
    """

    def __init__(self) -> None:
        super().__init__()
        self._in_use: dict[str, str] = {}  # prefix -> namespace
        self._standard: dict[str | None, str] = {}  # declared prefix -> the one that feedparser knows
        self._attributes: dict[str, tuple[str, ...]] = {}
        self._as_written: set[str] = set()  # attributes whose names are their keys

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        if not namespace:
            return
        lower = namespace.lower()
        if _USERLAND in lower:
            namespace = lower = f"http://{_USERLAND}"
        if lower in KNOWN:
            self._standard[prefix] = KNOWN[lower]
            self._in_use[KNOWN[lower]] = namespace
        else:
            self._in_use[prefix or ""] = namespace
        self.clear()

    def __missing__(self, name: str) -> str:
        """Return the key of an element that was not met since the last declaration."""
        key = self[name] = self._element(name)
        return key

    def attributes(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Return attributes by key: bare or with the known prefix, and as written."""
        if self._as_written.issuperset(given):
            return given
        return {key: value for name, value in given.items() for key in self._attribute(name)}

    def _attribute(self, name: str) -> tuple[str, ...]:
        keys = self._attributes.get(name)
        if keys is None:
            parts = name.lower().split(" ")
            prefix = KNOWN.get(parts[0], "") if len(parts) > 1 else ""
            key = f"{prefix}:{parts[1]}" if prefix else parts[min(1, len(parts) - 1)]
            written = f"{parts[2]}:{parts[1]}" if len(parts) > 2 else key  # noqa: PLR2004 - with a prefix
            keys = self._attributes[name] = (key,) if written == key else (key, written)
            if keys == (name,):
                self._as_written.add(name)
        return keys

    def _element(self, name: str) -> str:
        parts = name.split(" ")
        if len(parts) == 1:
            return parts[0].lower()
        namespace, local = parts[0], parts[1].lower()
        lower = namespace.lower()
        prefix = KNOWN.get("http://" + _USERLAND if _USERLAND in lower else lower)
        if prefix is None:
            prefix = next((name for name, each in self._in_use.items() if name and each == namespace), "")
        prefix = prefix.lower()
        prefix = self._standard.get(prefix, prefix) if prefix else ""
        return f"{prefix}_{local}" if prefix else local
