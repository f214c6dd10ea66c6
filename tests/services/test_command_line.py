"""What an operator reads when the bot cannot start: one sentence, exit 1, and nothing changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.client import SupervisionBot
from bot.errors import BadSetting, ReadableError, Unreachable
from bot.running import serve
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]


def command(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own, standing in ``folder``."""
    keep = ("PATH", "SYSTEMROOT")
    environment: Mapping[str, str] = {
        **{name: os.environ[name] for name in keep if name in os.environ},
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def refused(ended: subprocess.CompletedProcess[str], word: str) -> None:
    assert ended.returncode == 1
    assert word in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ended.stderr


def test_no_token_where_no_demo_is_wanted_is_an_error(tmp_path: Path) -> None:
    refused(command(tmp_path, "run", "--no-demo"), "DISCORD_TOKEN is not set")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    refused(command(tmp_path, "migrate"), "DATA_DIR")


def test_keys_inside_the_databases_folder_are_refused(tmp_path: Path) -> None:
    refused(command(tmp_path, "migrate", KEYS_DIR=str(tmp_path / "data" / "keys")), "KEYS_DIR")
    assert not list(tmp_path.iterdir())


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate").returncode == 0
    with sqlite3.connect(tmp_path / "data" / "supervision.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused(command(tmp_path, "migrate"), "newer version")


def test_check_says_what_brings_other_tables_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "supervision.db") as connection:
        connection.execute("CREATE TABLE recipes (name)")
    refused(command(tmp_path, "check"), "“migrate” brings it up to date")


def test_check_says_what_is_in_order_and_changes_nothing(tmp_path: Path) -> None:
    command(tmp_path, "migrate")
    before = (tmp_path / "data" / "supervision.db").read_bytes()
    checked = command(tmp_path, "check")
    assert checked.returncode == 0
    assert "no drift" in checked.stdout
    assert "Themes: the model minilm is there" in checked.stdout
    assert (tmp_path / "data" / "supervision.db").read_bytes() == before


@pytest.mark.parametrize(
    "typed", [("check",), ("erasures",), ("export", "moved.zip"), ("backup", "copy.db")]
)
def test_without_a_database_nothing_is_made_of_it_and_a_copy_can_be_put_there(
    tmp_path: Path, typed: tuple[str, ...]
) -> None:
    old = {"DATA_DIR": str(tmp_path / "old" / "data")}
    assert command(tmp_path, "migrate", **old).returncode == 0
    assert command(tmp_path, "backup", "kept.db", **old).returncode == 0
    refused(command(tmp_path, *typed), "There is no database yet")
    assert {each.name for each in tmp_path.iterdir()} == {"kept.db", "old"}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "supervision.db").touch()
    refused(command(tmp_path, *typed), "There is no database yet")
    assert command(tmp_path, "restore", "kept.db").returncode == 0
    assert command(tmp_path, "check").returncode == 0


def test_a_copy_and_an_export_made_by_hand_are_the_operators_alone_and_come_back(
    tmp_path: Path,
) -> None:
    assert command(tmp_path, "migrate").returncode == 0
    for made, named in (("backup", "copy.db"), ("export", "moved.zip")):
        assert command(tmp_path, made, named).returncode == 0
        assert (tmp_path / named).stat().st_mode & 0o077 == 0
        refused(command(tmp_path, made, named), "is there already")
    refused(command(tmp_path, "restore", "copy.db"), "--replace")
    assert command(tmp_path, "restore", "copy.db", "--replace").returncode == 0
    assert command(tmp_path, "import", "moved.zip").returncode == 0
    assert "Watching: no /healthz" in command(tmp_path, "check").stdout


def test_a_broken_prompt_file_is_named_with_what_was_expected(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "Mine"\n[[prompts]]\nkey = 3\n', encoding="utf-8")
    refused(command(tmp_path, "prompts", str(file)), "mine.toml")


def test_without_a_running_bot_health_says_so(tmp_path: Path) -> None:
    refused(command(tmp_path, "health"), "No sign of life")


@pytest.mark.parametrize(
    ("failure", "kind", "word"),
    [
        (discord.LoginFailure("401"), BadSetting, "DISCORD_TOKEN was refused"),
        (aiohttp.ClientConnectionError("no route"), Unreachable, "cannot be reached"),
        (OSError("no network"), Unreachable, "cannot be reached"),
    ],
)
async def test_a_refused_token_and_a_missing_network_are_told_apart(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    kind: type[ReadableError],
    word: str,
) -> None:
    async def login(*_: object) -> None:
        raise failure

    monkeypatch.setattr(SupervisionBot, "login", login)
    settings = Settings.load(None, data_dir=tmp_path / "data", keys_dir=tmp_path / "keys")
    with pytest.raises(kind, match=word):
        await serve(settings, "a-token", print)
