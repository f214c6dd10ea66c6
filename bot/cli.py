"""The command line: each command reads the settings, builds what it needs, and runs it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot import __version__, heartbeat, logs
from bot.errors import ReadableError
from bot.operation.commands import COMMANDS, THERE
from bot.terminal import chosen_settings, finish, give_up

ONLY_DEMO = (
    "No DISCORD_TOKEN is set, so this is the local demo: the same bot in a simulated Discord, in "
    "your browser. Nothing leaves this machine, and its data goes when you stop it."
)
SET_UP_FIRST = (
    "DISCORD_TOKEN is not set. Copy the bot's token from Discord's developer portal, page Bot, and "
    "set it in the environment, in .env, or in a file named by DISCORD_TOKEN_FILE."
)


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """A bot for reflective supervision groups: weekly prompts, a secret ballot, and themes."""


@main.command()
@click.option("--demo/--no-demo", default=True, help="Without a token: the demo, or an error.")
def run(*, demo: bool) -> None:
    """Run the bot on Discord; without a token, the local demo."""
    settings = chosen_settings()
    if settings.discord_token is not None:
        from bot.running import serve

        finish(serve(settings, settings.discord_token.get_secret_value(), click.echo))
    elif demo:
        click.echo(ONLY_DEMO)
        _run_demo()
    else:
        give_up(SET_UP_FIRST)


@main.command("demo")
def demo_command() -> None:
    """Try everything in the browser, on a simulated Discord, with a group that has answered."""
    logs.set_up("WARNING")
    _run_demo()


@main.command()
def migrate() -> None:
    """Bring the database to this version's schema (the bot does so itself when it starts)."""
    from bot.running import prepared

    finish(prepared(chosen_settings()))
    click.echo("The database has the newest schema.")


@main.command()
def check() -> None:
    """Check settings, folders, database, keys and prompts without starting the bot."""
    from bot.running import checked

    for line in finish(checked(chosen_settings())):
        click.echo(line)


@main.command()
@click.argument("file", type=THERE)
def prompts(file: Path) -> None:
    """Check a prompt file and list its prompts."""
    from prompts import PromptFileError, load_deck

    try:
        deck = load_deck(file)
    except PromptFileError as error:
        give_up(str(error))
    for prompt in deck.prompts:
        click.echo(f"{prompt.key:32} {prompt.title}")


@main.command()
def privacy() -> None:
    """Print what this version keeps, column by column, and who could still know."""
    from bot.privacy_page import privacy_page

    click.echo(privacy_page(), nl=False)


@main.command()
@click.option("--member", "members", type=int, multiple=True, help="A member's Discord id.")
@click.option("--members", "file", type=THERE, help="A file with one such id a line.")
@click.option("--log", "logs", type=THERE, multiple=True, help="A log of the bot to look at.")
def audit(members: tuple[int, ...], file: Path | None, logs: tuple[Path, ...]) -> None:
    """Play the thief: say what copies of the bot's files would betray. 1 if anything was found."""
    from bot.audit import examine, members_in
    from bot.rehearsing import rehearse

    settings = chosen_settings()
    rehearsed = finish(rehearse()) if settings.database_file else ()
    try:
        verdict = examine(
            settings.database_file,
            settings.keys_dir,
            members=[*members, *(members_in(file) if file else ())],
            logs=logs,
            rehearsed=rehearsed,
        )
    except ReadableError as error:
        give_up(str(error))
    click.echo(str(verdict), nl=False)
    sys.exit(0 if verdict.clean else 1)


@main.command()
def erasures() -> None:
    """List what was destroyed for good, and when: texts past their time, forgotten groups."""
    from bot.running import erased

    for line in finish(erased(chosen_settings())):
        click.echo(line)


@main.command()
def health() -> None:
    """Exit with 0 if the bot that uses these settings is running."""
    if not heartbeat.is_beating(chosen_settings().data_dir):
        give_up("No sign of life for two minutes.")


def _run_demo() -> None:
    from bot.demo import live

    finish(live())
