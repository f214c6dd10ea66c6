"""Proves that a wheel holds every file of the packages and nothing else: no test, no secret.

A data file that is left out (a migration, a font, the prompts) shows only on someone else's
machine, at their first start. Usage: check_wheel.py WHEEL, in the project's folder.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from fnmatch import fnmatch

PACKAGES = ["bot", "cogs", "db", "prompts"]
NEEDED = [
    "bot/drawing/*.typ",
    "bot/drawing/fonts/*.ttf",
    "bot/themes/models/minilm/tokenizer.json",
    "db/migrations/env.py",
    "db/migrations/script.py.mako",
    "db/migrations/versions/*.py",
    "prompts/codebook.toml",
    "prompts/resourcing.toml",
    "*.dist-info/entry_points.txt",
    "*.dist-info/licenses/LICENSE",
    "*.dist-info/licenses/bot/themes/models/minilm/LICENSE",
    "*.dist-info/licenses/bot/themes/models/minilm/NOTICE",
]


def in_the_tree() -> set[str]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *PACKAGES]
    found = subprocess.run(listing, check=True, capture_output=True, text=True).stdout
    return set(found.rstrip("\0").split("\0"))


def problems(wheel: str) -> list[str]:
    inside = set(zipfile.ZipFile(wheel).namelist())
    packed = {name for name in inside if ".dist-info/" not in name}
    tree = in_the_tree()
    return [
        *(f"left out: {name}" for name in sorted(tree - packed)),
        *(f"does not belong: {name}" for name in sorted(packed - tree)),
        *(f"missing: {need}" for need in NEEDED if not any(fnmatch(n, need) for n in inside)),
    ]


if __name__ == "__main__":
    found = problems(sys.argv[1])
    print("\n".join(found) or f"{sys.argv[1].rpartition('/')[2]}: complete")
    sys.exit(bool(found))
