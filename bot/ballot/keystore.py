"""The keys of each round, in files outside the database.

While a round is open it has two: ``roll`` turns people into marks on the roll, ``text`` closes the
envelopes. The seal makes a third, ``sealed``, and destroys the two; retention destroys the third.
Destroying a key is what makes old pages, journals and backups of the database unreadable.

Each key is a file of its own, so that no step of a seal ever has to change one: a file is whole or
it is not there (written beside, flushed, renamed), and a dying key is renamed before it is
overwritten, so that a crash leaves either a usable key or a ``.dead`` file for the sweep.
"""

from __future__ import annotations

import enum
import os
import secrets
from typing import TYPE_CHECKING

from bot.errors import KeysMissing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KEY_BYTES = 32


class Use(enum.StrEnum):
    """What a key is for."""

    ROLL = "roll"
    TEXT = "text"
    SEALED = "sealed"


class KeyStore:
    """A folder of keys, one file for each use, named by a round's random key name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the keys lie, so that somebody can look how much room there is."""
        return self._folder

    def new_name(self) -> str:
        """A name no round has had, so that a restored database never meets a stranger's key."""
        return secrets.token_hex(8)

    def create(self, name: str, use: Use) -> bytes:
        """Make a key, safely on disk before it is returned; an existing one is replaced."""
        key = self._create(name, use)
        self._flush_folder()
        return key

    def create_all(self, names: Iterable[str], *uses: Use) -> None:
        """Make many keys; all of them are safely on disk when it returns."""
        for name in names:
            for use in uses:
                self._create(name, use)
        self._flush_folder()

    def _create(self, name: str, use: Use) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        path = self._path(name, use)
        beside = path.with_suffix(".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        return key

    def read(self, name: str, use: Use) -> bytes:
        """Return a key of 32 bytes. Raises KeysMissing."""
        try:
            key = self._path(name, use).read_bytes()
        except OSError:
            raise KeysMissing from None
        if len(key) != KEY_BYTES:
            raise KeysMissing
        return key

    def has(self, name: str, use: Use) -> bool:
        return self._path(name, use).exists()

    def names(self, use: Use) -> set[str]:
        """The key names of all rounds that have a key for this use."""
        return {path.name.partition(".")[0] for path in self._folder.glob(f"*.{use}.key")}

    def destroy(self, name: str, *uses: Use) -> None:
        """Make keys unreadable for good; those that are gone already are no error."""
        for use in uses:
            path = self._path(name, use)
            if path.exists():
                dead = path.with_suffix(".dead")
                path.replace(dead)
                self._flush_folder()
                _shred(dead)
        self._flush_folder()

    def sweep(self) -> None:
        """At start, before anything is written: finish what a crash left half done."""
        for pattern in ("*.dead", "*.new"):
            for path in self._folder.glob(pattern):
                _shred(path)
        self._flush_folder()

    def _path(self, name: str, use: Use) -> Path:
        return self._folder / f"{name}.{use}.key"

    def _flush_folder(self) -> None:
        if os.name == "nt":  # Windows can't open a folder; its renames are flushed with the file.
            return
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _shred(path: Path) -> None:
    # Not erasure on an SSD or a copy-on-write disk: PRIVACY.md says so.
    with path.open("r+b") as file:
        file.write(bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
