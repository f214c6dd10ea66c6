"""What every command of the command line begins and ends with."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import click

from bot import logs
from bot.errors import ReadableError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any, NoReturn


def chosen_settings() -> Settings:
    """The settings, with the log set up by them; ends the process where one is wrong."""
    os.umask(0o077)  # Whatever a command writes is for the bot's own user alone.
    try:
        settings = Settings.load()
    except ReadableError as error:
        give_up(str(error))
    logs.set_up(settings.log_level, as_json=settings.log_format == "json")
    return settings


def finish(work: Coroutine[Any, Any, Any]) -> Any:
    """Do the work; what went wrong is told in a sentence, and the process ends with 1."""
    try:
        return asyncio.run(work)
    except ReadableError as error:
        give_up(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def tell(work: Coroutine[Any, Any, list[str]]) -> None:
    """Do the work and print what it says, a paragraph each."""
    for line in finish(work):
        click.echo(line)


def give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
