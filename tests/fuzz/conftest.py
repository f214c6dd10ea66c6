"""The bot in its small Discord, for what goes through the real doors."""

from __future__ import annotations

from tests.journeys.conftest import clock, make_bot, world

__all__ = ["clock", "make_bot", "world"]
