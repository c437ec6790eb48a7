"""Which endings do words of the six languages take? The tables behind ``words.stem`` and ``forms.forms_of``.

Written from the grammars (noun and adjective declension; the commonest verb endings), in folded spelling: ё is е,
Polish and German letters stand without marks.
"""


def _longest_first(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(text.split()), key=lambda ending: (-len(ending), ending)))


STEM_ENDINGS: dict[str, tuple[str, ...]] = {
    "ru": _longest_first(
        "иями ями ами иях ях ах иям ям ам ией ей ой ою ею ом ем ов ев ия ие ии ию ий ый ая яя ое ее ые их ых ого его"
        " ому ему ым им ыми ими ую юю а я о е и ы у ю ь й"
        " ться тся лись лось лась лся ает яет ует ают яют уют ить ать еть ила или ило ала али ало"
    ),
    "be": _longest_first(
        "іямі ямі амі іях ях ах іям ям ам яй ай ой ою ею ем ом ам оў аў еў яў ія іе іі ію ый ая яя ое ае яе ыя ія"
        " іх ых ога ага яга ому аму яму ым ім ымі імі ую юю а я о е э і ы у ю ь й"
        " цца лася лася лося ліся ўся ае яе уе аюць яюць уюць іць аць ець іла ілі ала алі"
    ),
    "uk": _longest_first(
        "іями ями ами іях ях ах іям ям ам єю ею ою ей ой ом ем єм ів їв ев ія іє ії ію ий ій ая яя ое еє ого його"
        " ому йому им їм ими їми их їх ові еві єві у ю а я о е є и і ї ь й у"
        " ться лася лися лося вся ає яє ує ають яють ують ити ати іти ила или ало ала али"
    ),
    "pl": _longest_first(
        "iami ami iach ach iom om ow owi iowi em iem ie ia ii ie io iu ego iego emu iemu ej iej ych ich ym im ymi imi"
        " a e i o u y ala ali alo ila ili ilo ac ic yc owac uje ujac"
    ),
    "de": _longest_first("erinnen innen ern em en er es e n s"),
    "en": _longest_first("ies es s ed ing"),
}
