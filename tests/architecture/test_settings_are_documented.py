"""Every setting of every service stands in the operators' guide."""

import ast
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
GUIDE = (REPOSITORY / "docs" / "operators.md").read_text(encoding="utf-8")
FILES = sorted(REPOSITORY.glob("services/*/imi_*/settings.py"))


def settings_in(file: Path) -> list[str]:
    """Annotated fields of classes named …Settings, as environment variables."""
    classes = [n for n in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(n, ast.ClassDef)]
    fields = [
        f for c in classes if c.name.endswith("Settings") for f in c.body if isinstance(f, ast.AnnAssign)
    ]
    return [f"IMI_{f.target.id.upper()}" for f in fields if isinstance(f.target, ast.Name)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_the_guide_names_every_setting(file: Path) -> None:
    assert [name for name in settings_in(file) if f"`{name}`" not in GUIDE] == []


def test_settings_are_found_at_all() -> None:
    assert sum(len(settings_in(file)) for file in FILES) > 30
