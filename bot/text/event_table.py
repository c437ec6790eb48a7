"""Which words name which kind of event, in six languages? The table behind ``events``.

It is about news in general: what people, states and armies do, and on which stage (rows with ``@``), not about any one topic. Columns are as in LANGUAGES. An
entry is the beginning of a word; one with a final ``.`` is the whole word, one with a hyphen two words in a row.
"""

# ruff: noqa: E501 - a row of the table is one line

LANGUAGES = ("en", "de", "pl", "ru", "uk", "be")

TABLE = """
meet: visit meet met. talks. summit negotiat arriv lands. landed. hosts. hosted. | besuch treff trifft traf. gespräch gipfel verhandl reist. empfängt empfing | wizyt spotka spotyka rozmow rozmaw szczytu szczycie negocj przylecia przyby odwiedz jedzie. leci. | визит встреч встрет переговор саммит прибы прилете посети посеща приеха побесед | візит зустр переговор саміт прибу прилеті відвіда приїха | візіт сустрэ перамов перагавор саміт прыбы прыляце наведа прыеха
call: phone. phoned. telephone. phonecall | telefon | telefon zadzwoni | телефон созвон | телефон | тэлефан
sanction: sanction | sanktion | sankcj | санкци | санкці | санкцы
ban: ban. bans. banned banning bar. bars. barred prohibit exclu embargo outlaw | verbot verbiet ausschl ausgeschl embargo untersag | zakaz zabron wyklucz embargo | запре отстран эмбарго исключ недопу | заборон відсторон ембарго виключ | забаран забарон адхіл эмбарга выключ
allow: allow permit let. lets. authori | erlaub zulass zugelassen genehmig | pozwol zezwol dopu | разреш допус позвол | дозвол допус | дазвол дапус
arrest: arrest detain detention seiz captur | festnahm festgenomm verhaft inhaft | zatrzyma areszt | арест задерж схва | арешт затрим схоп | арышт затрым схап
release: releas freed. frees. free. freeing pardon amnest | freilass freigelass frei. begnadig amnest entlass | uwoln wolno ulaskaw ułaskaw amnest | освобо помило амнист отпусти | звільн помилув амніст відпусти | вызвал вызвол памілав амніст адпусці
convict: sentenc convict jailed. jails. verdict guilty imprison | verurteil haftstrafe schuldig urteil | skaza wyrok skazan | пригов осуди осужд виновн | вирок засуд винн | прысуд асудз асудж вінав
acquit: acquit | freispr freigespr | uniewinni | оправдан оправда | виправда | апраўда
trial: trial. court prosecut lawsuit | gericht prozess anklag staatsanwalt | sąd. sądu sądz proces. prokurat | суд. суда судеб прокур процесс | суд. суду судов прокур процес | суд. суда судов пракур працэс
prison: prison. prisons. prisoner jail. penal colony | gefängnis häftling gefangen | więzie więźni koloni | тюрьм заключенн колони заключен | в'язн тюрм колоні ув'язн | турм вязн калоні зняволен
search: raid. raids. raided searched | razzia durchsuch | przeszuka rewizj nalot | обыск | обшук | ператрус вобшук
exchange: swap. swapped exchang | austausch | wymian | обмен | обмін | абмен
die: dies. died. dead. death dying obituar | stirbt starb gestorben tot. tode todes verstorb | zmar. zmarł nie-żyje śmier zgon | умер умир смерт скончал | помер смерт помир | памёр памер смерц сканаў
kill: kill murder assassin slain | getötet töte ermord mord. | zabi zamord zabój | убит убий убил | вбив вбит убит | забі забой
wound: injur wounded wounds. | verletz verwundet | rann. ranni rannych obraż | ранен пострада | поранен постражда | паранен параненa
hospital: hospital intensive surgery | krankenhaus klinik intensivstation operiert | szpital operacj intensywn | больниц госпитал реанимац | лікарн госпітал реанімац | бальніц шпітал рэанімац
poison: poison toxic novichok | vergift giftig nowitschok | otru truci nowiczok | отрав новичок яд. | отру новичок | атру атруч
protest: protest demonstrat rally. rallies. march. marches. marched unrest | protest demonstr kundgebung | protest demonstr manifest marsz | протест демонстр митинг шестви | протест демонстр мітинг | пратэст дэманстр мітынг шэсц
strike_work: strikers walkout | streik | strajk | забастов | страйк | страйк забастоўк
election: election vote. votes. voting. voted. poll. polls. ballot referendum | wahl. wahlen wahlf wahlsieg präsidentenwahl präsidentschaftswahl abstimm referendum | wybor wyborów głosow referend | выбор голосова референд | вибор голосува референд | выбар галасава рэферэнд
inaugurate: inaugurat sworn | vereidig amtseinführ | zaprzysię inaugurac | инаугур присяг | інавгур присяг | інаўгур прысяг
resign: resign steps-down | rücktritt zurückgetret tritt. | dymisj rezygn ustąp | отстав | відстав | адстаў
appoint: appoint names. nominat | ernenn ernannt nominier | mianowa powoła nominac | назнач | признач | прызнач
dismiss: dismiss fired. sacked sacks. ousted | entlassen gefeuert | odwoła zwolnion | увол освободил-от | звільнен | звольн
attack: attack assault strikes. airstrike shelling bombard | angriff angreif attack beschuss | atak ataku ostrza uderz nalot | атак удар обстрел нападен | атак удар обстріл напад | атак удар абстрэл напад
invade: invasion invad offensive incursion | invasion einmarsch offensive überfall | inwazj ofensyw najazd | вторж вторгн наступлен | вторгн наступ | уварван наступ
drone: drone uav. uavs. | drohne | dron. drony dronów dronem drona | дрон беспилот бпла | дрон безпілот бпла | дрон беспілот бпла
missile: missile rocket iskander oreshnik | rakete iskander oreschnik | rakiet pocisk iskander oresznik | ракет искандер орешник | ракет іскандер орєшнік орешник | ракет іскандэр арэшнік
shootdown: shot-down shoots. downed downs. | abgeschossen abschuss abschieß | zestrzel | сбил сбит | збил збит | збіл збіт
nuclear: nuclear atomic warhead | nuklear atom. atomw atomk kernwaff | jądrow nuklear atomow | ядерн атомн | ядерн атомн | ядзерн атамн
powerplant: reactor | kernkraft akw. reaktor | elektrown reaktor | аэс. аэсн реактор белаэс | аес. реактор | аэс. рэактар
deploy: deploy station. stationed stationing | stationier verlege verlegt | rozmieszc rozmieść dyslok stacjon | размещ размест развер дислоц | розміщ розміст розгор дислок | размяшч размясц разгар дысл
withdraw: withdraw withdr pullout | abzug abzieh zurückzieh abgezogen | wycof | вывод отвод вывед отвел | вивод відвед вивед відвод | вывад адвод выведз
troops: troops. soldier servicemen battalion army. armies | truppen soldat armee streitkräft | wojsk żołnierz armi | войск солдат военнослуж арми | військ солдат армі | войск салдат вайско арміі армія
exercise: drills. drill. manoeuvre maneuver war-games wargames exercises. | manöver militärübung übungen | ćwicze manewr | учени маневр | навчан маневр | вучэнн манеўр
mobilise: mobilis mobiliz conscript draft. | mobilmach mobilisier einberuf | mobilizac pobór branka | мобилиз призыв | мобіліз призов | мабіліз прызыў
inspect: inspect readiness snap-check checks. | inspekt gefechtsbereit überprüf | inspekc gotowo sprawdz | провер боеготов | перевір боєготов | правер боегатоў
mercenary: mercenar wagner | söldner wagner | najemni wagner | наемник вагнер чвк | найман вагнер пвк | найміт наёмнік наемнік вагнер пвк
border: border. borders. frontier checkpoint crossing. crossings. | grenz | granic | границ погранич погранпереход | кордон прикордон | мяж. мяжы мяжу мяжой межы граніц памежн
close: clos shut. shuts. shutdown | schließ geschloss schloss dicht. | zamk zamyk zamkn | закры закро закрыв | закри закрив закриє | закры закрыв зачын
open: open. opens. opened reopen | öffn eröffn wiedereröff | otwor otwar otwier wznow | откры откро возобнов | відкри відновл | адкры аднаўл
migrant: migrant refugee asylum | migrant flüchtling asyl | migrant uchodź azyl | мигрант беженц убежищ | мігрант біженц притулк | мігрант бежанц прытулак
flight: plane. planes. airliner jet. flight. flights. airspace aircraft airline airport | flugzeug flug. luftraum landung flughafen | samolot lot. loty lotni przestrzen lotnisk | самолет рейс авиа воздушн аэропорт | літак рейс авіа повітрян аеропорт | самалёт самалет рэйс авія паветр аэрапорт
balloon: balloon | ballon | balon | шар. шары шаров воздушных-шаров | кул. кулі куль | шар. шары паветраных-шароў
railway: railway train. trains. rail. | zug. züge bahn. eisenbahn | pociąg kolej | поезд железнодор | поїзд залізни | цягнік чыгун
spy: spy. spies. spying espionage intelligence. | spion geheimdienst | szpieg wywiad. wywiadu | шпион разведк | шпигун розвідк | шпіён шпіен выведк разведк
sabotage: sabotag terror | sabotag terror | sabotaż dywersj terror | саботаж диверс террор | саботаж диверс терор | сабатаж дыверс тэрор
cyber: hack cyber | hacker cyber | haker cyber | хакер кибер | хакер кібер | хакер кібер
fire: fire. fires. blaze explos explod blast. | brand. feuer explosion explodier | pożar wybuch eksploz | пожар взрыв | пожеж вибух | пажар выбух
crash: crash collision | absturz abgestürzt unfall | wypadek rozbi katastrof | крушен катастроф авари | катастроф аварі | катастроф авары
media: journalist reporter accredit | journalist reporter akkredit | dziennikarz reporter akredyt | журналист корреспонд аккредит | журналіст кореспонд акредит | журналіст карэспанд акрэдыт
recognise: recogni | anerkenn erkennt | uzna. uznaje uznał uznan | призна | визна | прызна
reject: reject refus rebuff | ablehn abgelehnt verweiger weist. | odrzuc odmów odmaw | отказ отверг отклон | відмов відкин відхил | адмов адхіл адмаў
deny: denie deny. denied denying refut | dementier bestreit leugne | zaprzecz dementu zdementow | опроверг отрица опроверж | спросту запереч | абверг аспрэч адмаўля
confirm: confirm | bestätig | potwierdz | подтверд подтвержд | підтверд | пацверд пацвярдж
accuse: accus alleg blame. blames. blamed | beschuldig wirft. vorwurf vorwürf anklag | oskarż zarzuc zarzut | обвин | звинувач обвинув | абвінав
warn: warn threat | warn. warnt warnung droh. droht drohung | ostrze groźb grozi grożą | предупре угроз угрожа пригроз | попере погроз загроз | папярэ пагроз паграж
promise: promis vow. vows. vowed pledg | versprich verspr zusage | obiec obieca | обеща | обіця | абяца
support: support aid. help. helps. backing backs. backed assist | unterstütz hilf hilfe rückendeck beistand | wspar wsparc pomoc popar | поддерж помощ помож | підтрим допомог | падтрым дапамаг дапамог
loan: loan credit. lending billion-dollar-loan | kredit darlehen | kredyt pożyczk | кредит заем | кредит позик | крэдыт пазык
money: budget subsid debt. debts. | haushalt schulden | budżet dług. długu zadłuż | бюджет долг. долга субсид | бюджет борг субсид | бюджэт доўг субсід
pay: fine. fined. fines. penalty compensation | geldstrafe strafe. bußgeld entschädig | grzywn kar. kara karę odszkod | штраф компенсац | штраф компенсац | штраф кампенсац
price: price. prices. tariff inflation | preis. preise tarif inflation | cen. ceny cenę taryf inflac | цен. цены цену цена тариф инфляц | цін. ціни ціну ціна тариф інфляц | цан. цэны цану цана тарыф інфляц
oil: oil. crude refiner petrol gasoline | öl. erdöl raffiner benzin | rop. ropa ropy naft rafiner benzyn paliw | нефт бензин нпз топлив | нафт бензин палив | нафт бензін паліва
gas: gas. pipeline gazprom | erdgas gas. pipeline gazprom | gaz. gazu gazoci gazprom | газ. газа газопров газпром | газ. газу газопров газпром | газ. газу газаправ газпрам
electricity: electricit power-grid blackout | strom. stromnetz stromaus | prąd energetyczn elektryczn | электроэнерг электрич блэкаут | електроенерг електрич | электраэнерг электрыч
fertiliser: fertili potash | dünger kali. kalisalz | nawóz nawoz potas | удобрен калий калийн | добрив калій калійн | угнаенн калій калійн
trade: trade. export import. imports. imported tariffs. customs | handel. export import zoll. zölle | handl eksport import. importu cło. cła celn | торгов экспорт импорт пошлин тамож | торгів експорт імпорт мит. митн | гандл экспарт імпарт пошлін мытн
invest: invest | invest | inwest | инвест | інвест | інвест
currency: currency rouble ruble. rubles. | währung rubel | walut. waluty rubel rubla | валют рубл | валют рубл | валют рубл
treaty: treaty agreement accord. pact. deal. deals. decree | vertrag abkommen vereinbar dekret pakt. | traktat umow porozum dekret pakt. | договор соглашен указ. указа декрет пакт. | договір договор угод указ. указу декрет пакт. | дагавор дамов пагадн указ. указа дэкрэт пакт.
sign: sign. signs. signed signing | unterzeich unterschr | podpis | подпис | підпис | падпіс
ratify: ratif | ratifiz | ratyfik | ратифи | ратифі | ратыфі
law: law. laws. legislation bill. parliament constitution | gesetz parlament verfassung | ustaw parlament konstyt praw. prawo | закон. закона законопр парламент конституц | закон. закону законопр парламент конституц | закон. закона законапр парламент канстытуц
integrate: integrat union-state merger absorb annex swallow | integrat unionsstaat annexi angliedern | integrac wchłon aneks przyłącz | интеграц союзн аннекс поглощ присоед | інтеграц союзн анекс поглин приєдн | інтэграц саюзн анекс паглын далуч
join: join. joins. joined joining drawn. dragged accession | beitret beitritt beigetret eintritt | dołącz przystąp wciąg | вступ присоедин втян втяг | вступ приєдн втяг | уступ далуч уцяг
leave: leave. leaves. leaving exit. quits. quit. | austritt verlass verließ ausgetret | opuśc opuszcz wyjśc | выход покин вышел | вихід покин вийш | выхад пакін выйш
expel: expel deport | ausweis abschieb ausgewiesen | wydal deport | высыл высла депорт выдвор | висил вислал депорт видвор | высыл высла дэпарт
ambassador: ambassador envoy embassy consul diplomat | botschaft diplomat konsul | ambasad dyplomat konsul | посол. посла послу посольств дипломат консул | посол. посла посольств дипломат консул | пасол. пасла пасольств дыпламат консул амбасад
summon: summon | einbestell | wezwa wzyw | вызва вызыв вызвал | виклика | выклік
visa: visa. visas. passport | visum visa. pass. reisepass | wiz. wiza wizę wizy paszport | виз. виза визу визы паспорт | віз. віза візу візи паспорт | віз. віза візу візы пашпарт
flee: flee. flees. fled. escape exile | flieh geflohen flucht exil | ucie uciek emigr | бежа сбежа побег эмигр | втеч втік утеч емігр | уцёк уцек збег эмігр
kidnap: kidnap abduct snatch | entführ | porwa uprowadz | похит похищ | викрад викрал | выкра
missing: missing. disappear vanish | verschwund vermisst | zagin znikn | пропал исчез | зник пропал | знік прапа
found: found. discover | gefund entdeckt | znalezi odnalez | найден обнаруж | знайден виявл | знойдз выяўл
blockade: blockad blocks. blocked blocking | blockad blockier | blokad zablok | блокад блокир заблок | блокад блокув заблок | блакад блакір заблак
prize: nobel prize award laureate | nobel preis. preistr friedenspreis auszeichn | nobl nagrod | нобел преми наград лауреат | нобел премі нагород лауреат | нобел прэмі узнагарод лаўрэат
sport: olympi paralympi tournament athlete wimbledon championship | olympi paralympi turnier athlet sportler meisterschaft | olimpi paraolimpi turniej sportow mistrzost | олимпи паралимп турнир спортсм чемпион | олімпі паралімп турнір спортсм чемпіон | алімпі паралімп турнір спартсм чэмпіён чэмпіен
visit_pope: pope vatican | papst vatikan | papież watykan | папа. папы ватикан | папа. папи ватикан | папа. папы ватыкан
peace: peace ceasefire truce | frieden waffenruh waffenstill | pokój. pokoju pokojow rozejm zawieszen | мир. мира мирн перемир прекращени-огня | мир. миру мирн перемир | мір. міру мірн перамір
rise: rise. rises. rose. increas grow. grows. grew. soar surg | steig gestieg wächst anstieg erhöh | wzros wzrast rośn podwyż | рост. роста вырос увелич растет повыс | зрост збільш підвищ | рост. росту вырас павелічэ павяліч павыс
fall: fall. falls. fell. declin drop. drops. dropped shrink shrank decreas | sink gesunk rückgang fällt gefall senk | spad. spadek spadł spada obniż zmniejsz | паден упал снизил сниж сократ уменьш | падін впал зниз зменш скороч | падзен упаў зніз зменш скарац
build: build construct | bau. baut gebaut errichte | budow zbud | строит постро строй | будує будів побуд | будуе будаў пабуд
cancel: cancel postpon suspend | absag abgesagt verschob verschieb aussetz ausgesetzt | odwoła przełoż zawies | отмен перенес приостан | скасу перенес призупин | адмян перанес прыпын
begin: begin. begins. began start. starts. started launch | beginn begann start. startet gestartet | rozpocz zaczę zaczyn | начал начин старт запуст | почал почин старт запуст | пачал пачын пачаў старт запусц
finish: ends. ended. ending completed finished | beende endet. abgeschlossen | zakończ kończ | заверш законч окончи | заверш закінч | заверш скончы
win: wins. won. victory | gewinn gewann sieg. siegt | wygra zwycię | победи победа победу выигр | перемог перемож вигра | перамог перамаг выйгра
lose: loses. lost. defeat | verlier verlor niederlage | przegra porażk | проигр поражен | програ поразк | прайгра паразa
lift: lift. lifts. lifted lifting easing eases. eased | aufheb aufgehob locker | znies zniós łagodz | снял снят отменил смягч | зняв зняли знят пом'якш | зняў знялі знят
impose: impos slap. slaps. tighten expands. | verhäng verschärf beschließt | nałoż nakład zaostrz | ввел введ вводит ужесточ | запровад ввів введ посил | увёў увядз уводз узмацн
plot: plot. plots. plotting conspir coup. | putsch verschwör umsturz anschlag | zamach spisek | заговор переворот покушен | змов переворот замах | змов пераварот замах
provoke: provok provocat escalat tension | provok provozier eskal spannung | prowok eskal napięc | провокац эскалац напряжен | провокац ескалац напруг напружен | правакац эскалац напружан
deal_arms: weapon arms. s-400 s-300 tank. tanks. fighter-jet himars | waffen panzer kampfjet rüstung | broń broni uzbroj czołg myśliw | оружи вооруж танк. танки истребит с-400 с-300 | зброя зброї озброє танк. танки винищув | зброя зброі узбраен танк. танкі знішчальнік
satellite: satellite cosmonaut astronaut space. | satellit kosmonaut raumfahrt weltraum | satelit kosmonaut kosmos | спутник космонавт космос | супутник космонавт космос | спадарожнік касманаўт космас
virus: covid coronavirus vaccine pandemic | corona. covid impf pandemie | koronawirus covid szczepion pandemi | коронавирус ковид вакцин пандеми | коронавірус ковід вакцин пандемі | каранавірус кавід вакцын пандэмі
gift: gift. gifts. birthday presented | geschenk geburtstag | prezent. urodzin podar | подар день-рожд | подар | падар падарунак
interview: interview. interviews. tells. | interview | wywiad. wywiadzie | интервью | інтерв'ю | інтэрв'ю
war: war. wars. warfare | krieg | wojn. wojna wojny wojnie wojnę wojną | войн | війн | вайн
react: backlash outrag criticis criticiz condemn denounc slams. slammed hails. hailed welcomes. react. reacts. reaction | reagier reaktion empört empörung kritisier verurteilen. begrüßt. | reaguj reakcj krytyk potępi potępia oburz komentuj | реакци реагир отреагир осужда раскритик возмути возмущен | реакці реагу відреагу засуджу розкритик обурен обурил | рэакц рэагу адрэагава асуджае раскрытык абурэн
profile: who-is. who-was. who-are. profile profile. | wer-ist. wer-war. porträt | kim-jest. kim-był sylwetk | кто-такой. кто-такая. кто-такие. | хто-такий. хто-така. хто-такі. | хто-такі. хто-такая.
@ukraine: ukrain | ukrain | ukrain | украин | украін україн | украін
@kyiv: kyiv kiev | kiew kyjiw | kijow kijów | киев | київ києв | кіеў кіев
@poland: poland polish. pole. poles. warsaw | polen polnisch warschau | polsk polak warszaw | польш польск поляк варшав | польщ польськ поляк варшав | польшч польск паляк варшав
@lithuania: lithuan vilnius | litau vilnius | litw litews wiln | литв вильнюс | литв вільнюс | літв літоўс вільн
@latvia: latvia riga. | lettland lettisch riga. | łotw łotews ryga. rydze. | латви рига. риге. | латві рига. | латв рыга.
@estonia: estonia tallinn | estland estnisch tallinn | estoni eston tallin | эстон таллин | естон таллінн | эстон талін
@germany: german. germany germans. berlin | deutsch. deutsche. deutscher deutschen. deutschland berlin | niemc niemiec niemieck berlin | герман немец берлин | німеч німец берлін | герман нямец берлін
@usa: u-s us. usa. america american washington trump. biden. pentagon | usa. us. amerika washington trump. biden. pentagon | usa. ameryk waszyngton trump biden pentagon | сша. америк вашингтон трамп байден пентагон | сша. америк вашингтон трамп байден пентагон | зша. амерык вашынгтон трамп байдэн пентагон
@eu: eu. european europe. brussels | eu. europä europa. brüssel | ue. unia. unii. unię europejsk bruksel | ес. евросоюз европейск европ брюссел | єс. євросоюз європ брюссел | ес. еўрасаюз еўрапей еўроп брусел
@nato: nato. | nato. | nato. | нато. | нато. | ната. нато.
@china: china. chinese beijing xi. | china. chinesisch peking | chin. chiny chinami chińsk pekin | китай китая пекин | китай китаю пекін | кітай кітая пекін
@britain: britain british uk. u-k london | großbritann britisch london | brytani brytyjs londyn | британ лондон | британ лондон | брытан лондан
@france: france. french paris. macron | frankreich französ paris. macron | francj francu paryż macron | франц париж макрон | франц париж макрон | францы францу парыж макрон
@turkey: turkey. turkish ankara. erdogan | türkei türkisch ankara. erdogan | turcj turec ankara. erdogan | турци турец анкар эрдоган | туреч турец анкар ердоган | турцы турэц анкар эрдаган
@kazakhstan: kazakh astana. tokayev | kasach astana. | kazach astana. | казах астан токаев | казах астан токаєв | казах астан такаеў
@hungary: hungar orban. budapest | ungarn. ungarisch orban. budapest | węg. węgry węgier orban budapeszt | венгр орбан будапешт | угорщ угорс орбан будапешт | венгры венгер орбан будапешт
@georgia: georgia. tbilisi | georgien tiflis | gruzj gruzi tbilisi | грузи тбилиси | грузі тбілісі | грузі тбілісі
@armenia: armenia yerevan pashinyan | armenien eriwan | armeni erywań | армени армян ереван пашинян | вірмені єреван пашинян | армені ерэван пашынян
@iran: iran. iranian tehran | iran. iranisch teheran | iran. iranu irańs teheran | иран. ирана иранск тегеран | іран. ірану іранськ тегеран | іран. ірана іранск тэгеран
@korea: korea korean pyongyang | korea nordkorea pjöngjang | kore korea pjongjang | коре кндр пхеньян | коре кндр пхеньян | карэ кндр пхеньян
@un: un. u-n united-nations | uno. un. vereinten-nationen | onz. | оон. | оон. | аан.
"""
