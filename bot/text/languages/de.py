"""What does the program know of German? Word lists, endings, phrases; `Tables` says what each is for."""

from bot.text.languages.tables import Scheme, Tables

GERMAN = Tables(
    code="de",
    name="German",
    script="latin",
    quotes=("„", "“"),
    home="DE",
    small="""
        der die das und in den von zu mit ist im auf für nicht ein eine des dem sich auch an als bei nach aus wird er
        sie hat über wegen zum zur vor gegen
    """,
    letters="äöüß",
    grammar="""
        der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als wie so von vor bei für
        aus in im ins an am ans auf zu zum zur mit ohne um über unter nach seit bis während wo wer wen wem wessen was
        warum dass daß dies diese dieser dieses diesen jene es er sie ihr ihm ihn ihre ihren ihrem ihrer sein seine
        seinen seinem seiner wir uns unser ich mich mir ist sind war waren wird werden wurde wurden worden hat haben
        hatte hatten kann können könnte soll sollen sollte will wollen muss müssen darf nicht kein keine keinen nur
        noch auch schon mehr sehr viel viele alle jede jeder jedes beide andere anderen durch gegen zwischen weil
        trotz sich man weiter weitere wieder bereits
    """,
    news="""
        sagt sagte sagten berichtet berichten bericht berichte laut zufolge meldet meldung erklärt erklärte nach
        angaben heute gestern morgen tag tage tagen woche wochen monat monate jahr jahre jahren stunde stunden uhr
        zeit erste ersten letzte letzten neue neuen neuer neues alte ehemalige montag dienstag mittwoch donnerstag
        freitag samstag sonntag januar februar märz april mai juni juli august september oktober november dezember
        präsident präsidenten präsidentin staatschef machthaber regierung regierungschef minister ministerium
        ministerpräsident sprecher behörden land länder staat welt menschen mann frau stadt hauptstadt chef agentur
        medien politik zwei drei vier fünf hunderte tausende million millionen milliarde milliarden liveblog ticker
        video überblick macht gibt geht kommt will zeigt gibt einsatz
    """,
    function="""
        aber alle allem allen aller alles als also am an ander andere auf aus bei beim bin bis bist da dabei damit
        danach dann daran darauf das dass dein dem den denn der deren des dessen dich die dies diese diesem diesen
        dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwa etwas euch fast für gegen hab
        habe haben hat hatte hatten her hier hin hinter ich ihm ihn ihnen ihr ihre im immer in indem ins ist ja jede
        jedem jeden jeder jetzt kann kein keine können man manche mehr mein mich mir mit muss nach neben nein nicht
        nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so sogar soll sonst um und uns unser
        unter viel vom von vor wann war waren warum was weil welche wenn wer werden wie wieder will wir wird wo wurde
        während zu zum zur zwar zwischen über
    """,
    empty="""
        sagte sagt jahr jahre neue neuen seit mehr einer eines einem einen war waren wurde wurden sind haben kann
        können soll sollen muss müssen diese dieser dieses noch schon nur oder aber wenn weil dass damit auch wie
    """,
    # Endings and forms, in folded spelling.
    stem_endings="erinnen innen ern em en er es e n s",
    after_vowel="a e en n s as es er in",
    after_consonant="s es e en er em ern n",
    women="owa ewa",
    schemes=(
        Scheme(
            "в w г g ж sch и i й j х ch ц z ч tsch ш sch щ schtsch ы y ю ju я ja е e і i ї ji є je ў u", opening="е je"
        ),
        Scheme(
            "в w г h ж sch и y й j х ch ц z ч tsch ш sch щ schtsch ы y ю ju я ja е e і i ї ji є je ў u", opening="е je"
        ),
    ),
    # Kinds of event: beginnings of words; with a final stop the whole word, with a hyphen two words in a row.
    kinds="""
meet: besuch treff trifft traf. gespräch gipfel verhandl reist. empfängt empfing
call: telefon
sanction: sanktion
ban: verbot verbiet ausschl ausgeschl embargo untersag
allow: erlaub zulass zugelassen genehmig
arrest: festnahm festgenomm verhaft inhaft
release: freilass freigelass frei. begnadig amnest entlass
convict: verurteil haftstrafe schuldig urteil
acquit: freispr freigespr
trial: gericht prozess anklag staatsanwalt
prison: gefängnis häftling gefangen
search: razzia durchsuch
exchange: austausch
die: stirbt starb gestorben tot. tode todes verstorb
kill: getötet töte ermord mord.
wound: verletz verwundet
hospital: krankenhaus klinik intensivstation operiert
poison: vergift giftig nowitschok
protest: protest demonstr kundgebung
strike_work: streik
election: wahl. wahlen wahlf wahlsieg präsidentenwahl präsidentschaftswahl abstimm referendum
inaugurate: vereidig amtseinführ
resign: rücktritt zurückgetret tritt.
appoint: ernenn ernannt nominier
dismiss: entlassen gefeuert
attack: angriff angreif attack beschuss
invade: invasion einmarsch offensive überfall
drone: drohne
missile: rakete iskander oreschnik
shootdown: abgeschossen abschuss abschieß
nuclear: nuklear atom kernwaff
powerplant: kernkraft akw. reaktor
deploy: stationier verlege verlegt
withdraw: abzug abzieh zurückzieh abgezogen
troops: truppen soldat armee streitkräft
exercise: manöver militärübung übungen
mobilise: mobilmach mobilisier einberuf
inspect: inspekt gefechtsbereit überprüf
mercenary: söldner wagner
border: grenz
close: schließ geschloss schloss dicht.
open: öffn eröffn wiedereröff
migrant: migrant flüchtling asyl
flight: flugzeug flug. luftraum landung flughafen
balloon: ballon
railway: zug. züge bahn. eisenbahn
spy: spion geheimdienst
sabotage: sabotag terror
cyber: hacker cyber
fire: brand. feuer explosion explodier
crash: absturz abgestürzt unfall
media: journalist reporter akkredit
recognise: anerkenn erkennt
reject: ablehn abgelehnt verweiger weist.
deny: dementier bestreit leugne
confirm: bestätig
accuse: beschuldig wirft. vorwurf vorwürf anklag
warn: warn. warnt warnung droh. droht drohung
promise: versprich verspr zusage
support: unterstütz hilf hilfe rückendeck beistand
loan: kredit darlehen
money: haushalt schulden
pay: geldstrafe strafe. bußgeld entschädig
price: preis. preise tarif inflation
oil: öl. erdöl raffiner benzin
gas: erdgas gas. pipeline gazprom
electricity: strom. stromnetz stromaus
fertiliser: dünger kali. kalisalz
trade: handel. export import zoll. zölle
invest: invest
currency: währung rubel
treaty: vertrag abkommen vereinbar dekret pakt.
sign: unterzeich unterschr
ratify: ratifiz
law: gesetz parlament verfassung
integrate: integrat unionsstaat annexi angliedern
join: beitret beitritt beigetret eintritt
leave: austritt verlass verließ ausgetret
expel: ausweis abschieb ausgewiesen
ambassador: botschaft diplomat konsul
summon: einbestell
visa: visum visa. pass. reisepass
flee: flieh geflohen flucht exil
kidnap: entführ
missing: verschwund vermisst
found: gefund entdeckt
blockade: blockad blockier
prize: nobel preis. preistr friedenspreis auszeichn
sport: olympi paralympi turnier athlet sportler meisterschaft
visit_pope: papst vatikan
peace: frieden waffenruh waffenstill
rise: steig gestieg wächst anstieg erhöh
fall: sink gesunk rückgang fällt gefall senk
build: bau. baut gebaut errichte
cancel: absag abgesagt aussetz ausgesetzt
postpone: verschob verschieb
begin: beginn begann start. startet gestartet
finish: beende endet. abgeschlossen
win: gewinn gewann sieg. siegt
lose: verlier verlor niederlage
lift: aufheb aufgehob hebt. heben. hob. hoben. locker
impose: verhäng verschärf beschließt
plot: putsch verschwör umsturz anschlag
provoke: provok provozier eskal spannung
deal_arms: waffen panzer kampfjet rüstung
satellite: satellit kosmonaut raumfahrt weltraum
virus: corona. covid impf pandemie
gift: geschenk geburtstag
interview: interview
war: krieg
react: reagier reaktion empört empörung kritisier verurteilen. begrüßt.
profile: wer-ist. wer-war. porträt
@ukraine: ukrain
@kyiv: kiew kyjiw
@poland: polen polnisch warschau
@lithuania: litau vilnius
@latvia: lettland lettisch riga.
@estonia: estland estnisch tallinn
@germany: deutsch. deutsche. deutscher deutschen. deutschland berlin
@usa: usa. us. amerika washington trump. biden. pentagon
@eu: eu. europä europa. brüssel
@nato: nato.
@china: china. chinesisch peking
@britain: großbritann britisch london
@france: frankreich französ paris. macron
@turkey: türkei türkisch ankara. erdogan
@kazakhstan: kasach astana.
@hungary: ungarn. ungarisch orban. budapest
@georgia: georgien tiflis
@armenia: armenien eriwan
@iran: iran. iranisch teheran
@korea: korea nordkorea pjöngjang
@un: uno. un. vereinten-nationen
""",
    negations="nicht kein keine keinen keiner keinem nie niemals ohne",
    negated_before=7,  # a clause ends with its negation: "erkennt das Ergebnis der Wahl nicht an"
    compounds=True,
    # Numbers, dates, sentences.
    days="montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    months=("jan", "feb", "mär mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    units="ein zwei drei vier funf sechs sieben acht neun",
    teens="dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    tens="zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    units_first=True,
    capitalised=True,
    scales={3: "tausend tsd", 6: "mio millionen million", 9: "mrd milliarde milliarden"},
    scale_openings={3: "tausend", 6: "million", 9: "mrd milliard"},
    percent=("prozent",),
    abbreviations="""
        bzw ca d.h evtl ggf inkl nr str tel usw vgl z.b u.a o.ä s.o hr fr dipl ing mio mrd abs art bd geb gest jh jhd
    """,
    after_ordinal=("januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahrhundert",),
    # Phrases of pages and headlines: regular expressions, case does not matter.
    furniture=(
        "kommentar schreiben|newsletter abonnieren|mehr zum thema|lesen sie auch|teilen$|alle rechte vorbehalten",
    ),
    tails=(r"quelle: [^.\n]{2,60}\.?$|weiterlesen|mehr dazu|lesen sie auch",),
    live=("newsblog|ticker",),
    roundups=(
        r"wochenrückblick|tagesrückblick|(?:das|die) wichtigste\w* (?:de[sr]|vom|am|in kürze)|nachrichtenüberblick",
    ),
    corrections=(r"korrektur\b|berichtigung|richtigstellung",),
    future=("wird|werden|soll|sollen|will|wollen|plant|planen",),
    until="auf bis",
    walls=(
        r"mit \w*abo\w* weiterlesen|(?:jetzt|hier) abonnieren|verwende[nt] (?:wir )?cookies",
        "cookies (?:akzeptieren|zulassen)|javascript (?:aktivieren|einschalten)|nur für abonnenten",
    ),
    photo=("foto|bild",),
    byline=("von|autor",),
    caption_sides=("links|rechts",),
    newsrooms=(r"\w{0,20}zeitung|nachrichten|heute|anzeiger|rundschau|kurier|tageblatt|rundfunk",),
    # Words before names.
    before_places="in aus nach bei",
    inside="in nach",
    articles="der dem den die das des ein eine einem einen einer eines",
)
