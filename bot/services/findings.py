"""Findings as they are stored: encrypted, beside the counts, inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.envelope import close_findings, open_findings
from bot.ballot.keystore import Use
from bot.themes.kept import Findings

if TYPE_CHECKING:
    from bot.ballot.keystore import KeyStore
    from db.models import Round, Summary


def read_findings(row: Round, summary: Summary, keys: KeyStore) -> Findings | None:
    """What was found in a round's words; None if nothing is stored. Raises KeysMissing."""
    if summary.findings is None:
        return None
    key = keys.read(row.key_name, Use.SEALED)
    return Findings.unpacked(open_findings(key, row.id, summary.findings))


def write_findings(row: Round, summary: Summary, keys: KeyStore, found: Findings) -> None:
    """Store them under the round's last key, so that they end with its words."""
    key = keys.read(row.key_name, Use.SEALED)
    summary.findings = close_findings(key, row.id, found.packed())
