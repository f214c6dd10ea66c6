"""The pages people read say what the code does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.cli import main
from bot.client import PERMISSIONS
from bot.privacy_page import privacy_page
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands_in_discord() -> set[str]:
    """The names of all slash commands, read from the cogs' own source."""
    found = set()
    for path in (ROOT / "cogs").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef):
                found |= {name for each in node.decorator_list if (name := _command(node, each))}
    return found


def _command(node: ast.AsyncFunctionDef, decorator: ast.expr) -> str | None:
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("s.command")):
        return None
    named = [k.value for k in decorator.keywords if k.arg == "name"]
    return str(ast.literal_eval(named[0])) if named else node.name


def test_the_walk_finds_the_commands() -> None:
    assert {"answer", "summary", "close", "setup", "privacy", "help"} <= commands_in_discord()


@pytest.mark.parametrize("name", sorted(commands_in_discord()))
def test_every_slash_command_is_in_the_readme(name: str) -> None:
    assert f"/{name}" in README


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_of_the_command_line_is_in_the_readme_and_explains_itself(name: str) -> None:
    assert f"`./run {name}" in README
    assert main.commands[name].help


@pytest.mark.parametrize("name", sorted(field.upper() for field in Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


def test_the_readme_names_the_permissions_the_bot_asks_for() -> None:
    assert str(PERMISSIONS.value) in README


def test_the_privacy_page_is_the_one_the_code_writes() -> None:
    """Write it anew with: ./run privacy > PRIVACY.md."""
    assert (ROOT / "PRIVACY.md").read_text(encoding="utf-8") == privacy_page()


@pytest.mark.parametrize("page", ["README.md", "PRIVACY.md", "CHANGELOG.md"])
def test_no_page_promises_more_than_is_true(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8").casefold()
    for promise in ("hipaa compliant", "100 % anonymous", "100% anonymous", "fully anonymous"):
        assert promise not in text


def test_links_inside_the_readme_lead_somewhere() -> None:
    targets = [part.partition(")")[0] for part in README.split("](")[1:]]
    local = [target for target in targets if not target.startswith(("http", "#"))]
    assert local
    for target in local:
        assert (ROOT / target).exists(), target
