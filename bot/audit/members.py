"""Members' ids, as they are given to an audit; none of them is ever repeated in its verdict."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from bot.errors import BadInput

SMALLEST, TOO_LARGE = 10**16, 2**63
MADE_UP = 4


def members_in(path: Path) -> list[int]:
    """The ids in a file, one a line; an empty line and one that begins with # are skipped.

    Raises BadInput.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadInput("The file of member ids could not be read as text.") from None
    found = []
    for number, line in enumerate(lines, start=1):
        word = line.strip()
        if word and not word.startswith("#"):
            if not word.isdecimal():
                raise BadInput(f"Line {number} of the file of member ids is no number.")
            found.append(int(word))
    return found


def checked(members: Iterable[int]) -> tuple[int, ...]:
    """The ids without repetitions. Raises BadInput: a short number stands anywhere by chance."""
    found = tuple(dict.fromkeys(members))
    if not all(SMALLEST <= member < TOO_LARGE for member in found):
        raise BadInput(
            "A member's id has 17 to 19 digits. In Discord, switch on developer mode under "
            "Advanced, then right-click a member and choose Copy User ID."
        )
    return found


def made_up() -> tuple[int, ...]:
    """Ids that nobody has, to show that the search finds what is there and nothing else."""
    return tuple(2**62 + secrets.randbits(61) for _ in range(MADE_UP))
