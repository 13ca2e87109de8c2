"""House rules that a tool does not check."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "prompts", "evals", "web")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def is_environ(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("environ", "environb") and isinstance(node.value, ast.Name)


def reads_of_the_environment(source: str) -> list[int]:
    """Return the lines that read os.environ or call os.getenv; writing ``os.environ[name] = value`` is no reading."""
    tree = ast.parse(source)
    written = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and is_environ(node.value)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (is_environ(node) and id(node) not in written)
        or (isinstance(node, ast.Attribute) and node.attr in ("getenv", "getenvb"))
        or (
            isinstance(node, ast.ImportFrom) and node.module == "os" and {a.name for a in node.names} & {"environ", "getenv"}
        )
    ]


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name != "__main__.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_only_command_lines_read_the_environment(path):
    source = path.read_text(encoding="utf-8")
    if "def main(" in source:  # a command line under another name
        return
    assert reads_of_the_environment(source) == []


def test_the_rule_itself_tells_reading_from_writing():
    assert reads_of_the_environment('import os\nos.environ["A"] = os.environ["B"] = "1"') == []
    assert reads_of_the_environment('import os\na = os.environ["B"]\nb = os.getenv("C")') == [2, 3]
    assert reads_of_the_environment('import os\nos.environ["A"] = os.environ.get("B")') == [2]
    assert reads_of_the_environment("from os import environ") == [1]


def test_no_file_is_longer_than_is_comfortable_to_read():
    assert [str(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 500] == []
