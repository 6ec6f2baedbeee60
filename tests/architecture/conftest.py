"""The source of the house, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
GROUND = ("contracts/python/imi_contracts", "services/*/imi_*", "deploy/local/imi_local")


@dataclass(frozen=True)
class Module:
    """One module; `name` is its path in the repository."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def strings(self) -> Iterator[str]:
        """Every string constant that is code, not documentation."""
        documentation = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
            ):
                yield node.value

    def calls(self, *names: str) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield node


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parse(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(str(path.relative_to(REPOSITORY)), text, ast.parse(text))


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of ours that runs in production or on a laptop; no tests."""
    roots = [root for pattern in GROUND for root in REPOSITORY.glob(pattern)]
    return [_parse(path) for root in sorted(roots) for path in sorted(root.rglob("*.py"))]


@pytest.fixture(scope="session")
def running(modules: list[Module]) -> list[Module]:
    """What runs in production."""
    return [module for module in modules if not module.name.startswith("deploy/")]


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file under version control, and what is about to be."""
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]
