"""The operator's first hour: every wrong setting is named, and no secret is ever shown."""

from __future__ import annotations

import logging
import pickle
import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import BadSetting
from bot.settings import Settings
from tests.starting import sentence, start_fresh

CANARY = "MTk4NjIyNDgz.canary-token.nobody-may-read-this"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start_fresh(monkeypatch, tmp_path)
    return tmp_path


def test_without_any_setting_data_and_keys_lie_beside_each_other(nowhere: Path) -> None:
    settings = Settings.load()
    assert settings.discord_token is None
    assert settings.data_dir == nowhere / "data"
    assert settings.keys_dir == nowhere / "keys"
    assert settings.database_url == f"sqlite+aiosqlite:///{nowhere}/data/supervision.db"
    assert settings.database_file == nowhere / "data" / "supervision.db"
    assert settings.log_level == "INFO"


def test_keys_follow_a_data_folder_that_was_moved(nowhere: Path) -> None:
    assert Settings.load(None, data_dir="/srv/group/data").keys_dir == Path("/srv/group/keys")


def test_the_env_file_is_read_and_the_environment_comes_first(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / ".env").write_text("\ufeffDISCORD_TOKEN=from-file\nLOG_LEVEL=error\nOTHER=1\n")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    settings = Settings.load()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "from-file"
    assert settings.log_level == "WARNING"


def test_an_empty_token_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert Settings.load().discord_token is None


def test_a_secret_file_holds_the_token_with_or_without_a_line_end(nowhere: Path) -> None:
    for content in (CANARY, CANARY + "\n", "\ufeff" + CANARY + "\r\n"):
        (nowhere / "secret").write_text(content)
        settings = Settings.load(None, discord_token_file="secret")
        assert settings.discord_token is not None
        assert settings.discord_token.get_secret_value() == CANARY


def test_a_token_and_a_token_file_at_once_are_refused(nowhere: Path) -> None:
    (nowhere / "secret").write_text(CANARY)
    said = sentence(discord_token=CANARY, discord_token_file="secret")
    assert said == "Set either DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both."


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"two words", b"'quoted'", b"a\nb", b"\xff\xfe\x00", b"\xc3\xa9"]
)
def test_a_secret_file_that_holds_no_token_is_named(nowhere: Path, content: bytes) -> None:
    (nowhere / "secret").write_bytes(content)
    assert sentence(discord_token_file="secret").startswith("DISCORD_TOKEN_FILE should name ")


@pytest.mark.parametrize(
    "chosen",
    [
        {"discord_token": f"Bot {CANARY}"},
        {"discord_token": f'"{CANARY}"'},
        {"discord_token_file": CANARY},
        {"discord_token_file": "."},
        {"discord_token": CANARY, "discord_token_file": CANARY},
        {"discord_token": CANARY, "log_level": CANARY},
        {"discord_token": CANARY, "database_url": CANARY},
        {"database_url": f"mysql://bot:{CANARY}@host/db"},
        {"database_url": f"postgresql://bot:{CANARY}@host:port/db"},
        {"database_url": f"postgresql://bot:{CANARY}@[host/db"},
        {"database_url": f"postgresql://bot:{CANARY}@host"},
        {"database_url": "postgresql://bot:a/b?canary@host/db"},
        {"database_url": "postgresql://bot:a/b?canary=c@host/db"},
        {"database_url": f"postgresql://bot:p@host/db?options={CANARY}"},
        {"database_url": f"postgresql://bot:p@host/db?ssl={CANARY}"},
        {"database_url": f"sqlite:///{CANARY}?mode=ro"},
        {"discord_token": CANARY, "keys_dir": "data/keys"},
    ],
)
def test_no_refusal_repeats_a_secret(chosen: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.load(None, **chosen)
    told = "".join(traceback.format_exception(refused.value))
    assert "canary" not in told
    assert refused.value.__context__ is None


def test_nothing_that_prints_settings_shows_the_token_or_a_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = Settings.load(
        None, discord_token=CANARY, database_url=f"postgresql://bot:{CANARY}@host/db"
    )
    with caplog.at_level(logging.INFO):
        logging.getLogger("bot").info("starting with %s, %r", settings, settings)
    shown = caplog.text + repr(settings) + str(settings) + f"{settings!s:>10}"
    shown += repr(settings.discord_token) + str(settings.discord_token)
    assert "keys_dir" in shown
    assert "canary" not in shown
    assert b"canary" in pickle.dumps(settings), "the search for it works"


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings.load()
    with pytest.raises(ValidationError):
        setattr(settings, "log_level", "ERROR")  # noqa: B010 - mypy knows that it is refused


def test_a_log_level_that_would_hold_answers_is_refused_with_the_reason() -> None:
    said = sentence(log_level="debug")
    assert said.startswith("LOG_LEVEL cannot be DEBUG: ")
    assert "answers and user ids" in said


def test_an_unknown_log_level_is_answered_with_the_known_ones() -> None:
    said = sentence(log_level="LOUD")
    assert said == "LOG_LEVEL should be one of INFO, WARNING, ERROR, CRITICAL."


def test_an_env_file_that_is_not_text_is_named(nowhere: Path) -> None:
    (nowhere / ".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe" + CANARY.encode())
    with pytest.raises(BadSetting, match=r"^\.env cannot be read") as refused:
        Settings.load()
    assert refused.value.__context__ is None
