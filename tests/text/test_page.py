"""Is the article all that is read of a saved page?"""

import pytest

from bot.config.seeds.folder import read_plain

HEAD = "<html><head><title>A bridge opens - Vestport Courier</title></head><body><nav>News Sport</nav>"
TEXT = "<p>A bridge opened in the north on Monday.</p><p>The mayor of Vestport spoke of ships.</p>"
FOOT = "<footer>Vestport Courier, cookies</footer></body></html>"


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}<article><h1>A bridge opens</h1>{TEXT}</article>{FOOT}",
        f"{HEAD}<h1>A bridge opens</h1><main>{TEXT}</main>{FOOT}",
        f"{HEAD}<h1>A bridge opens</h1><div>{TEXT}</div>{FOOT}",
        f"{HEAD}<h1>A bridge opens</h1><div>{TEXT}</div><aside><article>A cat show</article></aside>{FOOT}",
        f"{HEAD}<form><h1>A bridge opens</h1><label>Search</label>{TEXT}</form>{FOOT}",
        f"{HEAD}<!-- <h1>A cat show</h1> --><h1>A <i>bridge</i><br> opens</h1><article>{TEXT}</article>{FOOT}",
        f"<article><h1>A bridge opens</h1>{TEXT}<footer>Share</footer></article>",
    ],
)
def test_menus_and_the_outlet_around_an_article_are_left_out(page: str) -> None:
    """Wherever the headline stands; a short teaser is not the article."""
    seed = read_plain("bridge", page.encode(), "bridge.html", markup=True)
    assert seed.title == "A bridge opens"
    assert (seed.text or "").split("\n") == [
        "A bridge opens",
        "A bridge opened in the north on Monday.",
        "The mayor of Vestport spoke of ships.",
    ]


def test_the_headline_is_first_whatever_stands_above_it() -> None:
    """A menu that is no menu by its tags, or the outlet's name, drawn or written as large as a headline."""
    menu = f"{HEAD}<div>Home Sport</div><h1>A bridge opens</h1><div>{TEXT}</div>{FOOT}"
    outlet = f"{HEAD}<h1>Courier</h1><div><h1>A bridge opens</h1>{TEXT}</div>{FOOT}"
    drawn = f"{HEAD}<h1><img src='sign.png'></h1><article><h1>A bridge opens</h1>{TEXT}</article>{FOOT}"
    titles = [read_plain("b", page.encode(), "b.html", markup=True).title for page in (menu, outlet, drawn)]
    assert titles == ["A bridge opens"] * 3


def test_a_page_without_a_headline_has_that_of_its_head() -> None:
    """Better with the outlet than without a title; a fragment is read as it is."""
    page = f"{HEAD}<article>{TEXT}</article>{FOOT}"
    assert read_plain("b", page.encode(), "b.html", markup=True).title == "A bridge opens - Vestport Courier"
    drawn = f"{HEAD}<h1><img src='sign.png'></h1><article>{TEXT}</article>{FOOT}"
    assert read_plain("b", drawn.encode(), "b.html", markup=True).title == "A bridge opens - Vestport Courier"
    body = read_plain("b", f"<body><article>{TEXT}</article></body>".encode(), "b.html", markup=True).text or ""
    assert body.split("\n")[0] == "A bridge opened in the north on Monday." != body.split("\n")[1]
    assert read_plain("b", TEXT.encode(), "b.html", markup=True).title == "A bridge opened in the north on Monday."
