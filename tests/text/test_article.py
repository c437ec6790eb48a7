"""Is what stands around an article told from what it says?"""

from datetime import date

import pytest

from bot.text.article import page_date, split_entry, strip_page
from bot.text.numbers import figures


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("MINSK, October 28. /TASS/. A bridge opened in Chile.", "A bridge opened in Chile."),
        ("МИНСК, 28 октября — БелТА. Открыт мост.", "БелТА. Открыт мост."),
        ("Warschau (dpa) - Eine Brücke ist offen.", "Eine Brücke ist offen."),
        ("КИЇВ. УНІАН. Міст відкрито.", "КИЇВ. УНІАН. Міст відкрито."),
        ("A bridge opened. Continue reading...", "A bridge opened."),
        ("A bridge opened. Read also: Lukashenko meets Putin", "A bridge opened."),
        ("Открыт мост. Читайте также: Путин приехал в Минск", "Открыт мост."),
        ("By Ann Example\nA bridge opened.", "A bridge opened."),
        ("Ann Example (L) greets Bob Sample (R) in Minsk. A bridge opened.", "A bridge opened."),
        ("A train stands near Minsk, Belarus. (Ann Example/Reuters) A bridge opened.", "A bridge opened."),
        (
            "Putin visited Minsk on 23 May – the first trip abroad.",
            "Putin visited Minsk on 23 May – the first trip abroad.",
        ),
    ],
)
def test_leads_begin_with_the_news(text: str, lead: str) -> None:
    """Datelines, bylines, captions and references are cut; a sentence with a date is not."""
    assert split_entry("A headline of five words", text).lead == lead


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Bridge opens | Daily Example", "Bridge opens"),
        ("Bridge opens - example.com", "Bridge opens"),
        ("Мост открыт - РИА Новости", "Мост открыт"),
        ("Встреча года: Путин – Лукашенко", "Встреча года: Путин – Лукашенко"),
    ],
)
def test_titles_lose_the_outlet_only(title: str, shown: str) -> None:
    """An outlet at the end of a headline is cut; a name after a dash is not."""
    assert split_entry(title, "").title == shown


def test_a_live_report_counts_by_its_first_clause() -> None:
    """Of a running report, only the headline and the first clause say what it is about."""
    parts = split_entry("War live: day 12", "Shelling goes on; Putin calls Lukashenko; a bridge opens")
    assert parts.live
    assert parts.lead == "Shelling goes on"
    assert "Lukashenko" in parts.body


def test_long_texts_have_a_body() -> None:
    """What comes after two or three sentences is body."""
    parts = split_entry("A headline of five words", "A bridge opened today. " * 60)
    assert 300 < len(parts.lead) < 560
    assert parts.lead.endswith(".")
    assert parts.body


def test_hostile_texts_are_split_at_once() -> None:
    """Texts made to keep a pattern busy are split like others."""
    for text in ("A" * 20_000, "(" * 20_000, " " * 20_000, "A b " * 5000, "photo: " * 3000, "By A" + "a" * 20_000):
        parts = split_entry(text, text)
        assert len(parts.lead) + len(parts.body) <= len(text)


def test_pages_lose_their_furniture() -> None:
    """Breadcrumbs, comment forms, newsletters, counters and notices are no part of an article."""
    page = (
        "Home » World » A bridge opens\n0\n24\nBy | March 3, 2024\nA bridge opened in the north.\nGetty Images\n"
        "Subscribe to daily newsletter\nThe mayor spoke.\nLeave a Reply\nRequired fields are marked *\n"
        "The reCAPTCHA verification period has expired. Please reload the page.\nRelated Articles"
    )
    assert strip_page(page).split("\n") == ["A bridge opens", "A bridge opened in the north.", "The mayor spoke."]
    assert page_date(page) == date(2024, 3, 3)
    assert page_date("No date here") is None


def test_figures_have_one_spelling() -> None:
    """Numbers and dates of several languages come out alike; small numbers and years are left out."""
    assert figures("On May 15 it cost $16 billion, 97% of 100,000 in 2022, 3 men") == (
        "05-15",
        "16 billion",
        "97%",
        "100000",
    )
    assert figures("12 сакавіка 2026 года выдалі 1,5 млн рублёў") == ("2026-03-12", "1.5 million")
    assert figures("am 3.10.2025 waren es 15.000") == ("2025-10-03", "15000")
    assert figures("31.13.2025 ist kein Tag") == ()


def test_a_motto_shares_its_place_with_the_first_sentence() -> None:
    """A feature is titled with two words that say nothing; what it is about stands in the first sentence."""
    parts = split_entry("Grey bridges", "Belarus builds bridges for the army of Russia. The first one is open.")
    assert parts.title == "Grey bridges · Belarus builds bridges for the army of Russia."
    assert parts.lead == "The first one is open."
    assert split_entry("Grey bridges", "").title == "Grey bridges"
