"""The two lock files and pyproject.toml say the same, and neither file names an index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; .+)? \\$")
HASH = re.compile(r"^ {4}--hash=sha256:[0-9a-f]{64}(?: \\)?$")


def entries(name: str) -> dict[str, list[str]]:
    """Each package's own lines, version and markers first, hashes after."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (ROOT / name).read_text().splitlines():
        if pinned := PIN.match(line):
            lines = found.setdefault(pinned[1], [])
            lines.append(line)
        elif not line.startswith("#"):
            assert HASH.match(line), line
            lines.append(line)
    return found


def declared(*groups: str) -> set[str]:
    """Names, as a lock writes them, that pyproject.toml asks for at run time and in `groups`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = list(project["project"]["dependencies"])
    others = project["project"]["optional-dependencies"] | project["dependency-groups"]
    for group in groups:
        wanted += others[group]
    names = (re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted)
    return {re.sub(r"[._-]+", "-", name).lower() for name in names}


def test_the_image_gets_exactly_what_the_tests_ran_with() -> None:
    tested, image = entries("requirements.lock"), entries("requirements.image.lock")
    assert len(image) > 20
    assert {name: tested.get(name) for name in image} == image


def test_every_declared_dependency_is_pinned() -> None:
    everything = declared("postgres", "demo", "test", "lint")
    assert everything <= set(entries("requirements.lock"))
    assert declared("postgres") <= set(entries("requirements.image.lock"))


def test_the_image_holds_no_demo_and_no_tool() -> None:
    extra = declared("demo", "test", "lint") - declared("postgres")
    assert {"simcord", "pytest", "mypy"} <= extra
    assert not extra & set(entries("requirements.image.lock"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.image.lock"])
def test_every_pin_has_hashes_and_no_file_names_an_index(name: str) -> None:
    assert all(len(lines) > 1 for lines in entries(name).values())
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "-url" not in text
