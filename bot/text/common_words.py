"""Which words are so common that no made-up form of a name or keyword may be one of them?

Forms are made generously (``forms.forms_of``), and now and then one of them is another word altogether: the Russian
``посла`` (of the ambassador) would give ``после`` (after). Written by hand from the grammars' closed classes
(prepositions, conjunctions, pronouns, particles, adverbs of time and place) and the commonest auxiliary verbs.
"""

from functools import cache

from bot.text.language import LANGUAGES, small_words
from bot.text.words import fold

_MORE = {
    "ru": "без более больше будем будет будто будут бы бывает был была были было быть вам вами вас ваш ведь весь вместе"
    " вместо вне вниз во возле вокруг вот впрочем все всегда всего всем всеми всему всех всю вся вы где да даже"
    " два две дома есть же здесь зачем ими иногда иначе итак каждый как какая какие какой когда кого коли кому"
    " которая которые который кроме кто куда ли либо лишь лучше между меня мне мной много могут мож может можно"
    " мой моя мы над надо назад нам нами нас наш него ней нельзя нем нему нет нею ниже них но ну об однако около"
    " она они оно опять ото перед по под пока поле помимо пор после послед поэтому прежде при про против раз разве"
    " ради рядом сам сама сами самый свое своей свои своих свой себе себя сегодня сейчас сквозь сколько снова"
    " собой среди стал стала сразу так также такие такой там твой тебе тебя тем теми теперь тех то тобой тогда"
    " того тоже той только том тому тот точно три ту туда тут ты уж хотя через чего чей чем чему чтоб чуть эта эти"
    " этим этих это этого этой этом этот эту",
    "be": "альбо амаль без бо бы быў была былі было быць вакол вам вамі вас ваш вельмі вось вы гэта гэтага гэтай гэтая"
    " гэты гэтым гэтых дзе дзеля для дык ды есць ёсць жа за замест заўсёды зараз зноў калі калісьці каля кожны"
    " колькі куды ледзь маглі магчыма мае мне можа можна мой мы на нават над нам нас наш не няма ніколі ніхто"
    " нічога паводле паколькі пакуль пад па пасля паўз перад пра праз пры раз разам сам сама самі свае свайго сваё"
    " свой сёння супраць сярод сябе таго тады так таксама там тая твой той толькі таму трэба тут ты тых тым тыя"
    " увесь ужо усе усё хай хаця хто чаго чаму чым што я яе яго ягоны ён яна яны яно як якая які якія ям іх ім імі",
    "uk": "або авжеж адже але без би був була були було бути вам вами вас ваш весь вже ви від він вона вони воно все"
    " всі вся дві де для до досі ж за завжди задля замість зараз звідки зі знову й його йому каже кого коли кому"
    " кожен крім куди лише майже мене мені між мій може можна ми на навіть навколо над нам нами нас наш не немає"
    " ним них ні ніколи ніхто ну об однак ось перед під після по поки поле понад поруч потім при про проти раз"
    " разом сам сама самі свій своє свої себе серед собі так також там твій те тебе тепер ти тим тих то тобі тоді"
    " того тому той тільки тут у хоча хто це цей цим цих ця через чи чим чому ще що щоб щойно її їй їм їх як яка"
    " яке який які",
    "pl": "aby albo ale ani aż bardzo bez bo bowiem by być była było byli był będą będzie cały choć ci co coś czy czyli"
    " dla do dlatego dziś gdy gdyż gdzie go ich ile im inny iż ja jak jaka jaki jako je jednak jednym jego jej"
    " jemu jest jestem jeszcze jeśli już każdy kiedy kto która które który ku lecz lub ma mają mam mi między mnie"
    " moje może mu my na nad nam nami nas nasz nawet nic nich nie niech nigdy nim niż no o obok od około on ona"
    " one oni ono oraz po pod podczas poza ponad przed przez przy raz razem również sam sama się skąd sobie są ta"
    " tak taka taki tam te tego tej ten też to tobie tu tutaj ty tych tylko tym u w wam was wasz we więc wszystko"
    " wtedy wy z za zaś zawsze ze że żeby",
    "de": "aber alle allem allen aller alles als also am an ander andere auf aus bei beim bin bis bist da dabei damit"
    " danach dann daran darauf das dass dein dem den denn der deren des dessen dich die dies diese diesem diesen"
    " dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwa etwas euch fast für gegen"
    " hab habe haben hat hatte hatten her hier hin hinter ich ihm ihn ihnen ihr ihre im immer in indem ins ist ja"
    " jede jedem jeden jeder jetzt kann kein keine können man manche mehr mein mich mir mit muss nach neben nein"
    " nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so sogar soll sonst um und"
    " uns unser unter viel vom von vor wann war waren warum was weil welche wenn wer werden wie wieder will wir"
    " wird wo wurde während zu zum zur zwar zwischen über",
    "en": "a about above after again all also am among an and any are as at back be been before being below between"
    " both but by came can close could did do does done down during each even ever every few first for from full"
    " further gave get given go goes gone had has have having he her here hers him his how i if in into is it its"
    " just last less like made make many may me might more most much must my near never new no nor not now of off"
    " often old on once one only or other our out over own past per said same saw say says see seen set she should"
    " since so some soon still such than that the their them then there these they this those though through to"
    " too under until up upon us use very was way we well were what when where which while who whom whose why will"
    " with within yet you your",
}


@cache
def function_words() -> frozenset[str]:
    """Return the folded function words of all six languages: a form for one language meets texts of its neighbours."""
    own = {fold(word) for words in _MORE.values() for word in words.split()}
    return frozenset(own.union(*({fold(word) for word in small_words(language)} for language in LANGUAGES)))
