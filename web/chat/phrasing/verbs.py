"""The verbs that questions are made with: their forms, and what kind of thing does them. A closed list, each checked."""

_TRANSITIVE = """
abandon abolish accept acquire adapt adopt announce appoint approach approve arrest assassinate assign attack award
ban:banned become:became:become break:broke:broken bring:brought build:built burn buy:bought capture cede choose:chose:chosen
command commission complete compose conceive conclude condemn confirm conquer construct control convene convert create
crown cut:cut declare dedicate defeat defend demolish deploy deport describe design destroy detect develop dethrone direct
discontinue discover dismiss dissolve divide donate draft draw:drew:drawn edit elect employ enact enter escape establish
evacuate excavate execute expand expel:expelled explore extend fight:fought finance find:found fly:flew:flown form formulate
found fund gain give:gave:given grant head hire hold:held host identify illustrate import impose inaugurate incorporate
inherit inspire install instruct introduce invade invent invest isolate issue join kill launch lead:led leave:left liberate
lift lose:lost make:made marry merge move name nationalise nationalize nominate obtain occupy oppose order organise organize
overthrow:overthrew:overthrown own paint pass patent permit:permitted pilot plan:planned preach present print proclaim
produce prohibit promote propose publish purchase raid raise ratify reach rebuild:rebuilt receive record recruit reduce
reform refuse reject release relocate remove rename renovate repeal replace resist restore retake:retook:retaken rule
see:saw:seen seize sell:sold send:sent serve settle sign sponsor stage study succeed supervise support surround suspend
take:took:taken teach:taught test transfer translate unearth unify unite unveil upgrade veto visit win:won
withdraw:withdrew:withdrawn write:wrote:written
"""
_WITHOUT_OBJECT = """
arrive begin:began:begun close collapse debut die emerge end finish graduate open premiere reopen resign retire return start
vote
"""
_BY_SOMEBODY = """
acquire assassinate build capture command compose conceive conquer construct convene create crown declare defeat design
destroy develop direct discover draft edit establish formulate found head host inaugurate introduce invade invent isolate
kill launch lead organise organize overthrow paint patent preach propose publish purchase record teach translate win write
"""


def _forms(entry: str) -> tuple[str, str, str]:
    """Return base, past and participle of an entry of the list: "open", "build:built", "write:wrote:written"."""
    base, *irregular = entry.split(":")
    if irregular:
        return base, irregular[0], irregular[-1]
    if base.endswith("y") and base[-2] not in "aeiou":
        past = f"{base[:-1]}ied"
    else:
        past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return base, past, past


_FORMS = [_forms(entry) for entry in (_TRANSITIVE + _WITHOUT_OBJECT).split()]
BASES = {past: base for base, past, _ in _FORMS}
"""Past -> base: "built" -> "build"."""
PASTS = frozenset(BASES)
PARTICIPLES = {participle: past for _, past, participle in _FORMS}
"""Participle -> past: "written" -> "wrote"."""
ACTING = frozenset(past for base, past, _ in _FORMS if base in _BY_SOMEBODY.split())
"""Pasts of what a person or a group does on purpose, so that one asks who did it."""
ALONE = frozenset(past for base, past, _ in _FORMS if base in {entry.partition(":")[0] for entry in _WITHOUT_OBJECT.split()})
"""Pasts of verbs that need no object."""

_GENERAL = (
    "consist:of refer:to depend:on contain include require provide offer resemble represent specialise:in specialize:in"
)
PRESENT = {
    form: preposition
    for entry in _GENERAL.split()
    for base, _, preposition in [entry.partition(":")]
    for form in (base, f"{base}s")
}
"""What something does as a rule, singular and plural -> the preposition that belongs to it, "" for none."""
