"""Words that are forms of one word, or close synonyms. English only, like the stemmer."""

from index.lexical import terms

_IRREGULAR_FORMS = """
be been being|become became|begin began begun|break broke broken|bring brought|build built|buy bought|catch caught|
choose chose chosen|come came|deal dealt|die died dying|draw drew drawn|drive drove driven|eat ate eaten|
fall fell fallen|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|
freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown|hold held|keep kept|know knew known|
lay laid|lead led|leave left|lend lent|lose lost|make made|mean meant|meet met|pay paid|prove proven|ride rode ridden|
rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|shoot shot|
show shown|sing sang sung|sink sank sunk|sleep slept|speak spoke spoken|spend spent|spread spreading|stand stood|
steal stole stolen|strike struck stricken|swear swore sworn|swim swam swum|take took taken|teach taught|tell told|
think thought|throw threw thrown|understand understood|wear wore worn|win won|withdraw withdrew withdrawn|
write wrote written|man men|woman women|child children|person people|foot feet|tooth teeth|mouse mice|goose geese|
good better best|bad worse worst|wife wives|life lives|leaf leaves|datum data|medium media|analysis analyses
"""
_IRREGULAR = {
    form: group.split()[0] for group in _IRREGULAR_FORMS.replace("\n", "").split("|") for form in group.split()[1:]
}
_SYNONYMS = """
begin start commence|end finish conclude complete|build construct erect|buy purchase acquire|big large|small little|
quick fast rapid|kill slay|movie film|car automobile|doctor physician|near close|show demonstrate reveal|help assist aid|
get obtain receive|use utilise utilize employ|need require|happen occur|choose select pick|make create produce|
found establish|leader head chief|job occupation profession|state declare announce say|get gain obtain|
locate situate|name call term|die pass|dead deceased|home house|road street|ship vessel|illness disease sickness|
allow permit let|ban prohibit forbid|keep retain|join unite|change alter modify|important significant crucial|
various different several|whole entire|around approximately roughly about|nearly almost|area region zone|
city town|country nation|law statute|teach instruct|student pupil|author writer|fight battle|attack assault|
win victory|try attempt|stop halt cease|own possess|see view|speak talk|think believe|reason cause|idea concept|
part portion|piece fragment|stay remain|live reside|move relocate|send dispatch|give grant provide supply|
contain include comprise|often frequently|usually typically generally|mainly mostly primarily chiefly|
also additionally|method technique way|goal aim objective purpose|result outcome|problem issue|answer reply respond|
replace substitute|repair fix mend|protect guard|gather collect|write author|paint depict portray|appoint name|
company firm|money funds|worker employee|pay compensate|price cost|rich wealthy|poor impoverished|old ancient|
new recent|famous renowned|strong powerful|quiet silent|hard difficult|easy simple|child kid|woman female|man male
""".replace("\n", "")
_STEMS: dict[str, str] = {}
_GROUPS: dict[str, frozenset[int]] = {}


def stems(lows: list[str]) -> list[str]:
    """Return for each lower-case word what its forms share ("built", "builds" -> "build")."""
    lows = [low.removesuffix("'s") for low in lows]
    if len(_STEMS) > 50_000:  # a long-running server meets endless names
        _STEMS.clear()
    new = [low for low in dict.fromkeys(lows) if low not in _STEMS]
    for low, found in zip(new, terms([_IRREGULAR.get(low, low) for low in new]) if new else [], strict=True):
        _STEMS[low] = found[0] if found else low
    return [_STEMS[low] for low in lows]


def _groups(stemmed: str) -> frozenset[int]:
    if not _GROUPS:
        lists = [stems(group.split()) for group in _SYNONYMS.split("|")]
        for word in {word for group in lists for word in group}:
            _GROUPS[word] = frozenset(n for n, group in enumerate(lists) if word in group)
    return _GROUPS.get(stemmed, frozenset())


def family_keys(stemmed: str) -> list[str]:
    """Return keys of which any two stems that are `alike` share one, so that not every pair need be compared."""
    return [stemmed[:5], *(f"group {n}" for n in _groups(stemmed))]


def alike(left: str, right: str) -> bool:
    """Say whether two stems are of one word family ("discov", "discoveri") or close synonyms."""
    if left == right or _groups(left) & _groups(right):
        return True
    short, long = sorted((left, right), key=len)
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    ends = {short[shared:], long[shared:]}
    return shared >= 5 and max(map(len, ends)) <= 3 and not ends & {"e", "er", "or", "ee", "ist", "s"}
