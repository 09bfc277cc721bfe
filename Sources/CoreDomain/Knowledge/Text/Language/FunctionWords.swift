/// The function words of a language: what ties a sentence together and says nothing of its subject.
///
/// They tell languages apart, and they are left out of keywords. Each list is one text with blanks in between, so that it costs a
/// program its letters and no more.
enum FunctionWords {
    /// The languages that have a list, in a fixed order. `sr-Latn` is Serbian in Latin letters.
    static let languages: [(code: String, words: StaticString)] = latin + slavic + otherScripts

    /// The list of a language as a set; empty for a language without one.
    static func set(of code: String) -> Set<String> {
        var set = Set<String>()
        for entry in languages where entry.code == code || (code == "sr" && entry.code == "sr-Latn") {
            for word in split(entry.words) { set.insert(String(word)) }
        }
        return set
    }

    /// The words of a list.
    static func split(_ list: StaticString) -> [Substring] {
        list.description.split(separator: " ")
    }

    private static let latin: [(code: String, words: StaticString)] = [
        (
            "en",
            """
            a about above across after again against all almost along already also although always am among an and another any \
            anything are around as at away back be became because become becomes been before began being below between both but by \
            came can cannot come could did do does doing done down during each either else enough even ever every few first for \
            found from further gave get gets give given go goes going got had has have having he hence her here hers him himself \
            his how however i if in indeed instead into is it its itself just keep kept know known last later least less let like \
            likely made make makes making many may me might mine more most much must my near need needs neither never next no nor \
            not nothing now of off often on once one only onto or other others our out over own part parts per perhaps quite rather \
            really said same saw say says see seem seems seen set several shall she should since so some something soon still such \
            take taken takes than that the their them themselves then there therefore these they thing things this those though \
            three through thus till to together told too took toward towards turn two under until up upon us use used uses using \
            very via want was way ways we well went were what when where whether which while who whole whom whose why will with \
            within without would yet you your four five six seven eight nine ten hundred thousand half second third new old good \
            great little long small large high low able different early late far best better kind sort lot end ago don't isn't \
            doesn't can't won't didn't it's that's there's you're we're they're i'm i've e.g i.e etc \
            unless whereas whenever wherever whichever whatever whoever whereby wherein although among amongst beside besides beyond \
            concerning despite except inside outside regarding throughout underneath unlike anybody anyone anything anywhere everybody \
            everyone everything everywhere nobody none somebody someone somewhere nowhere ourselves yourself yourselves oneself ours yours \
            theirs hers ought couldn't wouldn't shouldn't hasn't haven't weren't wasn't maybe otherwise nevertheless nonetheless moreover \
            furthermore meanwhile thereby therein thereof hereby herein
            """
        ),
        (
            "de",
            """
            ab aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus außerdem bei beim bereits \
            bis bin bist da dabei dadurch dafür damit danach dann daran darauf daraus darf darum das dass davon davor dazu dem den \
            denen denn der deren des deshalb dessen desto die dies diese diesem diesen dieser dieses doch dort du durch ein eine \
            einem einen einer eines einige einigen einmal er erst es etwa etwas euch eure für gegen gemacht gibt ging habe haben hat \
            hatte hatten her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja je jede jedem \
            jeden jeder jedes jedoch jetzt kann kein keine keinen können könnte konnte machen man manche mehr mein meine meist mich \
            mir mit muss müssen nach nachdem neben nicht nichts noch nun nur ob oben oder oft ohne schon sehr sei sein seine seinem \
            seinen seiner seit selbst sich sie sind so sogar solche soll sollen sollte sondern sonst sowie um und uns unser unter über \
            viel viele vielen vom von vor während wann war waren warum was weg weil weiter weitere welche welcher wenig wenn wer \
            werde werden wie wieder will wir wird wo wobei wollen worden wurde wurden würde zu zum zur zwar zwei drei zwischen
            """
        ),
        (
            "fr",
            """
            à afin ai ainsi alors après assez au aucun aucune auprès aussi autre autres aux avait avant avec avez avoir avons beaucoup \
            bien c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de depuis \
            dernier des dès deux devant doit donc dont du elle elles en encore entre es est et étaient était étant été être eu eux fait \
            faire faut font il ils j je jusqu l la là laquelle le lequel les lesquels leur leurs lors lorsque lui m ma mais me même mêmes \
            mes mieux moi moins mon n ne ni non nos notre nous on ont or ou où par parce parfois pas pendant peu peut peuvent plus plusieurs \
            plutôt pour pourquoi pouvez premier première près puis qu quand que quel quelle quelles quelque quelques quels qui quoi s sa \
            sans se selon sera ses seulement si sien soit son sont sous souvent suis sur t ta tandis te tel telle tels tous tout toute toutes \
            très trois trop tu un une vers voici vos votre vous y
            """
        ),
        (
            "es",
            """
            a ahí al algo algún alguna algunas algunos allí ambos ante antes aquel aquella aquellos aquí así aun aún aunque bajo bien \
            cada casi como cómo con contra cual cuál cuales cualquier cuando cuánto de del desde después donde dónde dos durante e el él \
            ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta está estaba estado están estar estas este esto estos \
            etc fue fueron gran grandes ha haber había habían hace hacer hacia han hasta hay he incluso junto la las le les lo los luego más \
            me medio mejor menos mi mientras mis misma mismo mismos mucha muchas mucho muchos muy nada ni ningún ninguna no nos nosotros \
            nuestra nuestro nunca o otra otras otro otros para parte pero poco por porque primera primero pueda puede pueden pues que qué \
            quien quién quienes se sea según ser será si sí sido siempre sin sino sobre solo sólo son su sus tal también tampoco tan tanto \
            te tiene tienen toda todas todavía todo todos tras tres tu tus un una unas uno unos usted ustedes varios veces vez y ya yo
            """
        ),
        (
            "it",
            """
            a ad agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche ancora appena attraverso avere aveva avevano \
            base ben c cha che chi ci ciò circa come con contro cosa così cui d da dagli dai dal dalla dalle degli dei del dell della delle \
            dello di dopo dove due dunque durante e è ed era erano essa esse essere essi fa fare fino fra fu furono già gli grande ha hanno ho \
            i il in infatti invece io l la le lei li lo loro lui lungo ma maggior mai me meno mentre mi mia mio modo molte molti molto ne né \
            nei nel nell nella nelle nello noi non nostra nostro nulla o ogni oltre oppure ora per perché però più poco poi possono prima \
            primo proprio può qua qual quale quali qualche quando quanto quasi quattro quella quelle quelli quello questa queste questi questo \
            qui quindi s sé se secondo sei sembra sempre senza si sia siamo siano solo sono sopra soprattutto sotto stata state stati stato \
            stesso su sua subito sue sugli sui sul sulla sulle suo suoi tale tali tanto te tra tre tu tutta tutte tutti tutto un una uno va \
            verso vi viene voi volta
            """
        ),
        (
            "pt",
            """
            a ainda além algo alguém algum alguma algumas alguns ali ambos ano antes ao aos apenas após aquela aquele aqueles aqui as às \
            assim até bem cada com como contra da das de dela dele deles depois desde dessa desse deste deve devem do dois dos durante e é \
            ela elas ele eles em embora enquanto entre era eram essa essas esse esses esta está estão estar estas estava este estes eu fazer \
            foi foram for forma grande há isso isto já lá lhe lhes lo maior mais mas me meio melhor menos mesma mesmo meu minha muita muitas \
            muito muitos na nada não nas nem nenhum nenhuma nessa nesse nesta neste no nos nós nossa nosso num numa nunca o onde os ou outra \
            outras outro outros para parte pela pelas pelo pelos pode podem pois por porém porque pouco primeira primeiro quais qual qualquer \
            quando quanto que quem são se sem sempre sendo ser será seu seus sido só sob sobre sua suas tal também tão tem têm teve toda \
            todas todo todos três tu tudo um uma umas uns vai vez vezes você vocês
            """
        ),
        (
            "nl",
            """
            aan achter af al alle alleen alles als altijd ander andere anders beide ben bij binnen boven daar daarna daarom dan dat de der \
            deze die dit doch doen door dus echter een eens eerst elk elke en enige enkele er erg ermee eruit ervan even geen geweest gewoon \
            haar had hadden hare heb hebben hebt heeft heel hem hen het hier hij hoe hoewel hun ieder iedere iemand iets ik in is ja je jij \
            jou jouw jullie kan kon konden kunnen kunt maar mag me meer meest men met mij mijn minder misschien moet moeten mogen naar naast \
            na niet niets nog nooit nou nu of om omdat onder ons onze ook op over per reeds sinds slechts sommige staat steeds te tegen ten \
            ter terwijl toch toen tot tussen twee u uit uw vaak van vanaf veel via voor vooral waar waarbij waarin waarom wanneer want waren \
            was wat we wel welke werd werden wie wij wil worden wordt zal ze zeer zelf zelfs zich zij zijn zo zoals zonder zou zouden zulke
            """
        ),
        (
            "sv",
            """
            alla allt än ännu andra annan annat att av både bara blev bli blir då där därför de dem den denna deras dess dessa det detta dig \
            din dina dock du där efter eftersom eller en endast enligt ett får fick finns flera från för före förra gång genom gjorde gör göra \
            ha hade han hans har här hela henne hennes hon honom hos hur i icke igen ingen inget inom inte in ja jag ju kan kom kommer kring \
            kunde kunna låta längre man mång många med medan mellan men mer mest mig min mina mindre mot mycket när nära ned ner ni nu och \
            också om oss på även redan så sådan samma samt sedan ser sig sin sina sitt själv ska skall skulle som stor stora till trots två \
            under upp ur ut utan vad var vår våra vara varje varit vem vi vid vilka vilken vilket vill åt är över
            """
        ),
        (
            "da",
            """
            ad af alene alle allerede alligevel alt altid anden andet andre at bare begge blandt blev blive bliver både da de dem den denne \
            deres der derfor dermed det dette dig din disse dog du efter eller en end endnu er et få får fik findes flere for fordi fra før først \
            gennem gør ham han hans har havde have hele hen hende hendes her hos hun hvad hver hvilken hvilket hvis hvor hvordan hvorfor hvornår \
            i igen ikke imellem ind inden indtil ingen intet ja jeg jo kan kom kommer kun kunne lidt lige man mange måske med meget mellem men \
            mens mere mest mig min mindre mod må ned nej noget nogle når nu ny og også om omkring op os over på samme samt se selv ser ses sig sin \
            skal skulle som stadig stor store så sådan således tid til to ud uden under var ved vi vil ville være været vores efterfølgende
            """
        ),
        (
            "fi",
            """
            ei eivät eli ellei en enemmän ennen ensin entä erittäin että hän häneen hänen he heidän hyvin ihan ilman itse ja jälkeen jo johon \
            joiden joissa joita joka jokainen joko jolla jolloin jonka jopa jos joskus jossa josta jota jotka jotta kaikki kaikkien kanssa kautta \
            keskellä kuin kuinka kuitenkin kun kyllä lähes liian lisäksi luo me meidän melko mihin mikä mikään mille millä minä minun minkä missä \
            mistä mitä mitään molemmat monet moni muita mukaan mutta muu muun muut myös näiden näin näitä näissä nämä ne niiden niin niitä no noin nyt \
            ole oli olivat olla olleet ollut oma on onko osa ovat paitsi paljon pian se sekä sen siellä siihen siinä siis siitä sillä silti sinä \
            sitä sitten suuri tai taas tämä tämän tänä tässä tästä tätä te todella toinen tuo usein vaan vaikka vain vasta vielä voi voidaan voivat yhä \
            yhden yksi yli
            """
        ),
        (
            "hu",
            """
            a abban ahhoz ahogy ahol aki akik akkor alatt által általában amely amelyek amelyet amíg ami amikor amit annak arra arról át az azért \
            azok azon azonban azt aztán azzal bár be belül benne cikk csak csupán de e ebben egész egy egyéb egyes egyik egyre ehhez el ellen \
            első elő előtt én ennek erre ez ezek ezen ezért ezt ezzel fel felé fölött ha hanem hiszen hogy hogyan igen így illetve ilyen is ismét itt \
            jól kell kellett keresztül ki kívül közben között közül le legalább legyen lehet lenni lesz lett maga magát majd már más másik meg még \
            mellett mely melyek mert mi miért míg mikor minden mindig mint mintha mivel most nagy nagyon ne nek nekem nélkül nem néha néhány nincs ő ők \
            olyan ön össze ott pedig persze rá s saját sem semmi sok sokkal számára szerint szinte talán tehát teljes több ugyanis után utána utolsó \
            vagy vagyis valaki valami van vannak volna volt voltak vissza
            """
        ),
        (
            "ro",
            """
            a abia acea aceasta această aceea acei aceia acel acela acele acelea acest acesta aceste acestea acestei acestor acestui acolo acum \
            adică ai aici al ale alt altă alte alți am anume apoi ar are as asemenea așa asta astfel atât atunci au avea avem aveți bine ca că \
            când care căreia cărei căror cărui cât către ce cea ceea cei cel cele celor chiar ci cine cu cum dacă dar datorită de deci decât \
            deja deși despre din dintr dintre doar două după ea ei el ele era erau este eu fără fi fie fiecare fiind foarte fost i îi îl îmi în \
            înainte încât încă între însă își la le li lor lui mai mari mereu mult multe mulți ne nici nimic niște noi nostru nu o oricare ori \
            orice pe pentru peste poate pot prea prin până s sa să săi sale sau se său spre sub sunt te tot toate toți trebuie un una unde unei \
            unele unor unui unul va vă voi vor
            """
        ),
        (
            "tr",
            """
            acaba altında ama ancak arada artık aslında ayrıca az bana bazen bazı belki ben beni benim beri bile bin bir biraz birçok biri \
            birkaç birlikte biz bize bizim böyle böylece bu buna bunda bundan bunlar bunları bunların bunu bunun burada bütün çok çünkü da daha \
            dahi de değil diğer diye dolayı en eğer elbette fakat gibi göre hangi hatta hem henüz hep hepsi her herhangi herkes hiç için içinde \
            iki ile ilgili ilk ise işte itibaren kadar karşı kendi kendine kez ki kim kimse mi mı mu mü nasıl ne neden nedenle nerede o olan olarak \
            oldu olduğu olduğunu olması olmak olsa olup olur on ona ondan onlar onları onların onu onun ortaya önce öyle pek rağmen sadece sanki \
            sen siz sonra sonunda şekilde şey şimdi şu tarafından tüm üzere üzerinde var ve veya ya yani yapılan yapmak yeni yer yine yok zaman \
            zaten
            """
        ),
    ]

    private static let slavic: [(code: String, words: StaticString)] = [
        (
            "hr",
            """
            a ako ali ili baš bez bi bih bilo bila bile bili bio biti blizu broj brojne brojni budu bude često čak čega čemu dakle da danas do dok dvije \
            dva duž dalje drugi druge drugo druga drugih em gdje god godina godine godini godinu ga gotovo i iako iz ih im ima imaju imala imao ipak \
            ispod ispred između iznad izvan ja je jedan jedna jedno jednom jedini jednog jedne još jer jesu je li joj kad kada kako kao koja kojem kojeg \
            kojih kojima koje koji kojoj kojom koju koliko kod krajem kroz ka li manje me među mi može mogu mogao mnogi mnoge mnogo mora moraju možda na \
            nad nakon nalazi nalaze naime najviše najveći najveća ne nego neka neke neki nekih neko nekoliko nema nešto ni nije nisu niti no nju njega \
            njegov njegova njegove njegovo njezin njezina njezine njih njihov njihova njihove nakon o od oba oko on ona onda one oni ono osim ova ovaj \
            ove ovi ovo ovdje ovih ovog ovoga ovom pa pak pod počeo pored poput poslije postoji postoje postao postala postalo potom prema preko pri \
            pred prije prvi prva prvo prve prvog s sa sam samo sada sasvim se sebe si smo stalno ste su sva sve svaka svake svaki svako svi svih svim \
            svog svoj svoja svoje svoju svojim svojih svega ta tada taj tako također takav takva takve te tek tim tih ti tijekom time to tome toga tom \
            treba tri tu u uglavnom uopće upravo uvijek uz usred već veoma više većina većinu vrlo za zato zbog zatim što šest pet četiri stoji stoga toliko \
            onaj one ondje tamo ovdje onoga kojega kojemu kome koga netko nitko ništa cijeli cijela cijelo cijelu sam sama same velik velika velike veliki \
            veliko dio dijela dijelu mjesto mjesta način pojedini pojedine različite različiti odnosno primjerice npr tj itd unatoč dosad otkako sedam osam \
            iznimno jedinu današnje današnji nov nova nove novi put puta nastaje nastaju nastao nastala nastali
            """
        ),
        (
            "sr-Latn",
            """
            a ako ali bez bi bila bile bili bilo bio biti bude da dakle dve dva do dok gde ga gotovo i iako iz ih im ima imaju između ipak ja je jedan \
            jedna jedno jer još juče kad kada kako kao koja koje kojem koji kojih kojoj koju kod koliko kroz li me među mi može mogu mora mnogo na nad \
            nakon ne nego neka neke neki nekoliko nema nešto neće ni nije nisu niti no njegov njegova njen njena njih njihov o od oko on ona onda one oni \
            ono osim ova ovaj ove ovi ovo ovde pa po pod posle pored pre prema preko pri prvi s sa sam samo sada se sebe si smo sredinom ste su sva sve \
            svaki svoj svi svih šta ta tada taj tako takođe te ti to toga tokom tom treba tri tu u uvek uz veoma već više vrlo za zato zbog što biće hteo \
            deo dela mesto mesta vreme reč svet ceo celo lepo delu vek veka uopšte opština
            """
        ),
        (
            "sl",
            """
            a ali ampak bi bil bila bile bili bilo biti bo bodo brez celo cel če čez da dan danes dela do dokler drug druga drugi drugih dve dva ena eden \
            en ene eno enega ga glede gre h in ima imajo iz ja jaz je jih jim jo k kadar kaj kajti kako kakor kar kateri katera katere katerih ker ki kjer \
            ko kolikor kot lahko le leta let leto ljudi med mi mnogo mora mu na nad naj najbolj nam namreč nas naš ne nego nek nekaj nekateri nekoliko ni \
            nič niso nikoli njegov njegova njen njih njihov ob o od okoli on ona oni ono oziroma pa po pod pogosto potem pred pri prav predvsem prej preko \
            prvi prvo s sam samo saj se sedaj sem si skoraj skozi skupaj smo so ste sta svoj svoje ta tak tako takrat tam te tega tej tem ter ti tisti to \
            toda torej tri tudi tukaj u v vas ves več vedno vendar vse vseh vsi vsak vsaj za zaradi zato zdaj zelo že
            """
        ),
        (
            "cs",
            """
            a aby aj ale ani ano asi až bez bude budou by byl byla byli bylo být co což či část další dále do dva dvě ho i já jak jako jaký je jeden \
            jedna jedno jednou jeho jej její jejich jen jenž ještě ji jim jin jiné již jsem jsme jsou jste k kam každý kde kdo když ke která které který \
            kteří kterou kterých ku má mají mezi mi mimo mít můj může mohou my na nad nám nás náš ne nebo nebyl než nic není nejen nějak některé některý \
            několik o od on ona oni ono od pak po pod podle pokud potom pouze pro proč proto protože první před přes při s se si sice svůj své svých ta \
            tak také takže tam tato te tedy ten tento této ti tím to tohoto tom tomu tu tuto ty tyto u už v vám váš více však všechno všech vy za zde \
            ze že
            """
        ),
        (
            "pl",
            """
            a aby ale ani aż bardzo bez bo być był była było były będzie będą chociaż ci co coraz czy czyli da dla dlaczego dlatego do dobrze dwa \
            dwie gdy gdyż gdzie go i ich ile im inne inny innych iż ja jak jako jakie jaki jednak jeden jedna jedno jego jej jest jeszcze jeśli jeżeli \
            już każdy kiedy kilka kto która które którego której który których którzy którą lub ma mają mi między miał można mu musi my na nad nam nas \
            nawet nich nie niego niej nim niż nic o obok od około on ona one oni ono oraz pan po pod podczas poza ponad ponieważ potem powinien przed \
            przede przez przy również są się sam skąd sobie są swoje swój swoich ta tak taki takie także tam te tego tej ten też to tu tych tylko tym \
            tymi tę u w wam was we według wiele więc wszystko wszystkie wszystkich wśród z za zawsze zaś ze został została zostały że żeby
            """
        ),
    ]
}
