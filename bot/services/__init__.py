"""What the bot can do, one public method a transaction. It knows sessions and not Discord."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.answers import Answers
from bot.services.groups import Groups
from bot.services.openings import Openings
from bot.services.posts import Posts
from bot.services.receipts import Receipts
from bot.services.rounds import Rounds
from bot.services.sealing import Sealing
from bot.services.store import Store
from bot.services.summaries import Summaries
from bot.services.sweeping import Sweeping

if TYPE_CHECKING:
    from bot.ballot.keystore import KeyStore
    from db.engine import Database
    from prompts import Codebook, Deck


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a cog may ask for."""

    answers: Answers
    groups: Groups
    openings: Openings
    posts: Posts
    receipts: Receipts
    rounds: Rounds
    sealing: Sealing
    summaries: Summaries
    sweeping: Sweeping

    @classmethod
    def over(cls, database: Database, keys: KeyStore, deck: Deck, codebook: Codebook) -> Services:
        store = Store(database)
        sealing = Sealing(store, keys)
        return cls(
            answers=Answers(store, keys),
            groups=Groups(store, deck),
            openings=Openings(store, keys, deck),
            posts=Posts(store, sealing),
            receipts=Receipts(store, keys),
            rounds=Rounds(store, sealing),
            sealing=sealing,
            summaries=Summaries(store, keys, codebook),
            sweeping=Sweeping(store, keys),
        )
