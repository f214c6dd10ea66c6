"""What is said of an archive before anything in it is read."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from bot.errors import BadSetting

if TYPE_CHECKING:
    from pathlib import Path

ENCRYPTED = 0x1
WRITTEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How this bot packs. Other packers have errors of their own, each of another kind."""


def refuse_foreign(entries: zipfile.ZipFile, file: Path) -> None:
    """Raises BadSetting where it is encrypted, and BadZipFile where it is packed in another way."""
    for entry in entries.infolist():
        if entry.flag_bits & ENCRYPTED:
            raise BadSetting(
                f"{file} is encrypted. Decrypt it first, into a file of the same name, and type "
                "this again; nothing was changed."
            )
        if entry.compress_type not in WRITTEN:
            raise zipfile.BadZipFile
