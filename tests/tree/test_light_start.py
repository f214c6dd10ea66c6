"""An idle bot stays small: what only a migration, an analysis or a picture needs comes with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from db import migrate

ROOT = Path(__file__).parents[2]
HEAVY = (
    *("alembic", "mako", "numpy", "scipy", "onnxruntime", "tokenizers", "wordllama"),
    *("typst", "asyncpg", "simcord"),
)
EVERYTHING_AT_START = """
import importlib, sys
import bot.cli, bot.running
from bot.client import EXTENSIONS
for name in EXTENSIONS:
    importlib.import_module(name)
"""


def loaded(more: str = "") -> list[str]:
    """Which heavy libraries a process has in memory once the bot's own modules are there."""
    say = f"{EVERYTHING_AT_START}{more}\nprint(*(set({HEAVY!r}) & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", say], cwd=ROOT, capture_output=True, check=True)
    return told.stdout.decode().split()


def test_a_bot_that_starts_loads_nothing_heavy() -> None:
    assert loaded() == []


def test_a_heavy_library_would_be_seen() -> None:
    assert set(loaded("import db.revisions")) == {"alembic", "mako"}


def test_the_newest_revision_is_known_without_alembic() -> None:
    folder = str(ROOT / "db" / "migrations")
    assert ScriptDirectory(folder).get_heads() == [migrate.newest()]
