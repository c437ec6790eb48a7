"""Is a person told from others of the same surname, and a made-up form from a word that everybody uses?"""

from collections.abc import Callable

import pytest

from bot.config import MatchSettings
from bot.config.seeds.corpus import Corpus, Entity
from bot.model import Entry
from bot.text.language import function_words
from bot.text.names.forms import forms_of
from bot.text.names.given_names import agree, differ
from bot.text.words import fold
from bot.topic.match import match
from bot.topic.signs.phrasebook import Phrase, Phrasebook
from bot.topic.topic import Topic, compile_topic

MakeEntry = Callable[..., Entry]


@pytest.mark.parametrize(
    ("entity", "language", "text"),
    [
        ("kolesnikova", "ru", "Андрей Колесников пишет о власти. Колесникова читают многие."),
        ("kolesnikova", "ru", "Книга Андрея Колесникова вышла в мае."),
        ("kolesnikova", "en", "Sofya Kolesnikova won the race."),
        ("tsikhanouskaya", "ru", "Тихановский вышел на свободу."),
        ("tsikhanouskaya", "uk", "Тихановський приїхав до Варшави."),
        ("tsikhanouskaya", "be", "Ціханоўскі выйшаў на волю."),
        ("tsikhanouskaya", "pl", "Cichanouski wyszedł na wolność."),
        ("tsikhanouski", "ru", "Тихановская встретилась с премьером."),
        ("tsikhanouski", "be", "Ціханоўская сустрэлася з прэм'ерам."),
        ("tsikhanouski", "pl", "Cichanouska spotkała się z premierem."),
        ("kochanova", "ru", "Кочановым выписали премию."),
        ("belousov", "ru", "Сергей Белоусов выиграл гонку. Белоусову вручили кубок."),
        ("lavrov", "en", "Kirill Lavrov played the lead role."),
        ("volodin", "ru", "Алексей Володин сыграл концерт."),
        ("medvedev", "ru", "Медведев вышел в финал. Даниил Медведев ждет соперника."),
        ("minsk", "ru", "Минские соглашения сорваны. В Минске тогда спорили всю ночь."),
        ("minsk", "uk", "«Третього Мінська не буде», сказав він."),
    ],
)
def test_leaves_namesakes_alone(built_in: Topic, make_entry: MakeEntry, entity: str, language: str, text: str) -> None:
    """Another given name, the other sex, or a sense given elsewhere in the entry means somebody else."""
    assert entity not in {name.entity for name in match(built_in, make_entry("", text, language)).names}


@pytest.mark.parametrize(
    ("entity", "language", "text"),
    [
        ("kolesnikova", "ru", "Мария Колесникова вышла на свободу."),
        ("kolesnikova", "be", "Марыя Калеснікава выйшла на волю."),
        ("kolesnikova", "en", "Maryia Kalesnikava was freed."),
        ("tsikhanouski", "ru", "Тихановскому разрешили звонок."),
        ("belousov", "ru", "Андрей Белоусов и Сергей Белоусов, его тезка, встретились."),
        ("belousov", "pl", "Andriej Biełousow przyleciał nocą."),
        ("lavrov", "de", "Sergej Lawrow reist ab."),
        ("lukashenko", "ru", "Виктор Лукашенко прилетел с отцом."),
        ("minsk", "ru", "В Минске открыли мост."),
    ],
)
def test_finds_those_who_are_meant(
    built_in: Topic, make_entry: MakeEntry, entity: str, language: str, text: str
) -> None:
    """The right given name in any spelling, no given name, and the family of a head of state stay found."""
    assert entity in {name.entity for name in match(built_in, make_entry("", text, language)).names}


def test_given_names_agree_across_spellings() -> None:
    """Cases and languages do not part a given name; two names differ; an unknown word says nothing."""
    assert agree("Андрея", "Andrei")
    assert agree("Święta", "Święta") is False
    assert differ("Андреем", "Maria")
    assert not differ("Уладзіміра", "Vladimir")
    assert not differ("President", "Maria")


@pytest.mark.parametrize(
    ("language", "listed", "other"),
    [
        ("ru", "посла", "после"),
        ("be", "пасла", "пасля"),
        ("uk", "посла", "після"),
        ("en", "bee", "bees been"),
        ("de", "sein", "seine"),
        ("pl", "tyl", "tylu tylko"),
    ],
)
def test_no_made_up_form_is_a_function_word(language: str, listed: str, other: str) -> None:
    """Whatever forms a listed word is given, none is "after", "been" or the like, unless listed so."""
    book = Phrasebook([Phrase(owner=0, text=listed, language=language)])
    assert list(book.find(listed, language))
    for word in other.split():
        if fold(word) in function_words():
            assert not list(book.find(word, language)), word


def test_keywords_of_the_topic_meet_no_function_word(built_in: Topic) -> None:
    """In all languages, no function word is taken for a theme's word, a name or a keyword of the built-in topic."""
    listed = {
        fold(word) for item in built_in.items if item.theme for _, text in item.theme.phrases for word in text.split()
    }
    for language in ("ru", "be", "uk", "pl", "de", "en"):
        for word in sorted(function_words() - listed):
            found = [each.phrase.text for each in built_in.book.find(word, language)]
            assert not found, (language, word, found)


def test_the_function_words_would_be_met_otherwise() -> None:
    """The list does something: plain forms of listed words do run into it."""
    assert "после" in forms_of("посла", "ru")
    assert "пасля" in forms_of("пасла", "be")
    assert {"после", "пасля", "після", "been", "full", "close"} <= function_words()


def test_a_listed_function_word_counts(make_entry: MakeEntry) -> None:
    """Who lists such a word on purpose gets it."""
    entity = Entity(id="close", name="Close", kind="person", aliases=(("en", "Close"),))
    topic = compile_topic(MatchSettings(), Corpus(entities=(entity,), seeds=()))
    assert "close" in {name.entity for name in match(topic, make_entry("Glenn Close wins", language="en")).names}
