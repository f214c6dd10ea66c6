"""What a person reads when something does not work and no error of ours says it better."""

from __future__ import annotations

ELSEWHERE = "This works in a server, in the channel of a supervision group."
COMMAND_CHANGED = (
    "This command has changed since your Discord last looked. Please restart Discord and use it "
    "again; nothing was changed."
)
NOT_AN_ADMIN = (
    "This needs the permission Manage Server, which you do not have here. Nothing was changed."
)
NOT_ALLOWED = "You may not use this command here. Nothing was changed."
STRANGE = (
    "The bot does not know this button or form: it may be cut short, or of an earlier version. "
    "Nothing was stored or changed. /help shows what you can do here."
)
NOT_UNDERSTOOD = "One of the values could not be read, so nothing was changed."


_PERMISSIONS = {
    "manage_guild": "Manage Server",
    "read_messages": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
}


def permission(flag: str) -> str:
    """A permission as Discord writes it, from its name in discord.py."""
    return _PERMISSIONS.get(flag, flag.replace("_", " ").title())


def needs_permissions(flags: list[str]) -> str:
    names = ", ".join(permission(flag) for flag in flags)
    return f"To do this you need: {names}. Nothing was changed."


def bot_needs_permissions(flags: list[str]) -> str:
    names = ", ".join(permission(flag) for flag in flags)
    return f"The bot cannot do this here, because it lacks: {names}. Nothing was changed."


def wait(seconds: float) -> str:
    return f"That was a little too often. Please try again in {max(1, round(seconds))} seconds."


def incident(number: str) -> str:
    return (
        f"Something went wrong in the bot (incident {number}). What was stored before is still "
        "there. Please try again; if it happens again, give this number to whoever runs the bot."
    )


def incident_with_text(number: str) -> str:
    """For an answer of which it is not certain that it was stored."""
    return (
        f"Something went wrong in the bot (incident {number}), and it is not certain whether your "
        "answer was stored. Please send it again: the same form sent twice is still one answer."
    )
