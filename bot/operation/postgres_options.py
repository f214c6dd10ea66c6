"""What may stand after the question mark of a PostgreSQL address.

The driver takes options by their names and ends in an error of its own at one it does not know; and
hosting providers print addresses for other drivers.
"""

from __future__ import annotations

from bot.errors import BadSetting

KNOWN = (
    *("ssl", "host", "port", "user", "password", "passfile", "service", "servicefile"),
    *("target_session_attrs", "krbsrvname", "gsslib", "prepared_statement_cache_size"),
)
REPEATED = {"host", "port"}
"""One for each of several servers."""
OTHER_NAMES = {"sslmode": "ssl"}
LEFT_OUT = {"channel_binding"}
"""The driver has none; the connection is encrypted as ``ssl`` says all the same."""
SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def for_driver(query: str) -> str:
    """The options by the names that the driver knows. Raises BadSetting."""
    given = [part.partition("=") for part in query.split("&") if part]
    pairs = [(OTHER_NAMES.get(name, name), value) for name, _, value in given]
    used = [(name, value) for name, value in pairs if name not in LEFT_OUT]
    names = [name for name, _ in used]
    for name, value in used:
        if name not in KNOWN:
            raise BadSetting(_unknown(name, query))
        if name not in REPEATED and names.count(name) > 1:
            raise BadSetting(f"DATABASE_URL has the option {name} twice; once is enough.")
        if name == "ssl" and value not in SSL:
            raise BadSetting(f"DATABASE_URL: its option ssl should be one of {', '.join(SSL)}.")
    return "&".join(f"{name}={value}" for name, value in used)


def _unknown(name: str, query: str) -> str:
    # With a question mark in an unescaped password, its end and the host would stand here.
    plain = name.isascii() and name.replace("_", "").isalpha() and "@" not in query
    which = f"“{name}”" if plain else "one"
    return (
        f"DATABASE_URL has an option that the bot cannot use: {which}. Take it out; after the "
        f"question mark may stand {', '.join(KNOWN)}."
    )
