"""The commands with which an operator copies, restores and moves an installation."""

from __future__ import annotations

from pathlib import Path

import click

from bot.terminal import chosen_settings, tell

NEW = click.Path(dir_okay=False, path_type=Path)
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=NEW)
@click.option("--with-keys", is_flag=True, help="Copy the keys too, into FILE.keys.")
def backup(file: Path, *, with_keys: bool) -> None:
    """Copy the SQLite database to a new FILE, also while the bot runs; without its keys."""
    from bot.operation.backup import back_up

    tell(back_up(chosen_settings(), file, with_keys=with_keys))


@click.command()
@click.argument("file", type=THERE)
@click.option("--replace", is_flag=True, help="Destroy the database that is there.")
@click.option("--with-keys", is_flag=True, help="Put back the keys in FILE.keys as well.")
@click.option("--end-unread", is_flag=True, help="End open rounds whose keys are gone for good.")
def restore(file: Path, *, replace: bool, with_keys: bool, end_unread: bool) -> None:
    """Put a copy that “backup” made in the database's place."""
    from bot.operation import restore as restoring

    tell(
        restoring.restore(
            chosen_settings(), file, with_keys=with_keys, over_it=replace, end_unread=end_unread
        )
    )


@click.command("export")
@click.argument("file", type=NEW)
def export_command(file: Path) -> None:
    """Write all but the keys to a new FILE, between rounds, to move to PostgreSQL or back."""
    from bot.operation.moving import export

    tell(export(chosen_settings(), file))


@click.command("import")
@click.argument("file", type=THERE)
def import_command(file: Path) -> None:
    """Fill the empty database of these settings with what “export” wrote."""
    from bot.operation.moving import bring_in

    tell(bring_in(chosen_settings(), file))


COMMANDS = (backup, restore, export_command, import_command)
