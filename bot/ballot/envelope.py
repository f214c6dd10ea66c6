"""What a ballot looks like at rest: one padded, encrypted envelope.

Everything an author gave lies inside. AES-GCM leaves the length visible, so the content is padded;
Fernet is not used because its tokens carry the second of encryption in clear.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.ballot.answer import Answer, Leave
from bot.errors import KeysMissing

VERSION = b"\x01"
NONCE_BYTES = 12
PAD_TO = 4000
"""Bytes: one length for nearly every answer, and four ballots to a page of the database."""
TAG_BYTES = 16
FINDINGS = b"findings"
"""Stands where a ballot's id would; those are twice as long, so neither is taken for the other."""


class Mark(enum.StrEnum):
    """What became of a ballot; an emptied one keeps its slot, so that nobody answers twice.

    After the seal nothing leaves at once, or a watcher could tell whose it was: what is being
    withdrawn or removed stays readable until the nightly sweep takes all of it together.
    """

    LIVE = "live"
    WITHDRAWING = "withdrawing"
    REMOVING = "removing"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"

    @property
    def readable(self) -> bool:
        return self in {Mark.LIVE, Mark.WITHDRAWING, Mark.REMOVING}


@dataclass(frozen=True, slots=True, repr=False)
class Ballot:
    """An answer without an author, and the id it will have once sealed."""

    answer: Answer
    sealed_id: bytes
    mark: Mark = Mark.LIVE

    def emptied(self, mark: Mark) -> Ballot:
        """The same slot without anything its author gave."""
        return Ballot(Answer("", Leave.FACILITATOR), self.sealed_id, mark)

    def __repr__(self) -> str:
        return "Ballot(…)"


def close(key: bytes, round_id: int, ballot_id: bytes, ballot: Ballot) -> bytes:
    """Encrypt a ballot under a 32-byte key; the result tells only its length class."""
    return _closed(key, _pack(ballot), _context(round_id, ballot_id))


def unseal(key: bytes, round_id: int, ballot_id: bytes, body: bytes) -> Ballot:
    """Decrypt what ``close`` made. Raises KeysMissing when the key does not fit."""
    return _unpack(_opened(key, body, _context(round_id, ballot_id)))


def close_findings(key: bytes, round_id: int, content: bytes) -> bytes:
    """Encrypt what was found in a sealed round's words, under the key of the words themselves."""
    return _closed(key, content, _context(round_id, FINDINGS))


def open_findings(key: bytes, round_id: int, body: bytes) -> bytes:
    """Decrypt what ``close_findings`` made. Raises KeysMissing when the key does not fit."""
    return _opened(key, body, _context(round_id, FINDINGS))


def roll_tag(key: bytes, user_id: int) -> bytes:
    """A person's mark on the roll: without the round's roll key it can't be tried out."""
    return hmac.digest(key, user_id.to_bytes(8, "big"), hashlib.sha256)[:TAG_BYTES]


def _closed(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, _pad(content), context)


def _opened(key: bytes, body: bytes, context: bytes) -> bytes:
    nonce, sealed = body[1 : 1 + NONCE_BYTES], body[1 + NONCE_BYTES :]
    try:
        return _unpad(AESGCM(key).decrypt(nonce, sealed, context))
    except InvalidTag:
        raise KeysMissing from None


def _context(round_id: int, ballot_id: bytes) -> bytes:
    return round_id.to_bytes(8, "big") + ballot_id


def _pack(ballot: Ballot) -> bytes:
    answer = ballot.answer
    fields = {
        "text": answer.text,
        "leave": answer.leave,
        "strands": answer.strands,
        "position": answer.position,
        "mark": ballot.mark,
        "sealed_id": ballot.sealed_id.hex(),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _unpack(content: bytes) -> Ballot:
    fields = json.loads(content)
    answer = Answer(
        fields["text"], Leave(fields["leave"]), tuple(fields["strands"]), fields["position"]
    )
    return Ballot(answer, bytes.fromhex(fields["sealed_id"]), Mark(fields["mark"]))


def _pad(content: bytes) -> bytes:
    framed = len(content).to_bytes(4, "big") + content
    return framed + bytes(-len(framed) % PAD_TO)


def _unpad(framed: bytes) -> bytes:
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]
