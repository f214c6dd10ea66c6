"""What the bot can do, one public method a transaction. It knows sessions and not Discord."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.analyses import Analyses
from bot.services.answers import Answers
from bot.services.at_once import AtOnce
from bot.services.courses import Courses
from bot.services.groups import Groups
from bot.services.guarding import Guarding
from bot.services.health import Health
from bot.services.hearing import Hearing
from bot.services.looking import looking_with
from bot.services.looking_up import AuditLog
from bot.services.openings import Openings
from bot.services.outlook import Outlook
from bot.services.posts import Posts
from bot.services.prompts import Prompts
from bot.services.receipts import Receipts
from bot.services.rounds import Rounds
from bot.services.schedule import Schedule
from bot.services.sealing import Sealing
from bot.services.shaping import Shaping
from bot.services.sharing import GroupSharing
from bot.services.store import Store
from bot.services.summaries import Summaries
from bot.services.sweeping import Sweeping
from bot.services.watching import Watching
from bot.themes.embedding import EmbedderName

if TYPE_CHECKING:
    from bot.ballot.keys import Keys
    from bot.guard import Guard
    from db.engine import Database
    from prompts import Codebook, Deck


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a cog may ask for."""

    analyses: Analyses
    answers: Answers
    at_once: AtOnce
    audit_log: AuditLog
    courses: Courses
    groups: Groups
    guarding: Guarding
    health: Health
    openings: Openings
    outlook: Outlook
    posts: Posts
    prompts: Prompts
    receipts: Receipts
    rounds: Rounds
    schedule: Schedule
    sealing: Sealing
    shaping: Shaping
    sharing: GroupSharing
    summaries: Summaries
    sweeping: Sweeping
    watching: Watching

    @classmethod
    def over(
        cls,
        database: Database,
        keys: Keys,
        deck: Deck,
        codebook: Codebook,
        guard: Guard,
        embedder: str = EmbedderName.MINILM,
    ) -> Services:
        store = Store(database)
        sealing = Sealing(store, keys)
        guarding = Guarding(store, guard)
        openings = Openings(store, keys, deck)
        return cls(
            analyses=Analyses(store, keys, codebook),
            answers=Answers(store, keys, guarding),
            at_once=AtOnce(store, openings, deck),
            audit_log=AuditLog(store),
            courses=Courses(store, codebook),
            guarding=guarding,
            health=Health(store, keys, database.folders, embedder),
            groups=Groups(store, deck),
            openings=openings,
            outlook=Outlook(store, deck),
            posts=Posts(store, sealing, Hearing(keys, codebook)),
            prompts=Prompts(store, deck, codebook, looking_with(guard)),
            receipts=Receipts(store, keys),
            rounds=Rounds(store, sealing),
            schedule=Schedule(store, deck),
            sealing=sealing,
            shaping=Shaping(store, keys, codebook, guarding),
            sharing=GroupSharing(store),
            summaries=Summaries(store, keys, codebook),
            sweeping=Sweeping(store, keys),
            watching=Watching(store),
        )
