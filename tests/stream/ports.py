"""A second topic: two towns and their bridge, of which nothing is known but a few documents."""

from pathlib import Path

from tests.stream.script import Beat, subject

NAME = "Northport and Southport"
DOCUMENTS = {
    "en-accord.txt": "Northport and Southport sign accord on the Sound bridge\n"
    "The mayors of Northport and Southport signed an accord on the bridge over the Sound on Monday. Northport pays for "
    "the piers, Southport for the road.\n",
    "en-quarrel.txt": "Northport and Southport quarrel over tolls\n"
    "The councils of Northport and Southport broke off talks about tolls on the bridge. Northport wants more.\n",
    "en-office.txt": "Southport and Northport open office for engineers\n"
    "Engineers of Southport and Northport will plan the bridge in one office. Both towns pay for it.\n",
    "pl-umowa.txt": "Northport i Southport podpisały umowę o moście\n"
    "Burmistrzowie miast Northport i Southport podpisali umowę o moście. Northport płaci za filary.\n",
    "pl-spor.txt": "Northport i Southport spierają się o opłaty\n"
    "Rady miast Northport i Southport przerwały rozmowy o opłatach za most. Southport chce mniej.\n",
    "ru-dogovor.txt": "Нортпорт и Саутпорт подписали соглашение о мосте\n"
    "Мэры городов Нортпорт и Саутпорт подписали соглашение о мосте. Нортпорт платит за опоры.\n",
    "ru-spor.txt": "Нортпорт и Саутпорт спорят о сборах\n"
    "Советы городов Нортпорт и Саутпорт прервали переговоры о сборах за мост. Саутпорт хочет меньше.\n",
}


def write_documents(folder: Path) -> Path:
    """Write what ``seedwatch init`` is given, and return its folder."""
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


TOWNS = Beat(
    sides=("Northport and Southport", "Northport i Southport", "Нортпорт и Саутпорт"),
    them=("Northport and Southport", "Northport i Southport", "Нортпорт и Саутпорт"),
    subjects=[
        subject("mooring fees", "opłatach portowych", "портовых сборах", "Alder", "Alder", "Алдере"),
        subject("drinking water", "wodzie pitnej", "питьевой воде", "Birkby", "Birkby", "Биркби"),
        subject("school buses", "autobusach szkolnych", "школьных автобусах", "Corran", "Corran", "Корране"),
        subject("wind turbines", "turbinach wiatrowych", "ветряных турбинах", "Dunmor", "Dunmor", "Данморе"),
        subject("oyster beds", "hodowli ostryg", "устричных отмелях", "Elvik", "Elvik", "Элвике"),
        subject("night trains", "nocnych pociągach", "ночных поездах", "Farrow", "Farrow", "Фарроу"),
        subject("sewage works", "oczyszczalni ścieków", "очистных сооружениях", "Garth", "Garth", "Гарте"),
        subject("theatre tickets", "biletach do teatru", "театральных билетах", "Holme", "Holme", "Холме"),
        subject("fire engines", "wozach strażackich", "пожарных машинах", "Inver", "Inver", "Инвере"),
        subject("peat mining", "wydobyciu torfu", "добыче торфа", "Jarrow", "Jarrow", "Джарроу"),
    ],
)
