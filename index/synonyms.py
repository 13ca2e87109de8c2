"""English words that an editor puts for one another without changing what is said. Data, and one question about it. Pure."""

_SETS = """
said stated told explained added noted remarked reported announced declared commented mentioned
says states tells explains adds notes remarks reports
about around roughly approximately some nearly almost circa
began started commenced launched / begin start commence launch / begins starts commences launches
ended finished concluded completed / end finish conclude complete
big large huge sizeable major great / small little tiny minor / bigger larger greater / smaller lesser
help assist support aid / helped assisted supported aided / helps assists supports aids
because since as / but however yet though although / also too additionally moreover furthermore / while whereas whilst
so therefore thus hence consequently accordingly / meanwhile / despite notwithstanding / if whether
buy purchase acquire / bought purchased acquired / buys purchases acquires
build construct erect / built constructed erected / building construction
show display demonstrate reveal indicate / showed displayed demonstrated revealed indicated shows displays demonstrates
find discover detect identify / found discovered detected identified
get obtain receive gain secure / got obtained received gained secured
give provide offer supply grant / gave provided offered supplied granted / given
use utilise utilize employ / used utilised utilized employed
need require / needed required / needs requires
want wish desire / wanted wished / wants wishes
try attempt seek / tried attempted sought / tries attempts seeks
ask request / asked requested questioned inquired
let allow permit enable / allowed permitted enabled / lets allows permits
keep retain maintain / kept retained maintained
stop halt cease / stopped halted ceased
happen occur / happened occurred / happens occurs
think believe consider feel / thought believed considered felt / thinks believes considers
hope expect anticipate / expected anticipated awaited predicted forecast / expects anticipates
plan intend aim / planned intended / plans intends aims
call describe name term / called described named termed dubbed / known
choose select pick / chose selected picked / chosen
change alter modify / changed altered modified
damage harm / damaged harmed / hurt injured wounded
fight battle / fought battled / battled tackled
leave depart exit / left departed exited
come arrive / came arrived / return returned
go travel move / went travelled traveled moved
look appear seem / looked appeared seemed
meet gather / met gathered / collect collected
pull drag / pulled dragged / push shove
speak talk / spoke talked
see observe notice witness / saw observed noticed witnessed / seen
send dispatch / sent dispatched
take carry bring / took carried brought / put placed laid set
link connect join / linked connected joined / linking connecting joining
tear rip / tore ripped / fell toppled / felled
worry concern fear / worried concerned feared / worries fears concerns
destroy demolish / destroyed demolished ruined / vanish disappear / vanished disappeared
prevent avoid / prevented avoided averted
close shut / closed shut / open / fix repair mend / fixed repaired mended
lead head run manage / led headed ran managed / leads heads runs manages / leader head chief chair boss / led
work labour labor / job task post position / jobs tasks posts positions
people persons individuals residents inhabitants citizens locals / person individual
child kid youngster / children kids youngsters / pupils students schoolchildren / pupil student
company firm business / companies firms businesses / organisation organization body
town city place municipality / road street / house home building / houses homes buildings
area region district zone / areas regions districts zones / border boundary
money funds cash / cost price expense / costs prices expenses / pay / wages pay salaries
power electricity / car vehicle automobile / cars vehicles automobiles / lorry truck / lorries trucks / plane aircraft
boat vessel ship / boats vessels ships / harbour harbor port / sea ocean / bed floor bottom
problem issue difficulty / problems issues difficulties / trouble
chance opportunity possibility / idea concept notion / result outcome / results outcomes / purpose aim goal
fire blaze / storm gale tempest / rain rainfall / wind / crowd audience / fans supporters / match game / team side squad
police officers / doctor physician / doctors physicians / lawyer attorney / lawyers attorneys / judge
dead killed / death passing / sick ill / illness disease / hospital clinic
fast quick rapid swift / quickly rapidly swiftly fast / slow sluggish / slowly gradually
hard difficult tough / easy simple / important significant key crucial vital essential / main chief principal primary
new recent fresh / old ancient aged former previous past / former ex previous / famous renowned well-known celebrated
beautiful lovely pretty / good fine excellent / bad poor / happy glad pleased delighted / sad unhappy / angry furious
strong powerful / weak feeble / clear evident obvious plain / sure certain / whole entire complete full
many numerous several various countless / much considerable substantial / most / few / enough sufficient
often frequently regularly / rarely seldom / always constantly / sometimes occasionally / soon shortly
now currently presently
again anew once more / later afterwards subsequently then after / earlier previously before beforehand / first initially
only just merely solely simply / very extremely highly particularly especially / quite rather fairly / really truly actually
even still / perhaps maybe possibly / probably likely / together jointly / alone solely / mainly mostly chiefly largely
next following / last final past / last previous / until till / near close nearby beside / over across / under beneath below
above over / within inside / among amid between / per a each every / upon on / via by through / during in throughout over
must should shall / can could may might / will would / following after / prior before
shows reveals / draw sketch / map chart / part portion section / parts portions sections / piece bit / pieces bits
kind type sort / kinds types sorts / way manner method / ways manners methods / number amount quantity figure / total sum
law legislation / rule regulation / rules regulations / agreement deal pact accord / talks negotiations / vote ballot poll
rise climb increase grow / rose climbed increased grew / fall drop decline decrease / fell dropped declined decreased
cut reduce lower trim / reduced cut lowered trimmed / raise lift increase / raised lifted increased
win triumph / won / beat defeat / beat defeated / goal / equalised levelled / draw tie
injured hurt / die perish / died perished / survive / rescue save / rescued saved / flee escape / fled escaped
argue claim contend maintain / argued claimed contended maintained / critics opponents / support back / supported backed
criticise criticize / warn caution / warned cautioned / promise pledge vow / promised pledged vowed / urge / urged
reject refuse decline / rejected refused declined / accept agree / accepted agreed / approve endorse / approved endorsed
investigate probe examine / investigated probed examined / investigation inquiry probe / study research survey / studied read
rest remainder / remaining / beginning start outset / ending conclusion finish / half-time break interval
autumn fall / film movie / picture image photo photograph / pictures images photos photographs
annual yearly / yearly / weekly / daily / each every / another further additional / extra additional
kilometres kilometers km / metres meters / kilograms kilogrammes kg / hectares ha / tonnes tons / miles mi / minutes mins
percent percentage pct / kph kmh / mph
"""

_MEANINGS: dict[str, set[int]] = {}
for _number, _set in enumerate(part for line in _SETS.strip().splitlines() for part in line.split("/")):
    for _word in _set.split():
        _MEANINGS.setdefault(_word, set()).add(_number)


def synonyms(left: str, right: str) -> bool:
    """Say whether two words, in lower case, can stand for each other."""
    return not _MEANINGS.get(left, set()).isdisjoint(_MEANINGS.get(right, ()))
