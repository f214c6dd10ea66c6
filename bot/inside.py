"""What each child does first, on its own side; light, since somebody waits for it."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO


def own_channel() -> BinaryIO:
    """Standard output for messages alone: whatever a library prints goes nowhere."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    return channel
