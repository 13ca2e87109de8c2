"""Agreement with people: the figures follow their definitions and stand beside what simple rules reach."""

import pytest
from test_evals_match import write_verdicts

from evals.agreement import agreement, contains, difference, kappa, main, some, tokens
from evals.matching.verdicts import Verdict

VERDICTS = [Verdict(f"question {n}", "x", ("x",), n % 2 == 0) for n in range(20)]
PEOPLE = [v.accepted for v in VERDICTS]


def test_kappa_is_one_for_the_same_and_zero_for_chance():
    assert kappa(PEOPLE, PEOPLE) == 1.0
    assert kappa(PEOPLE, [True] * 20) == pytest.approx(0.0)
    assert kappa(PEOPLE, [not p for p in PEOPLE]) == -1.0
    assert kappa([True, True], [True, True]) == 1.0  # nothing could have differed
    # 8 + 8 of 20 agree, both say yes to half: (.8 - .5) / .5
    assert kappa(PEOPLE, [not p if n < 4 else p for n, p in enumerate(PEOPLE)]) == pytest.approx(0.6)


def test_agreement_and_the_paired_difference_have_intervals():
    found = [not p if n < 4 else p for n, p in enumerate(PEOPLE)]
    assert agreement(VERDICTS, found).mean == 0.8
    less = difference(VERDICTS, found, PEOPLE)
    assert less.mean == -0.2
    assert less.low < -0.2 < less.high <= 0.0
    same = difference(VERDICTS, found, found)
    assert same.mean == 0.0
    assert same.low == -same.high < 0.0  # that 20 verdicts show no difference does not say that there is none


@pytest.mark.parametrize(
    ("answer", "gold", "held", "overlaps"),
    [
        ("It was Rosa Lind.", "Rosa Lind", True, True),
        ("Lind, Rosa", "Rosa Lind", False, True),
        ("Rosa Maria Lind of Velm", "Rosa Maria Brandt Lind of Velm", False, True),
        ("Rosa", "Rosa Maria Lind", False, False),
        ("Velm", "Karn", False, False),
        ("anything", "", False, False),
    ],
)
def test_the_simple_rules(answer, gold, held, overlaps):
    assert contains("", answer, [gold]) == held
    assert tokens("", answer, [gold]) == overlaps


def test_the_scorer_stands_beside_the_rules(tmp_path, capsys):
    folder = write_verdicts(tmp_path)
    printed = {}
    for half in ("report", "fit", "all"):
        assert main([str(folder), "--half", half]) == 0
        printed[half] = capsys.readouterr().out
    for text in printed.values():
        assert "match " in text
        assert "contains a gold answer" in text
        assert "kappa" in text
        assert "match - contains" in text
    sizes = {half: int(text.split()[0]) for half, text in printed.items()}
    assert sizes["report"] + sizes["fit"] == sizes["all"] == 160


def test_a_limit_takes_the_same_verdicts_each_time_from_many_questions():
    chosen = some(VERDICTS * 2, 12)
    assert chosen == some(list(reversed(VERDICTS)) * 2, 12)
    assert len({v.question for v in chosen}) == 6
    assert chosen[:4] == some(VERDICTS * 2, 4)


def test_a_folder_that_holds_no_verdicts_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_limit_below_one_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(write_verdicts(tmp_path)), "--limit", "0"])
    assert "at least 1" in capsys.readouterr().err
