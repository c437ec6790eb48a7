"""Is one entry one entry, whatever the feed does to it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.address import canonical, fingerprint, page, shown
from bot.feeds.identity import guid_key, text_key, title_key, url_key


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Example.ORG:443/A/b?x=1#top", "https://www.example.org/A/b?x=1"),
        ("http://example.org:8080", "http://example.org:8080/"),
        ("https://example.org/a?utm_source=rss&id=7&fbclid=z&UTM_Medium=x", "https://example.org/a?id=7"),
        ("https://example.org/a?b=2&a=1&b=3&empty=", "https://example.org/a?b=2&a=1&b=3&empty="),
        ("https://example.org/a?utm_source=rss", "https://example.org/a"),
        ("https://me:pass@example.org/a", "https://example.org/a"),
        ("../b?c=%D0%B0", "https://base.org/b?c=%D0%B0"),
        ("//cdn.org/x", "https://cdn.org/x"),
        ("https://пример.бел/новости", "https://xn--e1afmkfd.xn--90ais/новости"),
        (" https://example.org/a\n b ", "https://example.org/ab"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://[2001:DB8::1]:444/a", "https://[2001:db8::1]:444/a"),
        ("javascript:alert(1)", None),
        ("tg://resolve?domain=x", None),
        ("mailto:a@b.c", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("", None),
        ("https://exa mple..org/", None),
        ("https://example.org:99999/", None),
        ("https://[::1/", None),
        ("https://example.org/" + "a" * 3000, None),
    ],
)
def test_canonical_addresses(url: str, expected: str | None) -> None:
    """Spelling goes, meaning stays, and what is no web address is none."""
    assert canonical(url, "https://base.org/x/y") == expected


@given(st.text(max_size=60), st.sampled_from(["", "https://example.org/", "https://", "//", "http://a@"]))
def test_canonical_takes_any_text_and_repeats_itself(text: str, start: str) -> None:
    """No text raises, and a canonical address is its own canonical address."""
    once = canonical(start + text, "https://base.org/")
    if once is not None:
        assert once.startswith(("http://", "https://"))
        assert canonical(once) == once
    shown(start + text)
    fingerprint(start + text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.nn.by/a/", "http://nn.by/a", True),
        ("https://nn.by/a?id=1", "https://nn.by/a?id=2", False),
        ("https://nn.by/a", "https://nn.by/A", False),
        ("https://nn.by/?p=5", "https://www.nn.by/?p=5", True),
        ("https://nn.by/ru/a", "https://nn.by/be/a", False),
    ],
)
def test_which_addresses_are_one_page(one: str, other: str, same: bool) -> None:
    """Scheme, www and a closing slash make no new page; all else may."""
    assert (url_key(one) == url_key(other)) == same


def test_a_front_page_identifies_nothing() -> None:
    """Feeds without a page per entry link to it from all of them."""
    assert page("https://nn.by/") is page("https://www.nn.by") is url_key("http://nn.by/") is None
    assert url_key("https://nn.by/?p=1") is not None


def test_keys_carry_their_kind_and_128_bits() -> None:
    """The first letter says what it is."""
    keys = (
        url_key("https://nn.by/a"),
        guid_key("nn", "1"),
        guid_key("nn", "1", permalink=True),
        title_key("nn", "Title"),
        text_key("A text of five words."),
    )
    assert [key[0] for key in keys if key] == ["u", "g", "p", "t", "x"]
    assert all(key and len(key) == 33 and int(key[1:], 16) for key in keys)


def test_a_text_that_says_nothing_is_no_sign() -> None:
    """ "Read more" stands in every item."""
    assert text_key("") is text_key("Read more …") is None


def test_guids_and_titles_belong_to_their_feed() -> None:
    """What one feed calls "1" is not what another does."""
    assert guid_key("nn", "1") != guid_key("belta", "1")
    assert title_key("nn", "T") != title_key("belta", "T")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Лукашенко: «Мы готовы»", 'ЛУКАШЕНКО:  "мы готовы" ', True),
        ("Prices up 5 %", "Prices up 5%", True),
        ("Prices up 5 %", "Prices up 6 %", False),
        ("«?!»", "«!?»", False),
    ],
)
def test_which_titles_are_one(one: str, other: str, same: bool) -> None:
    """Case, quotes and spaces are typography; a title of nothing else is itself."""
    assert (title_key("nn", one) == title_key("nn", other)) == same
