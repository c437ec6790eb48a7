"""Which spellings are one given name? Keeps Andrei Kolesnikov from being taken for Maria Kolesnikova.

The commonest given names of the region, each with its spellings in the six languages.
"""

from functools import cache

from bot.text.language import detect
from bot.text.names.forms import forms_of
from bot.text.words import fold

_GROUPS = """
Александр Аляксандр Олександр Aleksander Aleksandr Alexander Aliaksandr Alaksandr Oleksandr Alyaksandr
Алексей Аляксей Олексій Aleksy Aleksiej Alexei Alexey Aliaksei Oleksiy Alexej
Анатолий Анатоль Анатолій Anatol Anatolij Anatoly Anatoli
Андрей Андрэй Андрій Andrzej Andriej Andrei Andrey Andrew Andrij Andriy Andrej
Анна Ганна Anna Hanna
Антон Anton Antoni
Артем Арцём Artem Artiom Artyom Artur
Борис Барыс Boris Borys Barys
Вадим Вадзім Wadim Vadim Vadzim
Валентин Валянцін Walentin Valentin Valiantsin
Валентина Валянціна Walentyna Valentina
Валерий Валеры Валерій Walery Walerij Valery Waleri
Василий Васіль Василь Wasilij Wasyl Vasily Wassili Vasil
Виктор Віктар Віктор Wiktor Viktor Viktar Victor
Виталий Віталь Віталій Witalij Vitaly Vital Witali
Владимир Уладзімір Володимир Włodzimierz Władimir Wladimir Vladimir Uladzimir Volodymyr Wolodymyr
Владислав Уладзіслаў Владислав Władysław Vladislav Uladzislau Wladislaw
Вячеслав Вячаслаў Вячеслав Wiaczesław Vyacheslav Wjatscheslaw
Геннадий Генадзь Геннадій Giennadij Gennady Henadz
Георгий Георгій Jerzy Georgy George
Григорий Рыгор Григорій Grigorij Grigory Ryhor Hryhoriy
Даниил Данііл Данило Daniil Daniił Daniel Danila Данила
Денис Дзяніс Denis Dzianis Denys
Дмитрий Дзмітрый Дмитро Dmitrij Dzmitry Dmitry Dmitri Dmytro
Евгений Яўген Євген Jewgienij Evgeny Yevgeny Jewgeni Yauhen Yevhen Eugene
Екатерина Кацярына Катерина Katarzyna Jekatierina Ekaterina Yekaterina Katsiaryna Kateryna
Елена Алена Олена Jelena Elena Yelena Alena Olena
Иван Іван Iwan Ivan
Игорь Ігар Ігор Igor Ihar Ihor
Илья Ілля Ilja Ilya Illia
Ирина Ірына Ірина Irina Iryna
Кирилл Кірыл Кирило Cyryl Kirill Kiryl Kyrylo
Константин Канстанцін Костянтин Konstantin Konstanty Kanstantsin
Ксения Ксенія Ksenia Kseniya
Леонид Леанід Леонід Leonid Leanid
Людмила Людміла Ludmiła Lyudmila Liudmila
Максим Максім Maksym Maksim Maxim
Маргарита Маргарыта Margarita Margaryta
Мария Марыя Марія Maria Maryja Marya Mariya Maryia
Марина Марына Marina Maryna
Михаил Міхаіл Михайло Michał Michaił Mikhail Michail Mikhailo
Наталья Наталля Наталія Natalia Natalya Nataliya Natallia
Никита Мікіта Микита Nikita Mikita Mykyta
Николай Мікалай Микола Mikołaj Nikołaj Nikolai Nikolay Mikalai Mykola Nikolaj
Олег Алег Oleg Aleh Oleh
Ольга Вольга Olga Volha Olha
Павел Павла Павлу Павлом Павло Paweł Pawła Pavel Paul Pavlo
Петр Петра Петру Пётр Piotr Piotra Pyotr Petr Petro
Роман Раман Roman Raman
Руслан Ruslan
Светлана Святлана Світлана Swietłana Svetlana Sviatlana Svitlana Swetlana
Сергей Сяргей Сергій Siergiej Sergei Sergey Siarhei Sergej Serhij Serhiy
София Сафія Софія Zofia Sofia Sofya
Станислав Станіслаў Stanisław Stanislav Stanislau
Татьяна Таццяна Тетяна Tatiana Tatyana Tatsiana Tetiana
Федор Фёдар Федір Fiodor Fyodor Fedor
Юлия Юлія Julia Yulia
Юрий Юры Юрій Jurij Jerzy Yuri Yury Juri
Яков Якаў Яків Jakow Yakov
"""


@cache
def _group_of() -> dict[str, int]:
    groups: dict[str, int] = {}
    for number, line in enumerate(_GROUPS.split("\n")):
        for spelling in line.split():
            language = "pl" if fold(spelling).isascii() else detect(spelling, "ru") or "ru"
            for form in forms_of(spelling, language):
                groups.setdefault(form, number)
    return groups


def is_given(word: str) -> bool:
    """Return whether a word is a given name, in any case."""
    return fold(word) in _group_of()


def differ(one: str, other: str) -> bool:
    """Return whether two words, in any case, are two different given names; False if one of them is not one."""
    groups = _group_of()
    left, right = groups.get(fold(one)), groups.get(fold(other))
    return left is not None and right is not None and left != right


def agree(one: str, other: str) -> bool:
    """Return whether two words, in any case or spelling, are the same given name."""
    groups = _group_of()
    return groups.get(fold(one), -1) == groups.get(fold(other), -2)
