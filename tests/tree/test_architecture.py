"""Who may import whom. A reader can trust the direction of every arrow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cogs", "db", "prompts")
RULES = ("bot.ballot", "bot.guard", "bot.themes", "bot.rotation", "bot.errors")
VALUES = ("bot.services.values", "bot.services.desk")
DOORS = ("bot.client", "bot.choosing", "bot.replies")
FOREIGN = ("discord", "sqlalchemy", "alembic", "aiohttp", "simcord")

# The narrowest prefix that fits a module decides. A prefix allows itself and what lies below it.
MAY_IMPORT = {
    "prompts": {"prompts"},
    "db": {"db", "sqlalchemy", "alembic"},
    "bot.errors": set[str](),
    "bot.ballot": {"bot.ballot", "bot.errors", "prompts"},
    "bot.audit": {"bot.audit", "bot.ballot", "bot.errors"},
    "bot.guard": {"bot.guard"},
    "bot.rotation": {"bot.rotation", "bot.errors"},
    "bot.themes": {
        "bot.themes",
        "bot.ballot.answer",
        "bot.errors",
        "bot.failures",
        "prompts",
        "bot.child",
        "bot.inside",
    },
    "bot.drawing": {"bot.drawing", "bot.child", "bot.inside", "bot.errors", "bot.failures"},
    "bot.shards": {"bot.errors"},
    "bot.settings": {
        *("bot.errors", "bot.operation.addresses", "bot.operation.options", "bot.shards"),
    },
    "bot.refusals": set[str](),
    "bot.deck_refusals": set[str](),
    "bot.failures": set[str](),
    "bot.child": set[str](),
    "bot.inside": set[str](),
    "bot.services": {
        *("bot.services", "bot.refusals", "bot.deck_refusals", "bot.shards", *RULES),
        *("db", "prompts", "sqlalchemy"),
    },
    "bot.views": {"bot.views", "bot.drawing.job", *VALUES, *RULES, "prompts", "discord"},
    "bot.replies": {"bot.views", "bot.errors", "discord", "aiohttp"},
    "bot.operation": {"bot", "db", "sqlalchemy", "discord", "aiohttp"},
    "bot.operation.options": {"bot.errors"},
    "bot.operation.addresses": {"bot.errors", "bot.operation.postgres_options"},
    "bot.operation.postgres_options": {"bot.errors"},
    "bot.operation.meters": {"bot.operation.latency", "bot.__version__"},
    "bot.analysing": {"bot.operation.meters", "bot.services", "bot.themes", "bot.errors"},
    "bot.client": {
        *("bot.analysing", "bot.drawing", "bot.replies", "bot.services", "bot.operation.meters"),
        *("bot.operation.waiting", "bot.shards", "bot.themes.embedding", "bot.errors", "discord"),
    },
    "bot.showing": {*DOORS, *VALUES, "bot.drawing", "bot.views", "discord"},
    "bot.choosing": {"bot.client", "bot.services.values", "bot.views", "bot.errors", "discord"},
    "bot.desk": {*DOORS, *VALUES, "bot.views", "bot.errors", "discord"},
    "bot.forms": {
        *DOORS,
        "bot.ballot",
        "bot.services.guarding",
        "bot.views",
        "bot.errors",
        "discord",
    },
    "bot.telling": {"bot.views", "bot.not_taken", *VALUES, "discord"},
    "bot.deck_files": {"bot.views", "bot.errors", "prompts"},
    "bot.not_taken": {"bot.services.values", "discord", "aiohttp"},
    "bot.places": {"bot.not_taken", "bot.services.values", "bot.views", "discord"},
    "bot.putting_up": {
        *("bot.not_taken", "bot.drawing", "bot.services", "bot.views", "bot.themes", "discord"),
    },
    "bot.sending": {
        *("bot.putting_up", "bot.not_taken", "bot.places", "bot.drawing", "bot.services"),
        *("bot.views", "bot.operation.meters", "discord"),
    },
    "bot.rehearsing": {"bot"},
    "bot.demo": {"bot", "db", "prompts", "discord", "simcord"},
    "bot.server_settings": set[str](),
    "bot.database_words": {"bot.errors", "bot.settings", "db", "sqlalchemy"},
    "bot.running": {"bot", "db", "prompts", "discord", "aiohttp", "sqlalchemy"},
    "bot.privacy_page": {"bot.views", "db"},
    "bot.cli": {"bot", "prompts"},
    "bot": {"bot"},
    "cogs": {"bot", "prompts", "discord"},
}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in (*PACKAGES, *FOREIGN)}


def within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def rule_for(module: str) -> set[str]:
    fitting = [prefix for prefix in MAY_IMPORT if within(module, prefix)]
    return MAY_IMPORT[max(fitting, key=len)]


def breaches(module: str, names: set[str]) -> list[str]:
    allowed = rule_for(module)

    def is_allowed(name: str) -> bool:
        # ``from bot.errors import X`` names bot.errors and bot.errors.X; a parent is no arrow.
        return any(within(name, prefix) or within(prefix, name) for prefix in allowed)

    return sorted(name for name in names if not is_allowed(name))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_imports_only_what_its_place_allows(path: Path) -> None:
    assert not breaches(name_of(path), imported(path))


def test_nothing_imports_a_cog() -> None:
    for path in modules():
        others = {name for name in imported(path) if within(name, "cogs")}
        assert not others, name_of(path)


def test_the_walk_would_see_a_breach() -> None:
    assert breaches("db.models", {"bot.errors"}) == ["bot.errors"]
    assert breaches("bot.services.rounds", {"discord"}) == ["discord"]
    assert breaches("cogs.answering", {"sqlalchemy", "db.models"}) == ["db.models", "sqlalchemy"]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_file_can_be_read_in_one_sitting(path: Path) -> None:
    limit = 150 if path.parent.name == "cogs" else 220
    if "migrations" not in path.parts:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
