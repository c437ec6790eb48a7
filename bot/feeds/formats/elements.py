"""Which elements of a feed say something, and what is not to be taken for them? Names as ``Names`` gives them."""

TITLES = frozenset({"title", "dc_title", "media_title"})
DESCRIPTIONS = frozenset({"description", "dc_description", "media_description", "abstract"})
SUMMARIES = frozenset({"summary", "itunes_summary"})
CONTENTS = frozenset({"content", "content_encoded", "fullitem"})
TEXTS = TITLES | DESCRIPTIONS | SUMMARIES | CONTENTS
DATES = {
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), "published"),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), "updated"),
    **dict.fromkeys(("created", "dcterms_created"), "created"),
}
ATTACHED = frozenset({"enclosure", "media_content"})  # they stand in for a missing link
GUIDS = frozenset({"guid", "id"})
FULL = "full-text"  # ending of the element that Yandex made Russian outlets write
ORIGIN = "feedburner_origlink"
SETTINGS = frozenset({"ttl", "sy_updateperiod", "sy_updatefrequency"})
ROOTS = frozenset({"rss", "feed", "rdf_rdf"})
ITEMS = frozenset({"item", "entry"})
PICTURES = frozenset({"image", "textinput"})
OTHER_TEXTS = frozenset(
    {"subtitle", "tagline", "itunes_subtitle", "rights", "copyright", "dc_rights", "info", "feedburner_browserfriendly"}
)
"""Texts that say nothing about an entry, but whose content must not be taken for something else."""
PEOPLE = frozenset(
    {
        *("author", "managingeditor", "dc_author", "dc_creator", "itunes_author", "contributor", "dc_contributor"),
        *("itunes_owner", "webmaster", "dc_publisher"),
    }
)
TELLING = TEXTS | DATES.keys() | GUIDS | ITEMS | PICTURES | {"link", "channel", "feed", "rss", "source", ORIGIN}
"""Inside an element that is ignored, one of these may still count."""
IN_SOURCE = frozenset({"title", "id", "guid", "link", "updated", "published", "author"}) | OTHER_TEXTS
IN_PICTURE = frozenset({"title", "link", "description"})
STRANGE = frozenset(
    {
        *(
            "body",
            "xhtml_body",
            "svg",
            "math",
            "newlocation",
            "tags",
            "date",
            "date_parsed",
            "modified_parsed",
            "links",
        ),
        *("issued_parsed", "published_parsed", "updated_parsed", "created_parsed", "authors", "contributors", "items"),
        *("title_detail", "summary_detail", "description_detail", "guidislink", "entries", "sourcedata", "feed"),
        *("channel", "rss", "media_license", "media_rating", "media_player"),
    }
)
"""Names that feedparser takes for other things, or trips over."""
PLAIN_TYPES = frozenset({"text", "html", "plain", "text/plain", "text/html"})
PAGE_TYPES = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml"})
