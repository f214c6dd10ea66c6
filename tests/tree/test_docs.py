"""The pages people read say what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest
from discord.app_commands import Command

from bot.cli import main
from bot.client import EXTENSIONS, PERMISSIONS, SupervisionBot
from bot.privacy_page import privacy_page
from bot.services import Services
from bot.settings import Settings
from tests.making import NOW

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
async def commands_in_discord(services: Services) -> set[str]:
    """The full names of all slash commands, as the loaded bot would register them."""
    async with SupervisionBot(services, lambda: NOW) as bot:
        for name in EXTENSIONS:
            await bot.load_extension(name)
        return {c.qualified_name for c in bot.tree.walk_commands() if isinstance(c, Command)}


def test_every_slash_command_is_in_the_readme(commands_in_discord: set[str]) -> None:
    assert {"answer", "summary", "guard allow"} <= commands_in_discord
    assert not [name for name in sorted(commands_in_discord) if f"/{name}" not in README]


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
