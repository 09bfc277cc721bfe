/// Verbs, units and nouns so common that they say nothing of a subject, though they are no function words.
enum GenericWords {
    /// Those of a language as a set; empty for a language without a list.
    static func set(of code: String) -> Set<String> {
        switch code {
        case "en": split(english)
        case "hr", "bs", "sr": split(croatian)
        case "de": split(german)
        default: []
        }
    }

    /// English adjectives that mean something only before a noun: a keyword may begin with one and not end with it.
    static let englishAdjectives = split(
        """
        actual additional arbitrary automatic bad big clear complete current difficult easy empty equal exact extra fast final further \
        hard heavy important initial internal external local main major minor multiple normal obvious optional ordinary original \
        previous proper quick random ready real recent related relevant right safe separate serious short significant similar slow \
        special specific strong sufficient sure total typical unique useful valid visible whole wide wrong invalid likely unlikely \
        durable reliable possible impossible readable writable suitable acceptable reasonable
        """)

    private static func split(_ list: StaticString) -> Set<String> {
        Set(list.description.split(separator: " ").map(String.init))
    }

    private static let english: StaticString = """
        add added allow allows appear appears ask based begin begins behind bring brings brought build builds built burn burned call calls \
        carry case cases cause certain change changed close come common contain contains correct cut cuts day days describe described does \
        example exist exists fact fall falls fell fill follow following follows form forms full general gather gone grow grows held help \
        hold holds hour hours include includes including kilometres known lay lead leads leave leaves left lie lies list lit live lost main \
        mean means meet metre metres mile miles minute minutes move moved name need needed number open order pass passes people place places \
        point possible present problem provide provides put question reach read reason remain replace replaced require required requires \
        result results return returns run runs second seconds send sends serve set sets show shows shown side simple single stand stands start \
        stood stop stops story taken task tell tells ten term terms time times top turn turned turns twenty unit units usual usually value \
        wear weigh whoever work works world write written wrote year years appropriate specify specified specifies note must true false null \
        necessary particular various available plus minus past save versus accept accepts accepted apply applies applied assume assumes \
        avoid avoids become becomes choose chooses chosen consider considers consist consists continue continues create creates created \
        decide decides define defines defined depend depends determine determines ensure ensures expect expects expected explain \
        explains fail fails failed finish finishes finished happen happens ignore ignores ignored implement implements improve indicate \
        indicates install installs introduce introduces invoke invokes lack maintain maintains mention obtain obtains occur occurs omit \
        prefer prefers prevent prevents produce produces receive receives received recommend reduce reduces refer refers refuse refuses \
        refused reject rejects rejected rely relies remember remove removes removed repeat repeats represent represents respond responds \
        retain retains select selects specify stay stays suggest suggests suppose talk think treat treats try tries understand verify \
        verifies wait waits waited want wants wish
        """
    private static let croatian: StaticString = """
        raste rastu rasla rasti žive živi leži leže daje daju čini čine zove zovu dolazi dolaze donose gradi grade metar metra metara metru \
        kilometar kilometra kilometara centimetar centimetara posto postotak postotka godišnje sat sata sati dan dana danas tisuća tisuće \
        milijun milijuna godine godina godini godinu stoljeće stoljeća znači vide vidi nosi stvara stvaraju zauzima prekriva obuhvaća sačuvati \
        koristi koriste koristiti kliknite odaberite pritisnite otvorite klik želite možete prikazuje prikazati ispod iznad niže više primjer \
        slučaj način prvi drugi treći velik velika veliki mali mala male malo vrsta vrste potreban potrebno jedini zajedno ili vaš vaše vaša vašeg vašem vašu vašoj \
        vaših vašim naš naše naša našeg moj moje tvoj svojih trenutno određeni određene određenu
        """
    private static let german: StaticString = """
        jahr jahre jahren jahres zeit teil teile beispiel fall art seite prozent meter kilometer zahl weise mal
        """
}
