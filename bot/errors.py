"""What may go wrong, as a person should hear it.

``str(error)`` is the sentence that is read: what happened, what to do, and that nothing was lost.
No error carries a person, a text or a time, so any of them may be logged by its class name.

ReadableError
├── BadSetting            the operator's configuration, or a model (bot.themes.embedding)
├── Unreachable           Discord does not answer at all
├── BadInput              what someone typed or chose; dates and zones in bot.rotation
├── Refused               the caller may not do this, or not here
│   ├── UnknownReceipt    a code that opens nothing, whatever the reason
│   ├── TooManyTries
│   ├── NoSuchAnswer
│   ├── NoSuchTheme
│   ├── NoGroupHere
│   ├── NoOpenRound
│   ├── NotTheFacilitator
│   ├── NotYet            fewer than k, or nothing sealed so far
│   ├── TooFewToClose
│   └── …                 what sharing and shaping refuse stands with them, in bot.services
├── NotSaved              a text that was not stored: it goes back to its author
│   ├── RoundClosed
│   ├── AlreadyAnswered
│   ├── UnusableAnswer
│   ├── StoreUnavailable
│   ├── PerhapsStored
│   ├── ServerOutOfReach
│   └── …                 what the guard holds back stands with it, in bot.services.guarding
├── KeysMissing           the keys folder does not hold what the database needs
└── …                     AnalysisFailed and DrawingFailed stand with their workers
"""

from __future__ import annotations


class ReadableError(Exception):
    """The root: its text is a sentence for the person at the door."""


class BadSetting(ReadableError):
    """A setting, a folder or a file the bot is started with cannot be used."""


class Unreachable(ReadableError):
    """Discord does not answer at all."""

    def __init__(self) -> None:
        super().__init__(
            "Discord cannot be reached from this machine just now. Check its network and start "
            "again; nothing was changed."
        )


class BadInput(ReadableError):
    """A value that a person gave cannot be used; nothing was changed."""


class Refused(ReadableError):
    """The caller may not do this, or not in this place."""


class UnknownReceipt(Refused):
    """A code that opens nothing: mistyped, another server's, or of words that are gone.

    One sentence for all of these, so that it can't be used to find anything out.
    """

    def __init__(self) -> None:
        super().__init__(
            "There is no answer under this code. Codes have 26 letters and digits and belong to "
            "one server; an answer that has left a closed round, or that is no longer kept, has "
            "none any more. Nothing was changed."
        )


class NoSuchAnswer(Refused):
    """An answer that was withdrawn or removed meanwhile."""

    def __init__(self) -> None:
        super().__init__("This answer is no longer there. Nothing was changed.")


class NoSuchTheme(Refused):
    """A theme that was never there, or has joined another."""

    def __init__(self) -> None:
        super().__init__(
            "This theme is no longer there: it may have joined another. /summary shows how the "
            "themes stand now; nothing was changed."
        )


class TooManyTries(Refused):
    """The same person tried too many codes that open nothing."""

    def __init__(self) -> None:
        super().__init__(
            "These were too many codes that open nothing. Please try again in ten minutes; nothing "
            "was changed."
        )


class NoGroupHere(Refused):
    """The channel belongs to no supervision group."""

    def __init__(self) -> None:
        super().__init__(
            "This channel belongs to no supervision group. Use the command in the group's own "
            "channel, or ask an admin of the server to use /setup."
        )


class NotTheFacilitator(Refused):
    """The caller does not hold the role that reads this group's summaries."""

    def __init__(self) -> None:
        super().__init__(
            "Only the facilitator of this group can do that. The role that may read a round is "
            "printed on its prompt."
        )


class NotYet(Refused):
    """Nothing may be shown before the seal, and only if enough people answered.

    The sentence is the same whatever the count, so that it tells nothing.
    """

    def __init__(self, k: int) -> None:
        super().__init__(
            f"There is nothing to show yet. A summary exists once a round is closed and at least "
            f"{k} people have answered; until then nobody reads anything, and no count is shown."
        )


class TooFewToClose(Refused):
    """A round is closed early only with at least k voices; one sentence for every count."""

    def __init__(self, k: int) -> None:
        super().__init__(
            f"This round cannot be closed early yet: that takes at least {k} people who have "
            "answered. It closes by itself when its time is over."
        )


class NoOpenRound(Refused):
    """Nothing can be answered or closed here just now."""

    def __init__(self) -> None:
        super().__init__(
            "No round is open here just now. The next prompt comes by the group's schedule."
        )


class NotSaved(ReadableError):
    """An answer was not stored; whoever reports this also hands the text back."""


class RoundClosed(NotSaved):
    """The round takes no more answers."""

    def __init__(self) -> None:
        super().__init__(
            "This round is closed and takes no more answers. Nothing was stored or changed."
        )


class AlreadyAnswered(NotSaved):
    """The roll says that this person has answered."""

    def __init__(self) -> None:
        super().__init__(
            "You have already answered this round, and each person answers once. With the receipt "
            "code you can read, change, withdraw or refill that answer. Without the code nobody "
            "can find it, not even you: then it stays as it is."
        )


class UnusableAnswer(NotSaved):
    """The answer is empty, too long, or does not fit its prompt."""


class StoreUnavailable(NotSaved):
    """The database did not answer in time."""

    def __init__(self) -> None:
        super().__init__(
            "The database could not be reached just now, so nothing was stored. Please try again "
            "in a minute."
        )


class PerhapsStored(NotSaved):
    """The store did not answer within the time an interaction has; it may still have stored."""

    def __init__(self) -> None:
        super().__init__(
            "The database did not answer in time, and it is not certain whether this was done. "
            "Please do it again: the same form or button counts once, however often it is sent."
        )


class ServerOutOfReach(NotSaved):
    """Discord has not told the bot about this server yet, so nobody's roles are known."""

    def __init__(self) -> None:
        super().__init__(
            "Discord has not told the bot enough about this server just now, so nothing was "
            "stored or changed. Please try again in a minute."
        )


class KeysMissing(ReadableError):
    """A round's keys are not in the keys folder."""

    def __init__(self) -> None:
        super().__init__(
            "The keys of this round are not in the keys folder, so its answers cannot be read or "
            "added to. Whoever runs the bot should check KEYS_DIR. Nothing was changed."
        )
