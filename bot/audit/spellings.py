"""Every way in which an id might stand in a file: plain, encoded, or hashed without a key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator

from bot.audit.search import HEAD

HASHES = ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s")
CUT = 8  # bytes: a hash is known by its first eight, however it was shortened
CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

Spelling = tuple[bytes, str]
"""The bytes to look for, and in words what they are."""


def spellings(member: int, salts: Iterable[int]) -> Iterator[Spelling]:
    """All spellings of a Discord id, each at least seven bytes long.

    ``salts`` are numbers that a careless hash might have been mixed with, such as server ids.
    """
    digits, big = str(member).encode(), member.to_bytes(8, "big")
    little = member.to_bytes(8, "little")
    yield digits, "in digits"
    yield str(member).encode("utf-16-le"), "in digits of two bytes"
    yield str(member).encode("utf-16-be"), "in digits of two bytes"
    for raw in (big, little, _sqlite_varint(member), _protobuf_varint(member)):
        yield raw, "as a number"
    for raw in (big, little, digits):
        yield from _written(raw)
    yield f"{member:x}".encode(), "in hexadecimal"
    yield f"{member:X}".encode(), "in hexadecimal"
    for raw in (digits, big, little):
        for salted in _salted(raw, salts):
            yield from _hashed(salted)


def _written(raw: bytes) -> Iterator[Spelling]:
    yield raw.hex().encode(), "in hexadecimal"
    yield raw.hex().upper().encode(), "in hexadecimal"
    for encode, bits, group, word in (
        (base64.b64encode, 6, 3, "base64"),
        (base64.urlsafe_b64encode, 6, 3, "base64"),
        (base64.b32encode, 5, 5, "base32"),
        (_crockford, 5, 5, "base32"),
    ):
        for window in _windows(raw, encode, bits, group):
            yield window, f"in {word}"


def _windows(
    raw: bytes, encode: Callable[[bytes], bytes], bits: int, group: int
) -> Iterator[bytes]:
    """What of the encoding is the same whatever stands before and after the bytes."""
    for shift in range(group):
        text = encode(bytes(shift) + raw)
        window = text[-(-8 * shift // bits) : 8 * (shift + len(raw)) // bits]
        if len(window) >= HEAD:
            yield window


def _hashed(raw: bytes) -> Iterator[Spelling]:
    for name in HASHES:
        start = hashlib.new(name, raw, usedforsecurity=False).digest()[:CUT]
        for written in (start, start.hex().encode(), start.hex().upper().encode()):
            yield written, "as a hash without a key"
        yield base64.b64encode(start)[:10], "as a hash without a key"


def _salted(raw: bytes, salts: Iterable[int]) -> Iterator[bytes]:
    yield raw
    for salt in salts:
        wide = str(salt).encode() if raw.isdigit() else salt.to_bytes(8, "big")
        for between in (b"", b":"):
            yield wide + between + raw
            yield raw + between + wide


def _crockford(raw: bytes) -> bytes:
    return base64.b32encode(raw).translate(CROCKFORD)


def _sqlite_varint(number: int) -> bytes:
    # Where SQLite keeps a row's own number; from the ninth byte on it uses all eight bits.
    high, last = (number >> 8, number & 0xFF) if number >> 56 else (number >> 7, number & 0x7F)
    groups = [high >> shift & 0x7F | 0x80 for shift in range(49, -1, -7)]
    return bytes(groups).lstrip(b"\x80") + bytes([last])


def _protobuf_varint(number: int) -> bytes:
    return bytes(
        number >> shift & 0x7F | (0x80 if number >> shift + 7 else 0)
        for shift in range(0, number.bit_length(), 7)
    )
