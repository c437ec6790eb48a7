"""What does the program know of English? Word lists, endings, phrases; `Tables` says what each is for."""

from bot.text.languages.tables import Scheme, Tables

ENGLISH = Tables(
    code="en",
    name="English",
    script="latin",
    quotes=("“", "”"),
    small="""
        the of and to in a is that for on with as it was by at from be has are his its after says over not have will
        who but an this their he into
    """,
    grammar="""
        a an the and or but nor if then than so as of at by for from in into on onto off out over under to up with
        without within about after before during since until while when where who whom whose which what why how that
        this these those there here it its he him his she her they them their we us our you your i my me is are was
        were be been being am do does did done has have had having will would shall should can could may might must
        not no yes also more most much many some any all each every both few other another such only own same too very
        just even still yet again ever never now amid among against between through across around because despite per
        via well further back down
    """,
    news="""
        say says said saying tell tells told report reports reported reporting according claim claims claimed news
        live update updates latest breaking video watch photo photos pictures analysis opinion today yesterday
        tomorrow day days week weeks month months year years hour hours time first last next new old former monday
        tuesday wednesday thursday friday saturday sunday january february march april may june july august september
        october november december president presidential leader minister ministry government official officials
        authorities country countries state states world people man woman men women city capital head chief spokesman
        spokeswoman spokesperson agency media national international political two three four five six seven eight
        nine ten hundreds thousands million billion top key major make makes made take takes took get gets got come
        comes came go goes went going set see seen know known want wants call calls called ask asks asked says one
        while like
    """,
    function="""
        a about above after again all also am among an and any are as at back be been before being below between both
        but by came can close could did do does done down during each even ever every few first for from full further
        gave get given go goes gone had has have having he her here hers him his how i if in into is it its just last
        less like made make many may me might more most much must my near never new no nor not now of off often old on
        once one only or other our out over own past per said same saw say says see seen set she should since so some
        soon still such than that the their them then there these they this those though through to too under until up
        upon us use very was way we well were what when where which while who whom whose why will with within yet you
        your
    """,
    empty="""
        said says also would could year years new one two first last week month day time people country countries
        according told may might many more most such some like make made take taken while during since however well
        just even still only other than when where which there these those them they what about against being between
        because through under up out over very much way part number need help can does did had were do him her she you
        your our us we my me no so if or any all both each few own same too now then here how why again further once
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august
        september october november december president minister leader government state article reported report
        reporting various key including among come came going get got put use used likely clearly already probably
        towards become becomes within without around along across despite apparently thus another different
        significant
    """,
    # Endings and forms, in folded spelling.
    stem_endings="ies es s ed ing",
    after_vowel="a as o os",
    after_consonant="s es",
    plurals="es",
    women="ova eva",
    schemes=(
        Scheme("в v г g ж zh и i й y х kh ц ts ч ch ш sh щ shch ы y ю yu я ya е e і i ї yi є ye ў u", opening="е ye"),
        Scheme("в v г g ж zh и i й y х kh ц ts ч ch ш sh щ shch ы y ю yu я ya е e і i ї yi є ye ў u"),
        Scheme("в v г g ж zh и i й i х kh ц ts ч ch ш sh щ shch ы y ю iu я ia е e і i ї i є ie ў u"),
        Scheme("в v г h ж zh и i й y х kh ц ts ч ch ш sh щ shch ы y ю yu я ya е e і i ї yi є ye ў w"),
        Scheme(
            "в v г h ж zh и i й i х kh ц ts ч ch ш sh щ shch ы y ю iu я ia е ie і i ї i є ie ў u",
            opening="е ye є ye ю yu я ya",
        ),
        Scheme("в v г g ж z и i й j х h ц c ч c ш s щ s ы y ю u я a е e і i ї i є e ў u"),
        Scheme("в v г g ж z и i й j х ch ц c ч c ш s щ sc ы y ю ju я ja е e і i ї ji є je ў u"),
        Scheme(
            "в v г h ж z и y й j х ch ц c ч c ш s щ sc ы y ю iu я ia е ie і i ї i є ie ў u",
            opening="е je ю ju я ja є je",
        ),
        Scheme("в v г g ж j и i й i х kh ц ts ч tch ш ch щ chtch ы y у ou ю iou я ia е e і i ї i є e ў ou"),
    ),
    # Kinds of event: beginnings of words; with a final stop the whole word, with a hyphen two words in a row.
    kinds="""
meet: visit meet met. talks. summit negotiat arriv lands. landed. hosts. hosted.
call: phone. phoned. telephone. phonecall
sanction: sanction
ban: ban. bans. banned banning bar. bars. barred prohibit exclu embargo outlaw
allow: allow permit let. lets. authori
arrest: arrest detain detention seiz captur
release: releas freed. frees. free. freeing pardon amnest
convict: sentenc convict jailed. jails. verdict guilty imprison
acquit: acquit
trial: trial. court prosecut lawsuit
prison: prison. prisons. prisoner jail. penal colony
search: raid. raids. raided searched
exchange: swap. swapped exchang
die: dies. died. dead. death dying obituar
kill: kill murder assassin slain
wound: injur wounded wounds.
hospital: hospital intensive surgery
poison: poison toxic novichok
protest: protest demonstrat rally. rallies. march. marches. marched unrest
strike_work: strikers walkout
election: election vote. votes. voting. voted. poll. polls. ballot referendum
inaugurate: inaugurat sworn
resign: resign steps-down
appoint: appoint names. nominat
dismiss: dismiss fired. sacked sacks. ousted
attack: attack assault strikes. airstrike shelling bombard
invade: invasion invad offensive incursion
drone: drone uav. uavs.
missile: missile rocket iskander oreshnik
shootdown: shot-down shoots. downed downs.
nuclear: nuclear atomic warhead
powerplant: reactor
deploy: deploy station. stationed stationing
withdraw: withdraw withdr pullout
troops: troops. soldier servicemen battalion army. armies
exercise: drills. drill. manoeuvre maneuver war-games wargames exercises.
mobilise: mobilis mobiliz conscript draft.
inspect: inspect readiness snap-check checks.
mercenary: mercenar wagner
border: border. borders. frontier checkpoint crossing. crossings.
close: clos shut. shuts. shutdown
open: open. opens. opened reopen
migrant: migrant refugee asylum
flight: plane. planes. airliner jet. flight. flights. airspace aircraft airline airport
balloon: balloon
railway: railway train. trains. rail.
spy: spy. spies. spying espionage intelligence.
sabotage: sabotag terror
cyber: hack cyber
fire: fire. fires. blaze explos explod blast.
crash: crash collision
media: journalist reporter accredit
recognise: recogni
reject: reject refus rebuff
deny: denie deny. denied denying refut
confirm: confirm
accuse: accus alleg blame. blames. blamed
warn: warn threat
promise: promis vow. vows. vowed pledg
support: support aid. help. helps. backing backs. backed assist
loan: loan credit. lending billion-dollar-loan
money: budget subsid debt. debts.
pay: fine. fined. fines. penalty compensation
price: price. prices. tariff inflation
oil: oil. crude refiner petrol gasoline
gas: gas. pipeline gazprom
electricity: electricit power-grid blackout
fertiliser: fertili potash
trade: trade. export import. imports. imported tariffs. customs
invest: invest
currency: currency rouble ruble. rubles.
treaty: treaty agreement accord. pact. deal. deals. decree
sign: sign. signs. signed signing
ratify: ratif
law: law. laws. legislation bill. parliament constitution
integrate: integrat union-state merger absorb annex swallow
join: join. joins. joined joining drawn. dragged accession
leave: leave. leaves. leaving exit. quits. quit.
expel: expel deport
ambassador: ambassador envoy embassy consul diplomat
summon: summon
visa: visa. visas. passport
flee: flee. flees. fled. escape exile
kidnap: kidnap abduct snatch
missing: missing. disappear vanish
found: found. discover
blockade: blockad blocks. blocked blocking
prize: nobel prize award laureate
sport: olympi paralympi tournament athlete wimbledon championship
visit_pope: pope vatican
peace: peace ceasefire truce
rise: rise. rises. rose. increas grow. grows. grew. soar surg
fall: fall. falls. fell. declin drop. drops. dropped shrink shrank decreas
build: build construct
cancel: cancel suspend
postpone: postpon delay
begin: begin. begins. began start. starts. started launch
finish: ends. ended. ending completed finished
win: wins. won. victory
lose: loses. lost. defeat
lift: lift. lifts. lifted lifting easing eases. eased
impose: impos slap. slaps. tighten expands.
plot: plot. plots. plotting conspir coup.
provoke: provok provocat escalat tension
deal_arms: weapon arms. s-400 s-300 tank. tanks. fighter-jet himars
satellite: satellite cosmonaut astronaut space.
virus: covid coronavirus vaccine pandemic
gift: gift. gifts. birthday presented
interview: interview. interviews. tells.
war: war. wars. warfare
react: backlash outrag criticis criticiz condemn denounc slams. slammed hails. hailed welcomes. react. reacts.
    reaction
profile: who-is. who-was. who-are. profile profile.
@ukraine: ukrain
@kyiv: kyiv kiev
@poland: poland polish. pole. poles. warsaw
@lithuania: lithuan vilnius
@latvia: latvia riga.
@estonia: estonia tallinn
@germany: german. germany germans. berlin
@usa: u-s us. usa. america american washington trump. biden. pentagon
@eu: eu. european europe. brussels
@nato: nato.
@china: china. chinese beijing xi.
@britain: britain british uk. u-k london
@france: france. french paris. macron
@turkey: turkey. turkish ankara. erdogan
@kazakhstan: kazakh astana. tokayev
@hungary: hungar orban. budapest
@georgia: georgia. tbilisi
@armenia: armenia yerevan pashinyan
@iran: iran. iranian tehran
@korea: korea korean pyongyang
@un: un. u-n united-nations
""",
    negations="""
        not no never without cannot don't doesn't didn't won't isn't aren't wasn't weren't can't hasn't haven't nor
    """,
    # Numbers, dates, sentences.
    days="monday tuesday wednesday thursday friday saturday sunday",
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    units="one two three four five six seven eight nine",
    teens="thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    tens="twenty thirty forty fifty sixty seventy eighty ninety",
    scales={3: "thousand k", 6: "million millions mn m", 9: "billion billions bn b"},
    scale_openings={3: "thous", 6: "million", 9: "bn billion"},
    percent=("percent", "per cent"),
    abbreviations="""
        mr mrs ms dr prof gen col lt capt sgt cpl maj rev hon st jr sr gov sen rep pres vs etc approx nos inc ltd co
        corp jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s u.k u.n a.m p.m fig dept est
    """,
    # Phrases of pages and headlines: regular expressions, case does not matter.
    furniture=(
        "leave a (?:reply|comment)|your email address will not|required fields are marked|the recaptcha",
        "back to top|related (?:articles|posts|stories)|this site uses akismet|learn how your comment",
        "join (?:our|us)|subscribe to|sign up (?:for|to)|follow us|share (?:this|on)|getty images",
        r"image (?:source|credit)|photo(?: by|:| credit)|original$|translation \w+$|materials section",
        r"all rights reserved|©|\(c\)|advertisement|read (?:more|also|next)|also read|see also|click here|how to$",
        r"home »|by \||digest of author|\w+ has the exclusive right|newsletter|this material is also|cookie",
        "accept all|log in|tags?:|filed under",
    ),
    tails=(
        "continue reading|read (?:more|also|next|the full)|see also|also read|related:",
        "related (?:articles|stories)|the post .{3,200} (?:first appeared",
        "appeared first) (?:on|at)|follow (?:the latest|our|all the)",
        r"latest (?:news )?updates|source: [^.\n]{2,60}\.?$|this article (?:was )?(?:first",
        r"originally) (?:published|appeared)",
    ),
    live=(r"live(?: ?blog| ?ticker| updates?| news|:)?|as it happened|at a glance|what we know on day|day \d{1,4} of",),
    roundups=(
        "(?:weekly|daily|news|week(?:ly)? in) (?:digest|review|briefing|news)|(?:morning|evening) briefing",
        "briefing:|(?:news |weekly |daily )?round-?up|(?:the )?week in (?:review|pictures|photos)|top stories",
        "things to know",
    ),
    corrections=(r"correction\b|corrected\b|clarification\b|retraction\b",),
    until="to until till for",
    past="ed signed met began held made built took",
    future=(
        "will|won't|(?:plans?|intends?|set|expected|about|due|is|are) to|could|considers?|considering|scheduled",
        r"(?<!\d )(?<!\d(?:st|nd|rd|th) )(?<!\b(?:in|of|by) )(?<!\b(?:from|next|last|late) )(?<!until )may(?! \d)",
    ),
    walls=(
        "subscribe (?:now )?to (?:continue|read|unlock)|already a subscriber|(?:log|sign) in to (?:continue|read)",
        "(?:we|site) uses? cookies|accept (?:all )?cookies|enable (?:java ?script|cookies)|checking your browser",
        "verify (?:that )?you are (?:a )?human|(?:not|are you) a robot|access denied|for subscribers only",
    ),
    photo=("photo(?:graph)?|image|picture",),
    byline=("by",),
    caption_sides=("left|right|cent(?:er|re)",),
    newsrooms=("news|post|times|today|media|tv|radio|herald|tribune|gazette|journal|observer|daily|online",),
    # Words before names.
    before_places="in near at from to",
    inside="in near",
    articles="the",
)
