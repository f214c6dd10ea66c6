"""A first start, for tests of the settings: an empty folder and an environment of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadSetting
from bot.settings import Settings


def start_fresh(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Stand in `folder`, with none of the settings in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(folder)


def sentence(**chosen: str | Path) -> str:
    """What the operator reads when these settings are refused."""
    with pytest.raises(BadSetting) as refused:
        Settings.load(None, **chosen)
    return str(refused.value)
