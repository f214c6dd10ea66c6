"""The guard is read from its word lists once: it has no state that a test could spoil."""

from __future__ import annotations

import pytest

from bot.guard import Guard


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard.load()
