"""The files of a group that really lived, each weakened in one way, as a weaker build would."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from bot.ballot.envelope import PAD_TO
from tests.forensics.naive import TEXT, fernet, in_clear, unpadded
from tests.forensics.taking import Files
from tests.making import GUILD, a_clinician

MEMBER = a_clinician(1).user_id


def authors_beside_ballots(files: Files) -> None:
    with files.changed() as connection:
        connection.execute("ALTER TABLE box ADD COLUMN user_id INTEGER")
        connection.execute("UPDATE box SET user_id = ?", (MEMBER,))


def times_beside_ballots(files: Files) -> None:
    files.run(
        "ALTER TABLE box ADD COLUMN written_at TEXT",
        "UPDATE box SET written_at = '2026-03-10 18:31:07'",
    )


def seconds_of_answering(files: Files) -> None:
    files.run("CREATE TABLE diary (at INTEGER)", "INSERT INTO diary VALUES (1773167467)")


def a_list_of_pairs(files: Files) -> None:
    files.run("CREATE TABLE pairs AS SELECT tag, id FROM roll JOIN box USING (round_id) LIMIT 1")


def hidden_row_numbers(files: Files) -> None:
    files.run(
        "CREATE TABLE plain (round_id INTEGER, id BLOB, body BLOB, PRIMARY KEY (round_id, id))",
        "INSERT INTO plain SELECT * FROM box",
        "DROP TABLE box",
        "ALTER TABLE plain RENAME TO box",
    )


def counted_rows(files: Files) -> None:
    files.run(
        "ALTER TABLE roll RENAME TO gone",
        "CREATE TABLE roll (n INTEGER PRIMARY KEY AUTOINCREMENT, round_id, tag, facilitator)",
        "INSERT INTO roll (round_id, tag, facilitator) SELECT * FROM gone",
        "DROP TABLE gone",
    )


def a_further_index(files: Files) -> None:
    files.run("CREATE INDEX ix_box_id ON box (id)")


def one_mark_for_both(files: Files) -> None:
    with files.changed() as connection:
        (tag,) = connection.execute("SELECT tag FROM roll").fetchone()
    files.replace("box", "id", [tag])


def timed_ids(files: Files) -> None:
    files.replace("box", "id", (uuid.uuid1().bytes for _ in range(50)))


def ids_as_marks(files: Files) -> None:
    files.replace("roll", "tag", [in_clear(MEMBER) + bytes(8)])


def hashed_ids(files: Files) -> None:
    digest = hashlib.sha256(f"{GUILD}:{MEMBER}".encode()).digest()
    files.replace("roll", "tag", [digest[:16]])


def words_in_clear(files: Files) -> None:
    files.replace("box", "body", [TEXT.encode().ljust(2077)])


def lengths_as_written(files: Files) -> None:
    files.replace("box", "body", [unpadded(TEXT)])


def tokens_with_a_clock(files: Files) -> None:
    files.replace("box", "body", [fernet(TEXT)])


def many_lengths(files: Files) -> None:
    files.replace("box", "body", [secrets.token_bytes(29 + PAD_TO * n) for n in range(1, 5)])


def repeated_encryption(files: Files) -> None:
    files.replace("box", "body", [bytes(13) + secrets.token_bytes(16 + PAD_TO) for _ in range(2)])


def words_in_a_summary(files: Files) -> None:
    files.run("""UPDATE summary SET counts = '{"quote": "I wanted it to stop"}'""")


def themes_in_clear(files: Files) -> None:
    files.run("""UPDATE summary SET findings = '{"label": "how hard it is to wait for her"}'""")


def themes_as_long_as_they_are(files: Files) -> None:
    files.run("UPDATE summary SET findings = randomblob(1500)")


def themes_that_are_only_packed(files: Files) -> None:
    with files.changed() as connection:
        connection.execute("UPDATE summary SET findings = zeroblob(?)", (29 + PAD_TO,))


def one_nonce_for_words_and_themes(files: Files) -> None:
    with files.changed() as connection:
        (body,) = connection.execute("SELECT body FROM box LIMIT 1").fetchone()
        other = body[:13] + secrets.token_bytes(16 + PAD_TO)
        connection.execute("UPDATE summary SET findings = ?", (other,))


def a_diary(files: Files) -> None:
    """Write-ahead logging, and an answer: roll and box in one commit of the log."""
    wal = files.database.with_name(files.database.name + "-wal")
    with files.changed() as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO roll SELECT id, randomblob(16), 0 FROM round LIMIT 1")
        connection.execute("DELETE FROM box WHERE id = (SELECT min(id) FROM box)")
        connection.execute("COMMIT")
        taken = files.database.read_bytes(), wal.read_bytes()
    files.database.write_bytes(taken[0])
    wal.write_bytes(taken[1])


def a_kept_journal(files: Files) -> None:
    files.run("PRAGMA journal_mode = PERSIST", "UPDATE round SET enough = 1")


def deleted_bytes(files: Files) -> None:
    with files.changed(secure_delete="OFF") as connection:
        connection.execute("DELETE FROM box WHERE round_id = (SELECT min(round_id) FROM box)")


def a_roll_after_the_seal(files: Files) -> None:
    files.run("INSERT INTO roll SELECT id, randomblob(16), 0 FROM round WHERE state = 'sealed'")


def an_old_key(files: Files) -> None:
    path = files.keys / f"{files.key_name('sealed')}.roll.key"
    path.write_bytes(secrets.token_bytes(32))
    path.chmod(0o600)


def a_half_destroyed_key(files: Files) -> None:
    path = files.keys / f"{files.key_name('sealed')}.text.dead"
    path.write_bytes(secrets.token_bytes(32))
    path.chmod(0o600)


def a_key_of_no_round(files: Files) -> None:
    path = files.keys / "0123456789abcdef.sealed.key"
    path.write_bytes(secrets.token_bytes(32))
    path.chmod(0o600)


def a_lost_key(files: Files) -> None:
    (files.keys / f"{files.key_name('open')}.roll.key").unlink()


def a_key_in_the_database(files: Files) -> None:
    key = (files.keys / f"{files.key_name('open')}.text.key").read_bytes()
    with files.changed() as connection:
        connection.execute("UPDATE round SET contacts = ?", (key.hex(),))


def open_keys(files: Files) -> None:
    files.keys.chmod(0o755)


def an_id_in_the_log(files: Files) -> None:
    files.log.write_text(f"2026-03-10 18:31:07 INFO bot: stored the answer of {MEMBER}\n")


def a_receipt_in_the_log(files: Files) -> None:
    files.log.write_text("INFO bot: receipt 01ARYZ6S41TSV4RRFFQ69G5FAV\n")


def clicks_in_the_log(files: Files) -> None:
    files.log.write_text("2026-03-10 18:31:07 INFO bot: sb:answer:2 pressed\n")


def debugging_in_the_log(files: Files) -> None:
    files.log.write_text("2026-03-10 18:31:07 DEBUG discord.gateway: For Shard ID None: ...\n")
