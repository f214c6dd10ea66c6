"""What an operator may choose about watching the bot, checked like every other setting."""

from __future__ import annotations

import ipaddress

from bot.errors import BadSetting

FORMATS = ("text", "json")
HIGHEST_PORT = 65535


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
    if chosen.isascii() and chosen.isdigit() and int(chosen) <= HIGHEST_PORT:
        return int(chosen)
    raise BadSetting(
        "HTTP_PORT should be a number from 1 to 65535, or 0 for no /healthz and /metrics."
    )
