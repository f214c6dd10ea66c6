"""What the operator decides before the bot starts, checked before anything is opened or written.

A wrong value is told as one sentence that names the setting and what is expected. No sentence
repeats a value: a token or a password in the wrong place must not reach a screen or a log.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSetting
from bot.operation import options
from bot.operation.addresses import database_url, file_of, folder_of, sqlite_url
from bot.shards import Share, share_of

TOKEN_FILE_BYTES = 4096


class Settings(BaseSettings):
    """One frozen set of settings: the environment first, `.env` second.

    Folders are absolute, with symbolic links followed; `database_url` names its async driver.
    Made with `load`, which raises nothing but BadSetting.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        # Editors on Windows put a byte-order mark in front; this encoding reads both.
        env_file_encoding="utf-8-sig",
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = None
    discord_token_file: str | None = Field(default=None, repr=False)
    database_url: str = Field(default="", repr=False)  # it may hold a password
    data_dir: Path = Path()
    keys_dir: Path = Path()
    log_level: str = "INFO"
    embedder: str = "minilm"
    log_format: str = "text"
    http_host: str = "127.0.0.1"
    http_port: int = 0
    shard_count: int = 1
    shard_ids: Annotated[tuple[int, ...], NoDecode] = (0,)

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), **chosen: Any) -> Settings:
        """Read and check everything; `chosen` comes before the environment. Raises BadSetting."""
        try:
            return cls(_env_file=env_file, **chosen)
        except (OSError, UnicodeDecodeError):
            pass
        # Raised out here so that it does not carry the first error, which quotes the file.
        raise BadSetting(f"{env_file} cannot be read: it should be lines of NAME=value, in UTF-8.")

    @model_validator(mode="before")
    @classmethod
    def _check(cls, given: Mapping[str, object]) -> dict[str, object]:
        value = {name: str(what) for name, what in given.items() if what is not None}
        data_dir = folder_of("DATA_DIR", value.get("data_dir", "data"))
        keys_dir = folder_of("KEYS_DIR", value.get("keys_dir", str(data_dir.parent / "keys")))
        default = sqlite_url(data_dir / "supervision.db")
        share = share_of(value.get("shard_count"), value.get("shard_ids"))
        return {
            "discord_token": _token(value.get("discord_token"), value.get("discord_token_file")),
            "database_url": database_url(value.get("database_url", default)),
            "data_dir": data_dir,
            "keys_dir": keys_dir,
            "log_level": options.log_level(value.get("log_level", "INFO")),
            "embedder": options.embedder(value.get("embedder", "minilm")),
            "log_format": options.log_format(value.get("log_format", "text")),
            "http_host": options.http_host(value.get("http_host", "127.0.0.1")),
            "http_port": options.http_port(value.get("http_port", "0")),
            "shard_count": share.count,
            "shard_ids": share.ids,
        }

    @model_validator(mode="after")
    def _keys_lie_apart(self) -> Settings:
        for folder in self._data_folders():
            if folder.is_relative_to(self.keys_dir) or self.keys_dir.is_relative_to(folder):
                raise BadSetting(
                    "KEYS_DIR should lie apart from DATA_DIR and from the database's folder, "
                    "neither inside the other: else a copy of the answers takes their keys along."
                )
        return self

    @property
    def share(self) -> Share:
        """The shards this process listens to."""
        return Share(self.shard_count, self.shard_ids)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where the database is a PostgreSQL server."""
        return file_of(self.database_url)

    @property
    def has_database(self) -> bool:
        """Whether a database was made here; a server's is taken to be there.

        An empty file is none, though SQLite takes it for one.
        """
        try:
            return self.database_file is None or self.database_file.stat().st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # Who opens it tells what is wrong.
            return True

    def _data_folders(self) -> tuple[Path, ...]:
        file = self.database_file
        return (self.data_dir, file.parent) if file else (self.data_dir,)

    def prepare(self) -> None:
        """Make the folders, open to the bot's own user alone, and try to write in each.

        Raises BadSetting. A folder that already exists keeps its permissions.
        """
        names = ("DATA_DIR", "DATABASE_URL")
        for name, folder in zip(names, self._data_folders(), strict=False):
            _make_writable(name, folder)
        _make_writable("KEYS_DIR", self.keys_dir)


def _token(token: str | None, file: str | None) -> str | None:
    if token and file:
        raise BadSetting("Set either DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both.")
    name, word = ("DISCORD_TOKEN_FILE", _content(file)) if file else ("DISCORD_TOKEN", token)
    if word is None:
        return None
    word = word.strip()
    if not word or not (word.isascii() and word.isprintable()) or set(word) & set(" '\""):
        holds = "name a file that holds" if file else "be"
        raise BadSetting(
            f"{name} should {holds} the bot's token and nothing else: "
            "one word, without spaces or quotation marks."
        )
    return word


def _content(file: str) -> str:
    try:
        with Path(file).expanduser().open("rb") as opened:
            return opened.read(TOKEN_FILE_BYTES).decode("utf-8-sig")
    except (OSError, RuntimeError, ValueError):
        pass
    raise BadSetting("DISCORD_TOKEN_FILE should name a text file that the bot may read.")


def _make_writable(name: str, folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadSetting(
            f"{name} should lead to a folder that the bot may write to; "
            f"{folder} cannot be used: {error.strerror}."
        ) from None
