"""Where answers and keys may lie: apart, written to by the bot alone, in a database it knows."""

from __future__ import annotations

import importlib.util
import os
import stat
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadSetting
from bot.operation.backup import back_up
from bot.operation.restore import restore
from bot.running import prepared
from bot.settings import Settings
from tests.starting import sentence, start_fresh


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start_fresh(monkeypatch, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db"),
        ("sqlite+aiosqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db"),
        ("postgres://b:p@h/d", "postgresql+asyncpg://b:p@h/d"),
        ("postgresql://b:p%40@h:5432/d", "postgresql+asyncpg://b:p%40@h:5432/d"),
        ("postgresql+asyncpg:///d?host=/run", "postgresql+asyncpg:///d?host=/run"),
        ("postgres://b@h/d?sslmode=require", "postgresql+asyncpg://b@h/d?ssl=require"),
        (
            "postgres://b@h/d?sslmode=require&channel_binding=require",
            "postgresql+asyncpg://b@h/d?ssl=require",
        ),
        ("postgres://b@h/d?channel_binding=prefer", "postgresql+asyncpg://b@h/d"),
    ],
)
def test_a_plain_address_gets_its_async_driver(written: str, used: str) -> None:
    assert Settings.load(None, database_url=written).database_url == used


@pytest.mark.parametrize(
    "option", ["connect_timeout=10", "application_name=x", "options=-c%20a%3Db", "pgbouncer=true"]
)
def test_an_option_that_the_driver_does_not_know_is_named(option: str) -> None:
    name, _, value = option.partition("=")
    said = sentence(database_url=f"postgresql://b@h/d?sslmode=require&{option}")
    assert said.startswith(f"DATABASE_URL has an option that the bot cannot use: “{name}”. ")
    assert value not in said.partition("Take it out")[0].partition(name)[2]


def test_an_option_that_stands_there_twice_or_means_nothing_is_refused() -> None:
    twice = sentence(database_url="postgresql://b@h/d?sslmode=require&ssl=verify-full")
    assert "the option ssl twice" in twice
    assert "should be one of disable," in sentence(database_url="postgresql://b@h/d?ssl=yes")


def test_a_relative_database_file_is_made_absolute(nowhere: Path) -> None:
    settings = Settings.load(None, database_url="sqlite:///data/other.db")
    assert settings.database_file == nowhere / "data" / "other.db"


@pytest.mark.parametrize("name", ["w%20x", "50%", "a?b", "a#b c", "%3F", "%2520"])
async def test_the_database_lies_in_its_folder_whatever_stands_in_its_name(
    nowhere: Path, name: str
) -> None:
    (nowhere / unquote(name) / "data").mkdir(parents=True)
    settings = Settings.load(None, data_dir=f"{name}/data", keys_dir="keys")
    await prepared(settings)
    assert settings.database_file == nowhere / name / "data" / "supervision.db"
    assert settings.database_file.stat().st_size > 0
    copy = nowhere / name / "copy.db"
    await back_up(settings, copy, with_keys=True)
    said = await restore(settings, copy, with_keys=True, over_it=True, end_unread=False)
    assert said[0] == f"Restored the database from {copy}."


def test_in_an_address_an_escape_means_what_it_stands_for(nowhere: Path) -> None:
    settings = Settings.load(None, database_url="sqlite:///data/w%20x.db")
    assert settings.database_file == nowhere / "data" / "w x.db"


@pytest.mark.parametrize("url", ["mysql://h/d", "supervision.db", "sqlite+pysqlite:///a.db", "://"])
def test_an_unknown_kind_of_database_is_answered_with_the_two_known(url: str) -> None:
    said = sentence(database_url=url)
    assert said.startswith("DATABASE_URL should start with sqlite+aiosqlite:/// or postgresql")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file:a"]
)
def test_a_database_in_memory_is_refused_with_the_reason(url: str) -> None:
    assert "would lose every answer" in sentence(database_url=url)


@pytest.mark.parametrize("url", ["sqlite:///a.db?cache=shared", "sqlite://host.db", "sqlite:////"])
def test_a_database_that_is_no_plain_file_is_refused(url: str) -> None:
    assert sentence(database_url=url).startswith("DATABASE_URL should name a file after ")


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "install supervision-bot[postgres]" in sentence(database_url="postgresql://b@h/d")


@pytest.mark.parametrize(
    "chosen",
    [
        {"keys_dir": "data"},
        {"keys_dir": "data/keys"},
        {"keys_dir": "data/../data/./keys"},
        {"keys_dir": "."},
        {"keys_dir": "link/keys"},
        {"data_dir": "keys/data", "keys_dir": "keys"},
        {"data_dir": "elsewhere", "database_url": "sqlite:///bot.db", "keys_dir": "keys"},
        {"database_url": "sqlite:///keys/bot.db"},
    ],
)
def test_keys_and_database_never_lie_inside_each_other(
    nowhere: Path, chosen: dict[str, str]
) -> None:
    (nowhere / "data").mkdir()
    (nowhere / "link").symlink_to("data")
    assert sentence(**chosen).startswith("KEYS_DIR should lie apart ")


def test_a_neighbour_whose_name_begins_alike_is_not_inside(nowhere: Path) -> None:
    assert Settings.load(None, keys_dir="data-keys").keys_dir == nowhere / "data-keys"


@given(st.lists(st.sampled_from(["a", "b", "..", "."]), min_size=1, max_size=5))
def test_wherever_the_keys_go_they_are_apart_or_refused(parts: list[str]) -> None:
    keys = os.path.normpath("/top/data/" + "/".join(parts))
    inside = os.path.commonpath([keys, "/top/data"]) in {keys, "/top/data"}
    chosen = {"data_dir": "/top/data", "keys_dir": "/top/data/" + "/".join(parts)}
    if inside:
        assert sentence(**chosen).startswith("KEYS_DIR")
    else:
        assert Settings.load(None, **chosen).keys_dir == Path(keys)


def test_both_folders_are_made_for_the_bot_alone(nowhere: Path) -> None:
    Settings.load(None, data_dir="new/data").prepare()
    for folder in ("data", "keys"):
        made = (nowhere / "new" / folder).stat()
        assert stat.S_IMODE(made.st_mode) == 0o700
        assert not list((nowhere / "new" / folder).iterdir())


def test_folders_that_exist_keep_their_permissions(nowhere: Path) -> None:
    (nowhere / "data").mkdir(mode=0o750)
    Settings.load().prepare()
    Settings.load().prepare()
    assert stat.S_IMODE((nowhere / "data").stat().st_mode) == 0o750


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({"data_dir": "file"}, "DATA_DIR"),
        ({"data_dir": "file/below"}, "DATA_DIR"),
        ({"keys_dir": "file"}, "KEYS_DIR"),
        ({"database_url": "sqlite:///file/bot.db"}, "DATABASE_URL"),
        ({"data_dir": "/proc/nothing"}, "DATA_DIR"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_named(
    nowhere: Path, chosen: dict[str, str], name: str
) -> None:
    (nowhere / "file").touch()
    settings = Settings.load(None, **{"keys_dir": "keys", **chosen})
    with pytest.raises(BadSetting, match=f"^{name} should lead to a folder .* may write to"):
        settings.prepare()


def test_a_read_only_disk_is_named_with_its_reason(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**where: Path) -> None:
        raise OSError(30, os.strerror(30), str(where["dir"]))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(BadSetting, match=r"DATA_DIR .*: Read-only file system"):
        Settings.load().prepare()


def test_a_folder_whose_link_leads_in_a_circle_is_named(nowhere: Path) -> None:
    (nowhere / "round").symlink_to("round")
    with pytest.raises(BadSetting, match=r"^DATA_DIR should "):
        Settings.load(None, data_dir="round/data").prepare()
