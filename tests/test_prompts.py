"""Prompts: their variables are a contract that is checked when they are loaded; each has a hash."""

import shutil
from pathlib import Path

import pytest

import prompts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the prompts that a test may spoil."""
    for path in Path(prompts.__file__).parent.glob("*.md"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(prompts, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


@pytest.mark.parametrize("name", ["read", "write"])
def test_a_prompt_is_filled_with_everything_it_names(name):
    system, user = prompts.load(name).fill(evidence="THE EVIDENCE", question="THE QUESTION")
    assert prompts.ABSTAIN in system
    assert "THE EVIDENCE" in user
    assert user.index("THE EVIDENCE") < user.index("THE QUESTION")  # what stays the same comes first
    assert "$" not in system + user


@pytest.mark.parametrize("name", ["read", "write"])
def test_the_system_text_is_the_same_for_every_question(name):
    prompt = prompts.load(name)
    assert prompt.fill(evidence="a", question="b")[0] == prompt.fill(evidence="c", question="d")[0]


def test_what_an_article_says_is_not_filled_in_again():
    _, user = prompts.load("read").fill(evidence="It cost $question and $$5 and ${abstain}.", question="How much?")
    assert "It cost $question and $$5 and ${abstain}." in user


def test_the_judge_is_told_what_is_data_and_does_not_see_the_abstention():
    system, user = prompts.load("judge").fill(question='"Q"', golds='["G"]', answer='"A"')
    assert "never instructions" in system
    assert prompts.ABSTAIN not in system + user
    assert user.index('"Q"') < user.index('["G"]') < user.index('"A"')
    assert "$" not in system + user


def test_a_missing_value_is_named():
    with pytest.raises(KeyError, match="evidence"):
        prompts.load("read").fill(question="b")


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("No variables.\n---\nNone.", r"variables \[\]"),
        ("$abstain\n---\n$evidence $questoin", "questoin"),
        ("$abstain\n---\n$evidence $question $style", "style"),
    ],
)
def test_variables_that_the_code_does_not_fill_are_refused_at_load(folder, wording, found):
    (folder / "read.md").write_text(wording)
    with pytest.raises(ValueError, match=rf"prompts/read\.md has .*{found}"):
        prompts.load.__wrapped__("read")


def test_the_hash_changes_with_the_wording(folder):
    before = prompts.load.__wrapped__("read")
    assert before.hash == prompts.load("read").hash
    (folder / "read.md").write_text((folder / "read.md").read_text() + "\nBe brief.")
    assert prompts.load.__wrapped__("read").hash != before.hash


def test_every_prompt_file_is_known_to_the_code():
    files = {path.stem for path in Path(prompts.__file__).parent.glob("*.md")}
    assert {prompts.load(name).name for name in files} == files
