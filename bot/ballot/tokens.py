"""The receipt's token: random, born when the modal opens, stored only as a hash.

A token says nothing about its owner. Two hashes of it name a ballot: one while the round is
open and another once it is sealed, so that copies from before and after do not join.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from bot.errors import UnknownReceipt

TOKEN_BYTES = 16
CODE_LENGTH = 26
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """128 random bits; as a person sees them, 26 characters of Crockford's base32."""

    value: bytes

    @classmethod
    def new(cls) -> Token:
        return cls(secrets.token_bytes(TOKEN_BYTES))

    @classmethod
    def parse(cls, code: str) -> Token:
        """Read a token from its code, forgiving case, spaces, hyphens and look-alikes.

        Raises UnknownReceipt when it is no code at all: that gets the answer of a wrong one, or the
        difference would tell something.
        """
        cleaned = code.upper().translate(LOOKALIKES)
        if len(cleaned) != CODE_LENGTH or not set(cleaned) <= set(ALPHABET):
            raise UnknownReceipt
        number = 0
        for character in cleaned:
            number = number * 32 + ALPHABET.index(character)
        if number >> (8 * TOKEN_BYTES):
            raise UnknownReceipt
        return cls(number.to_bytes(TOKEN_BYTES, "big"))

    @property
    def code(self) -> str:
        number = int.from_bytes(self.value, "big")
        return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(26)))

    @property
    def open_id(self) -> bytes:
        """The ballot's id while its round is open."""
        return _hash(b"open", self.value)

    @property
    def sealed_id(self) -> bytes:
        """The ballot's id once its round is sealed."""
        return _hash(b"sealed", self.value)

    def __repr__(self) -> str:
        return "Token(…)"


def _hash(purpose: bytes, value: bytes) -> bytes:
    # A plain hash is enough: there are 2**128 tokens, so none can be tried out.
    return hashlib.sha256(purpose + b"\0" + value).digest()[:16]
