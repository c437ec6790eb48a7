"""What does the program know of Polish? Word lists, endings, phrases; `Tables` says what each is for."""

from bot.text.languages.tables import Scheme, Tables

POLISH = Tables(
    code="pl",
    name="Polish",
    script="latin",
    quotes=("„", "”"),
    home="PL",
    small="""
        i w z na nie się że to do jest o jak za od po przez dla ma był była tym co są ale przy oraz już lub jego ze
        także po między pod aby będzie ich
    """,
    letters="łąęśżźćńó",
    grammar="""
        i oraz a ale lub albo ani jeśli jeżeli gdy kiedy niż jak tak o u w we z ze do od dla po pod nad przed przez
        przy na za bez między wśród wobec podczas odkąd aż gdzie kto kogo komu co czego czemu dlaczego który która
        które którzy których którym którego której że to ten ta te ci tego tej tych tym temu on ona ono oni one jego
        jej ich im nim nią nich my nas nam wy ja mnie mi się siebie sobie jest są był była było byli były być będzie
        będą został została zostało zostali ma mają miał miała może mogą mógł musi nie tak też także już jeszcze
        bardzo więcej tylko wszystkie wszystkich każdy inny inne innych by
    """,
    news="""
        mówi mówił powiedział powiedziała poinformował poinformowała poinformowali informuje podał podała podaje
        podają dodał dodała twierdzi oświadczył oświadczyła według raport media dziś dzisiaj wczoraj jutro dzień dni
        tydzień tygodnia miesiąc miesięcy rok roku lat lata godzin czas pierwszy pierwsza ostatni nowy nowa nowe były
        poniedziałek poniedziałku wtorek wtorku środa środę środy czwartek czwartku piątek piątku sobota sobotę
        niedziela niedzielę stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada
        grudnia prezydent prezydenta prezydentem przywódca przywódcy minister ministra rząd rządu władze władz kraj
        kraju państwo państwa świat ludzi miasto stolica szef rzecznik agencja polityk dwa trzy cztery pięć setki
        tysięcy mln mld nagranie wideo relacja
    """,
    function="""
        aby albo ale ani aż bardzo bez bo bowiem by być była było byli był będą będzie cały choć ci co coś czy czyli
        dla do dlatego dziś gdy gdyż gdzie go ich ile im inny iż ja jak jaka jaki jako je jednak jednym jego jej jemu
        jest jestem jeszcze jeśli już każdy kiedy kto która które który ku lecz lub ma mają mam mi między mnie moje
        może mu my na nad nam nami nas nasz nawet nic nich nie niech nigdy nim niż no o obok od około on ona one oni
        ono oraz po pod podczas poza ponad przed przez przy raz razem również sam sama się skąd sobie są ta tak taka
        taki tam te tego tej ten też to tobie tu tutaj ty tych tylko tym u w wam was wasz we więc wszystko wtedy wy z
        za zaś zawsze ze że żeby
    """,
    empty="""
        powiedział powiedziała rok roku lat także również który która które których tej tego ten ta te tych był była
        było były został została może można jednak tylko już jeszcze bardzo tak jej jest
    """,
    # Endings and forms, in folded spelling.
    stem_endings="""
        iami ami iach ach iom om ow owi iowi em iem ie ia ii ie io iu ego iego emu iemu ej iej ych ich ym im ymi imi a
        e i o u y ala ali alo ila ili ilo ac ic yc owac uje ujac
    """,
    vowel_is_ending=True,
    after_vowel="a o e i y u ie ia io iu om em iem ami iami ach iach ow owi",
    after_consonant="a u em iem owi ie ia y i ow om ami ach e",
    plurals="ow",
    adjective_closings="i y a e",
    adjective_endings="i y iego ego iemu emu im ym a ia ej iej ie e ich ych imi ymi",
    adjective_stems="sk ck dzk ow",
    surnames=(
        ("sk-a ck-a sk-iej", "a iej"),
        ("sk-i ck-i", "i iego iemu im"),
        ("ow-a ew-a ow-ej ew-ej", "a ej"),
    ),
    women="owa ewa",
    changes={"k": "c", "g": "dz", "ch": "sz", "r": "rz", "t": "ci", "d": "dzi", "st": "sci"},
    schemes=(
        Scheme(
            "в w г g ж z и i й j х ch ц c ч cz ш sz щ szcz ы y ю iu я ia е ie і i ї ji є ie ў u",
            opening="е je ю ju я ja є je",
        ),
        Scheme(
            "в w г h ж z и y й j х ch ц c ч cz ш sz щ szcz ы y ю iu я ia е ie і i ї ji є ie ў u",
            opening="е je ю ju я ja є je",
        ),
    ),
    # Kinds of event: beginnings of words; with a final stop the whole word, with a hyphen two words in a row.
    kinds="""
meet: wizyt spotka spotyka rozmow rozmaw szczytu szczycie negocj przylecia przyby odwiedz jedzie. leci.
call: telefon zadzwoni
sanction: sankcj
ban: zakaz zabron wyklucz embargo zabran
allow: pozwol zezwol dopu pozwal zezwal
arrest: zatrzyma areszt
release: uwoln wolno ulaskaw ułaskaw amnest uwaln
convict: skaza wyrok skazan
acquit: uniewinni
trial: sąd. sądu sądz proces. prokurat
prison: więzie więźni koloni
search: przeszuka rewizj nalot
exchange: wymian
die: zmar. zmarł nie-żyje śmier zgon
kill: zabi zamord zabój
wound: rann. ranni rannych obraż
hospital: szpital operacj intensywn
poison: otru truci nowiczok
protest: protest demonstr manifest marsz
strike_work: strajk
election: wybor wyborów głosow referend
inaugurate: zaprzysię inaugurac
resign: dymisj rezygn ustąp ustęp
appoint: mianowa powoła nominac powołu
dismiss: odwoła zwolnion odwołu
attack: atak ataku ostrza uderz nalot
invade: inwazj ofensyw najazd
drone: dron. drony dronów dronem drona
missile: rakiet pocisk iskander oresznik
shootdown: zestrzel
nuclear: jądrow nuklear atomow
powerplant: elektrown reaktor
deploy: rozmieszc rozmieść dyslok stacjon
withdraw: wycof
troops: wojsk żołnierz armi
exercise: ćwicze manewr
mobilise: mobilizac pobór branka
inspect: inspekc gotowo sprawdz
mercenary: najemni wagner
border: granic
close: zamk zamyk zamkn
open: otwor otwar otwier wznow
migrant: migrant uchodź azyl
flight: samolot lot. loty lotni przestrzen lotnisk
balloon: balon
railway: pociąg kolej
spy: szpieg wywiad. wywiadu
sabotage: sabotaż dywersj terror
cyber: haker cyber
fire: pożar wybuch eksploz
crash: wypadek rozbi katastrof
media: dziennikarz reporter akredyt
recognise: uzna. uznaje uznał uznan
reject: odrzuc odmów odmaw
deny: zaprzecz dementu zdementow
confirm: potwierdz
accuse: oskarż zarzuc zarzut
warn: ostrze groźb grozi grożą
promise: obiec obieca
support: wspar wsparc pomoc popar
loan: kredyt pożyczk
money: budżet dług. długu zadłuż
pay: grzywn kar. kara karę odszkod
price: cen. ceny cenę taryf inflac
oil: rop. ropa ropy naft rafiner benzyn paliw
gas: gaz. gazu gazoci gazprom
electricity: prąd energetyczn elektryczn
fertiliser: nawóz nawoz potas
trade: handl eksport import. importu cło. cła celn
invest: inwest
currency: walut. waluty rubel rubla
treaty: traktat umow porozum dekret pakt.
sign: podpis
ratify: ratyfik
law: ustaw parlament konstyt praw. prawo
integrate: integrac wchłon aneks przyłącz
join: dołącz przystąp wciąg przystęp
leave: opuśc opuszcz wyjśc wychodz
expel: wydal deport
ambassador: ambasad dyplomat konsul
summon: wezwa wzyw
visa: wiz. wiza wizę wizy paszport
flee: ucie uciek emigr
kidnap: porwa uprowadz
missing: zagin znikn
found: znalezi odnalez
blockade: blokad zablok
prize: nobl nagrod
sport: olimpi paraolimpi turniej sportow mistrzost
visit_pope: papież watykan
peace: pokój. pokoju pokojow rozejm zawieszen
rise: wzros wzrast rośn podwyż
fall: spad. spadek spadł spada obniż zmniejsz
build: budow zbud
cancel: odwoła zawies
postpone: przełoż odłoż odkład
begin: rozpocz zaczę zaczyn start. startu. uruchom
finish: zakończ kończ
win: wygra zwycię
lose: przegra porażk
lift: znies zniós łagodz znos złagodz
impose: nałoż nakład zaostrz
plot: zamach spisek
provoke: prowok eskal napięc
deal_arms: broń broni uzbroj czołg myśliw
satellite: satelit kosmonaut kosmos
virus: koronawirus covid szczepion pandemi
gift: prezent. urodzin podar
interview: wywiad. wywiadzie
war: wojn. wojna wojny wojnie wojnę wojną
react: reaguj reakcj krytyk potępi potępia oburz komentuj
profile: kim-jest. kim-był sylwetk
@ukraine: ukrain
@kyiv: kijow kijów
@poland: polsk polak warszaw
@lithuania: litw litews wiln
@latvia: łotw łotews ryga. rydze.
@estonia: estoni eston tallin
@germany: niemc niemiec niemieck berlin
@usa: usa. ameryk waszyngton trump biden pentagon
@eu: ue. unia. unii. unię europejsk bruksel
@nato: nato.
@china: chin. chiny chinami chińsk pekin
@britain: brytani brytyjs londyn
@france: francj francu paryż macron
@turkey: turcj turec ankara. erdogan
@kazakhstan: kazach astana.
@hungary: węg. węgry węgier orban budapeszt
@georgia: gruzj gruzi tbilisi
@armenia: armeni erywań
@iran: iran. iranu irańs teheran
@korea: kore korea pjongjang
@un: onz.
""",
    negations="nie bez nigdy żaden żadnych",
    # Numbers, dates, sentences.
    days="poniedział wtor środ środę czwart piąt sobot niedziel",
    months=("stycz", "lut", "mar", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "paźdz", "listop", "grud"),
    units="""
        jeden|jednego dwa|dwie|dwoch|dwu trzy|trzech cztery|czterech piec|pieciu szesc|szesciu siedem|siedmiu
        osiem|osmiu dziewiec|dziewieciu
    """,
    teens="""
        trzynascie|trzynastu czternascie|czternastu pietnascie|pietnastu szesnascie|szesnastu siedemnascie|siedemnastu
        osiemnascie|osiemnastu dziewietnascie|dziewietnastu
    """,
    tens="""
        dwadziescia|dwudziestu trzydziesci|trzydziestu czterdziesci|czterdziestu piecdziesiat|piecdziesieciu
        szescdziesiat|szescdziesieciu siedemdziesiat|siedemdziesieciu osiemdziesiat|osiemdziesieciu
        dziewiecdziesiat|dziewiecdziesieciu
    """,
    scales={3: "tys tysięcy tysiące", 6: "mln miliona milionów miliony", 9: "mld miliard miliarda miliardów miliardy"},
    scale_openings={3: "tys", 6: "mln", 9: "mld miliard"},
    percent=("proc",),
    abbreviations="""
        al im ks gen płk mjr kpt ppłk por hab inż mgr prof dr red ul pl nr r w tzw tj tzn np m.in itd itp tys mln mld
        godz min sek ok zł gr pn śr czw niedz ur zm św poz rys str ust pkt
    """,
    # Phrases of pages and headlines: regular expressions, case does not matter.
    furniture=(r"czytaj (?:też|także|więcej)|zobacz (?:też|także)|fot\.|źródło zdjęcia|udostępnij|skomentuj",),
    tails=(r"źródło: [^.\n]{2,60}\.?$|czytaj (?:też|także|więcej|dalej)|zobacz (?:też|także)",),
    live=("na żywo|relacja",),
    roundups=(
        "najważniejsze (?:wydarzenia|wiadomości|informacje)|podsumowanie (?:dnia|tygodnia)",
        "przegląd (?:dnia|tygodnia|prasy)",
    ),
    corrections=(r"sprostowan|korekta\b",),
    future=(r"będzie|będą|ma(?:ją)? (?:się )?\w+(?:ać|eć|ić|yć)|planuje|zamierza|chce",),
    until="na do",
    past="ł ła ło li ły łeś",
    walls=(
        "zaloguj się, (?:aby|żeby|by)|wykup (?:dostęp|subskrypcję|prenumeratę)|używa(?:my)? (?:plików )?cookie",
        "dla subskrybentów|włącz (?:obsługę )?java ?script",
    ),
    photo=(r"foto|fot\.",),
    byline=("autor",),
    caption_sides=("po lewej|po prawej",),
    newsrooms=("portal|radio|wiadomości|wieści|gazeta|dziennik|kurier|informacje|dzisiaj|dziś",),
    # Words before names.
    before_places="w we z do pod",
    inside="w we",
)
