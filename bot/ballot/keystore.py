"""The keys of each round, in files outside the database.

While a round is open it has two: ``roll`` turns people into marks on the roll, ``text`` closes the
envelopes. The seal makes a third, ``sealed``, and destroys the two; retention destroys the third.
Destroying a key is what makes old pages, journals and backups of the database unreadable.

Each key is a file of its own, so that no step of a seal ever has to change one: a file is whole or
it is not there (written beside, flushed, renamed), and a dying key is renamed before it is
overwritten, so that a crash leaves either a usable key or a ``.dead`` file for the sweep.

Several processes may share the folder, and need no lock: whatever one takes away it first renames,
which only one of them can do.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.ballot.keys import KEY_BYTES, Key, Use
from bot.errors import KeysMissing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["KEY_BYTES", "KeyStore", "Use"]

ENDINGS = {f"{use}.key": use for use in Use}


class KeyStore:
    """A folder of keys, one file for each use, named by a round's random key name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        return self._folder

    def create(self, name: str, use: Use) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        self.put(name, use, key)
        return key

    def create_all(self, names: Iterable[str], *uses: Use) -> None:
        for name in names:
            for use in uses:
                self._put(name, use, secrets.token_bytes(KEY_BYTES))
        self._flush_folder()

    def put(self, name: str, use: Use, key: bytes) -> None:
        """Keep a key that was made before. Raises OSError, also if one is there."""
        self._put(name, use, key)
        self._flush_folder()

    def _put(self, name: str, use: Use, key: bytes) -> None:
        while not self._made(self._path(name, use), key):
            pass

    def read(self, name: str, use: Use) -> bytes:
        try:
            key = self._path(name, use).read_bytes()
        except OSError:
            raise KeysMissing from None
        if len(key) != KEY_BYTES:
            raise KeysMissing
        return key

    def has(self, name: str, use: Use) -> bool:
        return self._path(name, use).exists()

    def kept(self) -> set[Key]:
        with os.scandir(self._folder) as entries:
            files = (entry.name.partition(".") for entry in entries)
            return {Key(name, ENDINGS[ending]) for name, _, ending in files if ending in ENDINGS}

    def names(self, use: Use) -> set[str]:
        """The key names of all rounds that have a key for this use."""
        return {key.name for key in self.kept() if key.use is use}

    def destroy(self, name: str, *uses: Use) -> None:
        for use in uses:
            path = self._path(name, use)
            dead = path.with_suffix(".dead")
            with suppress(FileNotFoundError):  # Gone already, or somebody else was faster.
                path.replace(dead)
                self._flush_folder()
                _shred(dead)
        self._flush_folder()

    def bury(self) -> None:
        for path in self._folder.glob("*.dead"):
            _shred(path)
        self._flush_folder()

    def sweep(self) -> None:
        for path in self._folder.glob("*.new"):
            # Renamed before it is touched: its maker may live, and must find it gone, not spoilt.
            with suppress(FileNotFoundError):
                path.replace(path.with_name(f"{path.name}.dead"))
        self.bury()

    def _made(self, path: Path, key: bytes) -> bool:
        """False if a process that has just started took the half-made file for a dead one's."""
        beside = path.with_suffix(".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            _shred(beside)
            raise FileExistsError
        try:
            beside.replace(path)
        except FileNotFoundError:
            return False
        return True

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
    with suppress(FileNotFoundError), path.open("r+b") as file:
        file.write(bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
