"""What is written on running it large is what the code and the compose file do."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.shards import share_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
# What is not the bot's own to read: asyncpg's file with the password, and the metrics' address.
OTHERS = {"PGPASSFILE", "HTTP_HOST", "HTTP_PORT"}


def compose(name: str) -> dict[str, Any]:
    yaml: Any = importlib.import_module("yaml")
    return dict(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def large() -> dict[str, Any]:
    return compose("compose.large.yaml")


def bots(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for name, each in file["services"].items() if name.startswith("bot")]


def test_the_table_of_lateness_is_what_its_lines_of_code_print() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (table,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})  # noqa: S102 - our own page
    assert printed.getvalue() == table


def test_every_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 3
    for path, name in named:
        assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8"), name


def test_the_bots_of_the_compose_file_listen_to_every_shard_once(large: dict[str, Any]) -> None:
    settings = [each["environment"] for each in bots(large)]
    shares = [share_of(each["SHARD_COUNT"], each["SHARD_IDS"]) for each in settings]
    assert sorted(number for each in shares for number in each.ids) == list(range(shares[0].count))
    assert len(shares) == 2


@pytest.mark.parametrize("name", ["compose.yaml", "compose.large.yaml"])
def test_a_compose_file_names_only_what_is_there(name: str) -> None:
    file = compose(name)
    known = {field.upper() for field in Settings.model_fields} | OTHERS
    for service in file["services"].values():
        assert set(service.get("secrets", ())) <= set(file["secrets"])
        assert set(service.get("networks", ())) <= set(file.get("networks", ()))
        volumes = {each.partition(":")[0] for each in service["volumes"]}
        assert volumes <= set(file["volumes"])
        assert set(service.get("depends_on", ())) <= set(file["services"])
    for each in bots(file):
        assert set(each["environment"]) <= known
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]
        assert not {"DISCORD_TOKEN", "POSTGRES_PASSWORD"} & set(each["environment"])


def test_database_and_keys_lie_in_volumes_of_their_own(large: dict[str, Any]) -> None:
    assert all("keys:/keys" in each["volumes"] for each in bots(large))
    assert not any("keys" in each for each in large["services"]["database"]["volumes"])


def test_who_moves_to_the_large_file_takes_the_keys_along(large: dict[str, Any]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    keys = large["volumes"]["keys"]["name"]
    (name,) = re.findall(r"\$\{(\w+):-supervision-bot-large_keys\}", keys)
    assert f"echo {name}=FOLDER_keys >> .env" in readme
    (service,) = re.findall(r"compose\.large\.yaml run --rm -v \S+ (\S+) import", readme)
    assert service in large["services"]
    # A name of its own would part those who run compose.yaml from the keys they have.
    assert compose("compose.yaml")["volumes"]["keys"] is None
