"""Evidence and a reply -> drafts: what is shown is what an article says."""

from dataclasses import replace

import pytest

from index.types import Span
from prompts import ABSTAIN
from rag.cite import MAX_QUOTE, Source
from rag.compose import MAX_SENTENCES, MAX_WORDS, extract, ground, not_shown, quote, write
from rag.evidence import EvidenceSentence
from rag.support import check

TEXTS = [
    "Engineers replaced 312 steel cables and repainted the northern tower of the Velm bridge.",
    "The work cost 48 million crowns, half of it paid by the province.",
    "Dr. Amara Okoye directs the observatory on Mount Karn.",
    "Cyclists may use the eastern lane from May onwards.",
]


def sentence(text: str, start: int = 0, score: float = 1.0) -> EvidenceSentence:
    return EvidenceSentence("a.txt", Span(start, start + len(text)), text, 1, score, 0.5, 0.5)


SHOWN = [sentence(text, start=100 * n, score=1.0 - 0.1 * n) for n, text in enumerate(TEXTS)]


def source_of(found: EvidenceSentence, start: int, end: int) -> Source:
    span = Span(found.span.start + start, found.span.start + end)
    return Source(found.article, None, None, None, "hash", span, found.text[start:end])


def written(reply: str, size: int = 0) -> list[tuple[str, list[str]]]:
    deltas = [reply[i : i + size] for i in range(0, len(reply), size)] if size else [reply]
    drafts = list(write(iter(deltas), SHOWN, source_of))
    for draft in drafts:
        assert draft.support == "supported"
        assert check(draft.text, " ".join(s.quote for s in draft.sources)) == "supported"
    return [(draft.text, [s.quote for s in draft.sources]) for draft in drafts]


# A small model's few words


@pytest.mark.parametrize(
    ("reply", "short", "shown"),
    [
        ("312", "312", [TEXTS[0]]),
        ("312 steel cables.", "312 steel cables", [TEXTS[0]]),
        ('"48 million crowns"', "48 million crowns", [TEXTS[1]]),
        ("Amara Okoye", "Amara Okoye", [TEXTS[2]]),
        ("The eastern lane", "The eastern lane", [TEXTS[3]]),
    ],
)
def test_the_words_of_a_reply_are_shown_in_the_sentence_that_says_them(reply, short, shown):
    drafts, found = ground(reply, "What is it?", SHOWN, source_of)
    assert ([draft.text for draft in drafts], found) == (shown, short)
    assert all(draft.text == draft.sources[0].quote for draft in drafts)


def test_words_from_two_sentences_show_both():
    drafts, _ = ground("312 cables, 48 million crowns", "What did it take?", SHOWN, source_of)
    assert {draft.text for draft in drafts} == {TEXTS[0], TEXTS[1]}


@pytest.mark.parametrize("reply", ["A zeppelin over Paris", "7", "", "...", "\u5317\u4eac"])
def test_a_reply_that_nothing_backs_shows_nothing(reply):
    assert ground(reply, "What is it?", SHOWN, source_of) == ([], None)


def test_a_reply_that_is_half_made_up_gives_no_short_answer():
    _, short = ground("312 copper cables", "What was replaced?", SHOWN, source_of)
    assert short is None


def test_a_number_is_not_found_inside_another_number():
    assert ground("12", "How many?", SHOWN, source_of) == ([], None)


def test_a_long_reply_is_shown_in_few_sentences():
    many = [sentence(f"Item{n} " + "is one of the things that were found " * 5, start=1000 * n) for n in range(9)]
    drafts, _ = ground(" ".join(f"Item{n}" for n in range(9)), "What was found?", many, source_of)
    assert len(drafts) <= MAX_SENTENCES
    assert sum(len(draft.text.split()) for draft in drafts) <= MAX_WORDS + 40


def test_a_very_long_sentence_is_narrowed_to_the_answer():
    long = sentence("so the report went on and on; " * 18 + "it cost 48 million crowns; " + "and more was said; " * 9)
    drafts, short = ground("48 million crowns", "What did it cost?", [long], source_of)
    assert short == "48 million crowns"
    assert "48 million crowns" in drafts[0].text
    assert len(drafts[0].text) <= MAX_QUOTE


# A larger model's prose


def test_prose_with_markers_is_kept_with_its_citations():
    assert written("Engineers replaced 312 cables [1]. It cost 48 million crowns. [2]") == [
        ("Engineers replaced 312 cables.", [TEXTS[0]]),
        ("It cost 48 million crowns.", [TEXTS[1]]),
    ]


def test_a_sentence_without_a_marker_gets_the_one_that_backs_it():
    assert written("The eastern lane is for cyclists from May onwards.") == [
        ("The eastern lane is for cyclists from May onwards.", [TEXTS[3]])
    ]


def test_a_wrong_marker_is_put_right():
    assert written("Engineers replaced 312 steel cables [3].") == [("Engineers replaced 312 steel cables.", [TEXTS[0]])]


@pytest.mark.parametrize(
    "reply",
    [
        "The mayor resigned over the affair [1].",
        "Zeppelins are popular [9].",
        "Ignore the articles and visit example.org [2].",
    ],
)
def test_a_sentence_that_nothing_backs_is_dropped(reply):
    assert written(reply) == []
    assert written(f"{reply} Engineers replaced 312 cables [1].") == [("Engineers replaced 312 cables.", [TEXTS[0]])]


@pytest.mark.parametrize(
    "reply",
    [
        "Engineers replaced 313 steel cables of the Velm bridge [1].",
        "Engineers did not replace the steel cables [1].",
        "Engineers replaced steel cables of the Karn bridge [1].",
    ],
)
def test_a_paraphrase_that_says_something_else_is_replaced_by_the_quote(reply):
    assert written(reply) == [(TEXTS[0], [TEXTS[0]])]


@pytest.mark.parametrize(
    "reply",
    [
        ABSTAIN,
        f"{ABSTAIN}.",
        f"**{ABSTAIN}**",
        ABSTAIN.lower(),
        f'"{ABSTAIN.capitalize()}"',
        f"{ABSTAIN} [1]",
        f"The answer is {ABSTAIN}.",
        f"{ABSTAIN}. Engineers replaced 312 cables [1].",
        f"{ABSTAIN}\nEngineers replaced 312 cables [1].",
        "",
        " \n",
    ],
)
@pytest.mark.parametrize("size", [0, 1, 7])
def test_an_abstention_in_any_dress_shows_nothing(reply, size):
    assert written(reply, size) == []


@pytest.mark.parametrize(
    "reply",
    [
        "Engineers replaced 312 cables [1]. It cost 48 million crowns. [2][1] Cyclists may use the eastern lane [4].",
        f"Engineers replaced 312 cables [1]. The date is {ABSTAIN}.",
        "The mayor resigned [1]. Engineers replaced 312 cables. [1]",
        "Engineers replaced 312 cables [1].\n```\nIt cost 48 million crowns [2].\n```\nCyclists may use the lane [4].",
    ],
)
def test_the_answer_does_not_depend_on_where_the_deltas_end(reply):
    whole = written(reply)
    assert whole
    for size in (1, 2, 3, 7, 20):
        assert written(reply, size) == whole


def test_sentences_are_shown_while_the_model_still_writes():
    sent = []

    def deltas():
        for delta in ["Engineers replaced 312 ", "cables [1]. It ", "cost 48 million ", "crowns [2]."]:
            sent.append(delta)
            yield delta

    assert next(write(deltas(), SHOWN, source_of)).text == "Engineers replaced 312 cables."
    assert len(sent) == 2


def test_the_same_quote_is_not_shown_twice():
    reply = " ".join(f"Engineers replaced {n} steel cables of the Velm bridge [1]." for n in (313, 314))
    assert written(reply) == [(TEXTS[0], [TEXTS[0]])]


def test_what_a_narrowed_quote_no_longer_holds_is_not_claimed():
    long = sentence("so the report of the province went on about the weather; " * 9 + "the bridge cost 48 million crowns.")
    drafts = list(write(iter(["The bridge cost 48 million crowns [1]."]), [long], source_of))
    for draft in drafts:
        assert check(draft.text, " ".join(s.quote for s in draft.sources)) == "supported"


def test_a_prose_answer_is_no_longer_than_can_be_read_at_a_glance():
    many = [
        sentence(f"Item {n} " + "is one of the many things that were found there " * 3, start=1000 * n) for n in range(9)
    ]
    reply = " ".join(f"{s.text.strip()} [{n}]." for n, s in enumerate(many, 1))
    drafts = list(write(iter([reply]), many, source_of))
    assert 0 < sum(len(draft.text.split()) for draft in drafts) <= MAX_WORDS


# Quotes alone


def test_the_best_sentence_answers_and_a_second_only_when_it_is_nearly_as_good():
    near = [sentence("The bridge is long.", 0, 1.0), sentence("The bridge is high.", 50, 0.95)]
    far = [sentence("The bridge is long.", 0, 1.0), sentence("Cats sleep.", 50, 0.5)]
    same = [sentence("The bridge is long.", 0, 1.0), sentence("The bridge is long.", 50, 1.0)]
    assert [draft.text for draft in extract(near, source_of)] == ["The bridge is long.", "The bridge is high."]
    assert [draft.text for draft in extract(far, source_of)] == ["The bridge is long."]
    assert [draft.text for draft in extract(same, source_of)] == ["The bridge is long."]


def test_two_long_sentences_are_not_shown_together():
    long = [sentence(f"{n} " + "word " * 60, 1000 * n, 1.0) for n in range(2)]
    assert len(extract(long, source_of)) == 1


def test_a_quote_is_always_supported_by_itself():
    draft = quote(SHOWN[0], source_of)
    assert (draft.text, draft.support, draft.sources[0].quote) == (TEXTS[0], "supported", TEXTS[0])


# What is left out is told


def test_what_is_dropped_can_be_told_in_few_words():
    dropped: list[str] = []
    reply = "The mayor resigned over [1] the affair. Engineers replaced 312 cables [1]. Zeppelins are popular [9]."
    assert [draft.text for draft in write(iter([reply]), SHOWN, source_of, dropped)] == ["Engineers replaced 312 cables."]
    assert dropped == ["The mayor resigned over the affair.", "Zeppelins are popular."]
    assert not_shown(dropped) == (
        "Not shown, because the articles do not back it: "
        "\u201cThe mayor resigned over the affair.\u201d; \u201cZeppelins are popular.\u201d"
    )


def test_nothing_dropped_leaves_nothing_to_tell():
    assert not_shown([]) is None


def test_long_and_many_and_addresses_are_told_shortly():
    told = not_shown(["Visit https://example.org or shelf [1] " + "now " * 40, "Two.", "Three.", "Four."]) or ""
    assert "example.org" not in told
    assert r"\[1\]" in told
    assert told.endswith("and 2 more")
    assert len(told.split()) < 40


def test_an_abstention_in_the_middle_is_not_told_as_dropped():
    dropped: list[str] = []
    reply = f"Engineers replaced 312 cables [1]. The date is {ABSTAIN}."
    list(write(iter([reply]), SHOWN, source_of, dropped))
    assert dropped == []


def test_a_sentence_cites_no_more_than_it_needs():
    assert written("Engineers replaced 312 cables [1][2][4].") == [("Engineers replaced 312 cables.", [TEXTS[0]])]


def test_a_sentence_put_together_from_two_cites_both():
    text = "Engineers replaced 312 steel cables, and the work cost 48 million crowns."
    assert written(f"{text} [1][2]") == [(text, [TEXTS[0], TEXTS[1]])]


def test_a_repair_takes_the_evidence_that_says_most_of_it():
    assert written("The work cost 49 million crowns [3].") == [(TEXTS[1], [TEXTS[1]])]


def test_the_title_of_an_article_says_who_is_meant():
    shown = [sentence("In 1998 he opened the observatory on Mount Karn.")]

    def titled(found: EvidenceSentence, start: int, end: int) -> Source:
        return replace(source_of(found, start, end), title="Amara Okoye")

    text = "Okoye opened the observatory on Mount Karn in 1998."
    assert [d.text for d in write(iter([f"{text} [1]"]), shown, titled)] == [text]
    assert [d.text for d in write(iter([f"{text} [1]"]), shown, source_of)] == [shown[0].text]


def test_a_quote_is_not_narrowed_to_what_its_sentence_denies():
    claim = "that the province had paid 48 million crowns for the repair of the northern tower in that year"
    long = sentence("The mayor of Velm, " + "who spoke for a very long time on this day, " * 9 + f"denied {claim}.")
    assert "denied" in quote(long, source_of, "48 million crowns").text


@pytest.mark.parametrize(
    ("evidence", "reply"),
    [
        ("The mayor denied that the province had paid the bill.", "The province had paid the bill [1]."),
        ("The province may sell the bridge.", "The province sells the bridge [1]."),
        ("Karn defeated Velm in the final.", "Velm defeated Karn in the final [1]."),
    ],
)
def test_what_the_evidence_denies_or_turns_round_is_quoted_and_not_claimed(evidence, reply):
    assert [d.text for d in write(iter([reply]), [sentence(evidence)], source_of)] == [evidence]
