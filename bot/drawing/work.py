"""The worker's side: reads one drawing from its standard input, draws it, and ends.

A process of its own, since the typesetter takes some 80 MB that are given back when it ends. What
it is given holds answers' words: it writes no file and no log, and its memory is not dumped.
"""

from __future__ import annotations

import json
import sys

from bot.drawing.job import Drawing, Form, Template
from bot.drawing.setting import typeset
from bot.inside import own_channel

MOST_MEMORY = 2 * 1024**3
"""Of addresses, in bytes; a page takes a tenth. It stops a drawing that runs away."""
MOST_SECONDS = 30
FAILED = 1


def main() -> int:
    """Draw what comes in; the picture goes out. Gives the exit status."""
    _within_limits()
    channel = own_channel()
    try:
        drawn = typeset(_opened(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001 - an error's text could hold an answer's; it stays in here
        return FAILED
    with channel:
        channel.write(drawn)
    return 0


def _opened(content: bytes) -> Drawing:
    asked = json.loads(content)
    form, most = Form(asked["form"]), asked["most_pages"]
    return Drawing(Template(asked["template"]), asked["data"], form, most)


def _within_limits() -> None:
    """End when it gets too much, and leave no image of the memory.

    It does not stand back behind the bot: somebody waits for it, and it takes a tenth of a second.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    sys.exit(main())
