"""Which words are so common that no made-up form of a name or keyword may be one of them?

Forms are made generously (``forms.forms_of``), and now and then one of them is another word altogether: the Russian
``посла`` (of the ambassador) would give ``после`` (after). Written by hand from the grammars' closed classes
(prepositions, conjunctions, pronouns, particles, adverbs of time and place) and the commonest auxiliary verbs.
"""

from functools import cache

from bot.text.language import LANGUAGES, small_words
from bot.text.words import fold

_GRAMMAR = {
    "en": """a an the and or but nor if then than so as of at by for from in into on onto off out over under to up with
        without within about after before during since until while when where who whom whose which what why how that
        this these those there here it its he him his she her they them their we us our you your i my me is are was
        were be been being am do does did done has have had having will would shall should can could may might must not
        no yes also more most much many some any all each every both few other another such only own same too very just
        even still yet again ever never now amid among against between through across around because despite per via
        well further back down""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als wie so von vor bei für
        aus in im ins an am ans auf zu zum zur mit ohne um über unter nach seit bis während wo wer wen wem wessen was
        warum dass daß dies diese dieser dieses diesen jene es er sie ihr ihm ihn ihre ihren ihrem ihrer sein seine
        seinen seinem seiner wir uns unser ich mich mir ist sind war waren wird werden wurde wurden worden hat haben
        hatte hatten kann können könnte soll sollen sollte will wollen muss müssen darf nicht kein keine keinen nur
        noch auch schon mehr sehr viel viele alle jede jeder jedes beide andere anderen durch gegen zwischen weil
        trotz sich man weiter weitere wieder bereits""",
    "pl": """i oraz a ale lub albo ani jeśli jeżeli gdy kiedy niż jak tak o u w we z ze do od dla po pod nad przed przez
        przy na za bez między wśród wobec podczas odkąd aż gdzie kto kogo komu co czego czemu dlaczego który która
        które którzy których którym którego której że to ten ta te ci tego tej tych tym temu on ona ono oni one jego
        jej ich im nim nią nich my nas nam wy ja mnie mi się siebie sobie jest są był była było byli były być będzie
        będą został została zostało zostali ma mają miał miała może mogą mógł musi nie tak też także już jeszcze
        bardzo więcej tylko wszystkie wszystkich każdy inny inne innych by""",
    "ru": """и а но или ни если то чем как так в во на с со к ко у о об обо от до из изо за под над при про по для без
        через между среди против перед после во время когда где кто кого кому кем что чего чему чем почему который
        которая которое которые которых которой котором которого которому которым этот эта это эти этого этой этих
        этому этим тот та те того той тех он она оно они его ее их ему ей им ним ней них мы нас нам вы вас я меня мне
        себя свой своя свое свои своих своей своего своем быть был была было были будет будут есть нет не да же ли бы
        уже еще тоже также более самый очень только все всех всем каждый другой другие других может могут мог должен
        из-за чтобы""",
    "uk": """і й та а але або чи ні якщо то ніж як так в у на з із зі до к о об від для без через між серед проти перед
        після під над при про по за коли де хто кого кому ким що чого чому чим який яка яке які яких якої якому якого
        яким цей ця це ці цього цієї цих цьому цим той та те ті того тієї тих він вона воно вони його її їх йому їй їм
        ними ми нас нам ви вас я мене мені себе свій своя своє свої своїх своєї свого бути був була було були буде
        будуть є нема не же би уже вже ще теж також більш самий дуже лише тільки усі всі всіх кожен інший інші інших
        може можуть міг щоб""",
    "be": """і й ды а але або ці ні калі то чым як так у ў на з са да к аб ад для без праз між сярод супраць перад пасля
        пад над пры пра па за калі дзе хто каго каму кім што чаго чаму чым які якая якое якія якіх якой якому якога
        якім гэты гэта гэтая гэтае гэтыя гэтага гэтай гэтых гэтаму гэтым той тая тое тыя таго тых ён яна яно яны яго
        яе іх яму ёй ім імі мы нас нам вы вас я мяне мне сябе свой свая сваё свае сваіх сваёй свайго быць быў была
        было былі будзе будуць ёсць няма не ня жа бы б ужо яшчэ таксама больш самы вельмі толькі усе ўсе усіх ўсіх
        кожны іншы іншыя іншых можа могуць мог каб""",
}
# What any report may say of anybody: speech, time, rank, and the names of news forms.
_NEWS = {
    "en": """say says said saying tell tells told report reports reported reporting according claim claims claimed news
        live update updates latest breaking video watch photo photos pictures analysis opinion today yesterday tomorrow
        day days week weeks month months year years hour hours time first last next new old former monday tuesday
        wednesday thursday friday saturday sunday january february march april may june july august september october
        november december president presidential leader minister ministry government official officials authorities
        country countries state states world people man woman men women city capital head chief spokesman spokeswoman
        spokesperson agency media national international political two three four five six seven eight nine ten
        hundreds thousands million billion top key major make makes made take takes took get gets got come comes came go
        goes went going set see seen know known want wants call calls called ask asks asked says one while like""",
    "de": """sagt sagte sagten berichtet berichten bericht berichte laut zufolge meldet meldung erklärt erklärte nach
        angaben heute gestern morgen tag tage tagen woche wochen monat monate jahr jahre jahren stunde stunden uhr zeit
        erste ersten letzte letzten neue neuen neuer neues alte ehemalige montag dienstag mittwoch donnerstag freitag
        samstag sonntag januar februar märz april mai juni juli august september oktober november dezember präsident
        präsidenten präsidentin staatschef machthaber regierung regierungschef minister ministerium ministerpräsident
        sprecher behörden land länder staat welt menschen mann frau stadt hauptstadt chef agentur medien politik
        zwei drei vier fünf hunderte tausende million millionen milliarde milliarden liveblog ticker video überblick
        macht gibt geht kommt will zeigt gibt einsatz""",
    "pl": """mówi mówił powiedział powiedziała poinformował poinformowała poinformowali informuje podał podała podaje
        podają dodał dodała twierdzi oświadczył oświadczyła według raport media dziś dzisiaj wczoraj jutro dzień dni
        tydzień tygodnia miesiąc miesięcy rok roku lat lata godzin czas pierwszy pierwsza ostatni nowy nowa nowe były
        poniedziałek poniedziałku wtorek wtorku środa środę środy czwartek czwartku piątek piątku sobota sobotę
        niedziela niedzielę stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada
        grudnia prezydent prezydenta prezydentem przywódca przywódcy minister ministra rząd rządu władze władz kraj
        kraju państwo państwa świat ludzi miasto stolica szef rzecznik agencja polityk dwa trzy cztery pięć setki
        tysięcy mln mld nagranie wideo relacja""",
    "ru": """говорит сказал сказала говорил заявил заявила заявили заявление заявляет сообщил сообщила сообщили сообщает
        сообщают сообщение рассказал рассказала рассказали отметил подчеркнул считает назвал пишет данным слова словам
        сегодня вчера завтра день дня дней неделя недели месяц месяца год года лет году час часа часов время первый
        первая последний новый новая новые новое бывший понедельник вторник среда среду четверг пятница пятницу суббота
        субботу воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря президент
        президента президенту президентом лидер лидера глава главы главе министр министра правительство правительства
        власти властей страна страны стран государство государства мир люди человек людей город столица представитель
        агентство сми два три четыре пять сотни тысяч тысячи млн млрд видео фото новости""",
    "uk": """каже сказав сказала заявив заявила заявили заява заявляє повідомив повідомила повідомили повідомляє
        повідомляють розповів розповіла зазначив наголосив вважає назвав пише даними словами сьогодні вчора завтра день
        дня днів тиждень тижня місяць рік року років році година години час перший остання новий нова нові колишній
        понеділок вівторок середа середу четвер п'ятниця п'ятницю субота суботу неділя січня лютого березня квітня
        травня червня липня серпня вересня жовтня листопада грудня президент президента лідер лідера глава голова
        міністр міністра уряд уряду влада влади країна країни держава світ люди людей місто столиця речник агентство
        змі два три чотири п'ять сотні тисяч млн млрд відео фото новини""",
    "be": """кажа сказаў сказала заявіў заявіла заявілі заява паведаміў паведаміла паведамілі паведамляе паведамляюць
        расказаў расказала адзначыў падкрэсліў лічыць назваў піша паводле словах сёння учора ўчора заўтра дзень дня дзён
        тыдзень тыдня месяц год года гадоў годзе гадзіна гадзіны час першы апошні новы новая новыя былы панядзелак
        аўторак серада сераду чацвер пятніца пятніцу субота суботу нядзеля студзеня лютага сакавіка красавіка мая
        траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня прэзідэнт прэзідэнта лідар кіраўнік міністр
        міністра урад ўрад урада улады ўлады краіна краіны дзяржава свет людзі людзей горад сталіца прадстаўнік
        агенцтва сми змі два тры чатыры пяць сотні тысяч млн млрд відэа фота навіны""",
}
_COMMON = {language: frozenset(fold(_GRAMMAR[language] + " " + _NEWS[language]).split()) for language in _GRAMMAR}


def is_common(word: str, language: str | None) -> bool:
    """Say whether a folded word tells nothing in this language; in an unknown one, in any."""
    if language in _COMMON:
        return word in _COMMON[language]
    return any(word in words for words in _COMMON.values())


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
