"""The custom_ids of sharing: buttons about a round, for its facilitator or for everybody.

They begin as all of ours do, and ``custom_ids`` counts them among its own.
"""

from __future__ import annotations

import re

_ROUND = "(?P<round>[1-9][0-9]{0,17})"

SHARE = re.compile(f"sb:share:{_ROUND}")
TAKE_BACK = re.compile(f"sb:takeback:{_ROUND}")
HEARD = re.compile(f"sb:heard:{_ROUND}")
COUNTS = re.compile(f"sb:counts:{_ROUND}")

BUTTONS = (SHARE, TAKE_BACK, HEARD, COUNTS)


def share(round_id: int) -> str:
    """The button that shares a summary with its group."""
    return f"sb:share:{round_id}"


def take_back(round_id: int) -> str:
    """The button that takes the shared summary back."""
    return f"sb:takeback:{round_id}"


def heard(round_id: int) -> str:
    """The button on the shared card that says how it was made; by it the card is known again."""
    return f"sb:heard:{round_id}"


def counts(round_id: int) -> str:
    """The same on the counts that come at close."""
    return f"sb:counts:{round_id}"
