"""Logging, set up once, with floors under the libraries that would write texts and ids at DEBUG."""

from __future__ import annotations

import logging

FLOORS = {
    "discord": logging.INFO,
    "aiosqlite": logging.INFO,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
}


def set_up(level: str) -> None:
    """Log to standard error from ``level`` on."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name, floor in FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, logging.getLogger().level))
