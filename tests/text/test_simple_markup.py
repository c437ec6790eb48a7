"""Do the fast ways to plain text give what the careful ones give?"""

import random

from bot.feeds import address
from bot.text import plain

PIECES = (
    *(
        "<p>",
        "</p>",
        "<br/>",
        "<br>",
        "<b>",
        "</b>",
        '<a href="http://x/?a=1&amp;b=2">',
        "</a>",
        "<a\nhref=x>",
        "</br>",
    ),
    *(
        '<img src=x alt="a > b">',
        '<img src="a.jpg"/>',
        " text ",
        "Слово",
        "&amp;",
        "&nbsp;",
        "&lt;b&gt;",
        "&copy",
        "<",
        ">",
    ),
    *("&#8217;", "&#x2014;", " < ", "&", '<div class="x">', "</div>", "<h2>", "</h2 >", "<li>", "<strong", '"', "'"),
    *(
        '<p title="<">',
        "<script>x</script>",
        "<td>",
        "<table>",
        "<!-- c -->",
        "&am",
        "p;",
        "&notit;",
        "\t",
        "\r\n",
        "\xa0",
    ),
    *("<span style='a'>", "</span>", "</", '<time datetime="2026">', "e\u0301", "\u200b", "\x85", "<a b=c/d>", "&#13;"),
    *(
        "&#0;",
        "&#128;",
        "&#xD800;",
        "<em",
        "<1",
        '<br clear="all" />',
        "\ufeff",
        "\x1b[31m",
        "<pre>\n",
        "&amp;lt;",
        "  ",
    ),
)
ADDRESSES = (
    *(
        "http://",
        "https://",
        "example.org",
        "EXAMPLE.org",
        "a..b",
        "www.x-y.com",
        ":80",
        ":443",
        ":8080",
        ":099",
        "/",
        "//",
    ),
    *(
        "/b/c.html",
        "/../x",
        "?",
        "a=1",
        "&",
        "utm_source=x",
        "#f",
        ";p",
        "%20",
        "ж",
        "[",
        "\\",
        " ",
        "=",
        ".",
        "u:p@",
        "x" * 70,
    ),
)


def test_simple_tags_go_as_an_html_parser_would_take_them() -> None:
    """Whatever stands beside what: without the parser the same words stay, or it is asked."""
    fast = 0
    for seed in range(4000):
        draw = random.Random(seed)
        markup = "".join(draw.choices(PIECES, k=draw.randint(1, 7)))
        fast += "<" in markup and plain._without_simple_tags(markup) is not None
        careful = plain.without_tags(markup) if plain._TAGLIKE.search(markup) else markup
        assert plain.to_plain(markup) == plain.clean(plain._unescaped(careful)), markup
    assert fast > 500


def test_usual_characters_are_those_that_nothing_is_done_to() -> None:
    """A text is only spared a closer look where the look would change nothing."""
    usual = [chr(code) for code in range(0x110000) if not plain._UNUSUAL.search(chr(code))]
    assert len(usual) > 20_000
    assert [char for char in usual if plain._without_unusual(char) != char] == []


def test_plain_addresses_are_kept_as_others_are() -> None:
    """An address that needs no splitting is what splitting and joining it would give."""
    plain_ones = 0
    for seed in range(6000):
        draw = random.Random(seed)
        url = "".join((draw.choice(ADDRESSES[:2]), *draw.choices(ADDRESSES[2:], k=draw.randint(1, 6))))
        found = address._matched(url)
        if found:
            plain_ones += 1
            assert address._plain(url, found) == address._split(url, "https://base.org/x"), url
    assert plain_ones > 100
