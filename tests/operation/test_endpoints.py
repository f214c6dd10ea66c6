"""What is served over HTTP, to whom, and what it says while something is wrong."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.client import SupervisionBot
from bot.errors import BadSetting
from bot.operation.endpoints import serving
from bot.operation.meters import Meters
from bot.operation.standing import trouble
from bot.services import Services
from bot.settings import Settings
from tests.faults.steps import Clock, online
from tests.loopback.interactions import COMMAND, a_command, comes_in, replied
from tests.loopback.state import Discord
from tests.making import NOW
from tests.operation.conftest import clock, nobody_may_write
from tests.starting import sentence

LOCAL = "127.0.0.1"


async def in_order() -> str | None:
    return None


async def get(port: int | None, path: str, method: str = "GET") -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://{LOCAL}:{port}{path}") as reply,
    ):
        return reply.status, await reply.text()


async def test_it_serves_two_pages_and_nothing_else(unused_port: int) -> None:
    async with serving(LOCAL, unused_port, in_order, Meters(lambda: NOW)) as port:
        assert port == unused_port
        assert await get(port, "/healthz") == (200, "ok\n")
        status, page = await get(port, "/metrics")
        assert (status, "supervision_posts_total" in page) == (200, True)
        for path, method in (("/", "GET"), ("/../.env", "GET"), ("/metrics", "POST")):
            assert (await get(port, path, method))[0] in {404, 405}
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(unused_port, "/healthz")


async def test_without_a_port_nothing_listens() -> None:
    async with serving(LOCAL, 0, in_order, Meters(lambda: NOW)) as port:
        assert port is None


async def test_a_port_that_is_taken_is_named(unused_port: int) -> None:
    async with serving(LOCAL, unused_port, in_order, Meters(lambda: NOW)):
        with pytest.raises(BadSetting, match=f"port {unused_port}, which cannot be listened on"):
            async with serving(LOCAL, unused_port, in_order, Meters(lambda: NOW)):
                pass


async def test_a_connection_that_is_held_open_does_not_hold_up_the_end(unused_port: int) -> None:
    async with serving(LOCAL, unused_port, in_order, Meters(lambda: NOW)):
        _, writer = await asyncio.open_connection(LOCAL, unused_port)
        writer.write(b"GET /metrics HTTP/1.1\r\n")
        await writer.drain()
        ending = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - ending < 1.5
    writer.close()


async def test_a_healthz_that_hangs_neither_holds_up_the_end_nor_spoils_it(
    unused_port: int,
) -> None:
    asked = asyncio.Event()

    async def hangs() -> str | None:
        asked.set()
        while True:  # As one does that waits for a database, whoever cancels it.
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3)
                return None

    async with serving(LOCAL, unused_port, hangs, Meters(lambda: NOW)):
        _, writer = await asyncio.open_connection(LOCAL, unused_port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
        await asked.wait()
        ending = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - ending < 1.5
    writer.close()


async def test_healthz_says_in_a_few_words_what_is_wrong(
    there: Discord, services: Services, data_dir: Path, expected_errors: pytest.LogCaptureFixture
) -> None:
    at = Clock()
    bot = SupervisionBot(services, at)
    assert await trouble(bot) == "not connected to Discord"
    async with online(bot):
        posting: Any = bot.get_cog("Posting")
        await posting.finish()  # The bot's own tick would come in between.
        await posting.tick()
        assert await trouble(bot) is None
        at.advance(timedelta(minutes=4))
        assert await trouble(bot) == "the scheduler does not move"
        analysing: Any = bot.get_cog("Analysing")
        await analysing.finish()  # A reader in the middle of its look would be in the way.
        with nobody_may_write(data_dir / "supervision.db"):
            await posting.tick()
            assert await trouble(bot) == "the database does not answer"
        bot.stopping = True
        assert await trouble(bot) == "stopping"
    assert 'errors_total{part="tick"} 0.0' not in bot.meters.page().decode()


async def test_the_wait_for_a_reply_is_measured_on_the_wire_and_told_an_hour_later(
    there: Discord, services: Services
) -> None:
    now = [clock().replace(minute=30)]
    meters = Meters(lambda: now[0])
    async with online(SupervisionBot(services, clock, meters=meters)):
        for _ in range(51):
            await replied(there, await comes_in(there, COMMAND, a_command("answer")))
        quiet = meters.page()
    now[0] += timedelta(hours=1)
    page = meters.page().decode()
    assert b"interaction_seconds_count 0.0" in quiet
    assert "interaction_seconds_count 51.0" in page
    assert 'interaction_seconds_bucket{le="3.0"} 51.0' in page


def test_by_default_nothing_is_served_and_else_only_on_this_machine(tmp_path: Path) -> None:
    settings = Settings.load(None, data_dir=tmp_path / "data")
    assert (settings.http_port, settings.http_host, settings.log_format) == (0, LOCAL, "text")
    chosen = Settings.load(None, http_port="9464", http_host="[::1]", log_format="JSON")
    assert (chosen.http_port, chosen.http_host, chosen.log_format) == (9464, "::1", "json")


@pytest.mark.parametrize("port", ["-1", "65536", "http", "80.5", "٣", "9" * 5_000])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    assert "HTTP_PORT should be a number" in sentence(http_port=port)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1:80", "everywhere"])
def test_a_host_that_is_no_address_is_refused_by_name(host: str) -> None:
    assert "HTTP_HOST should be an address of this machine" in sentence(http_host=host)


def test_an_unknown_log_format_is_answered_with_the_known_ones() -> None:
    assert sentence(log_format="xml") == "LOG_FORMAT should be one of text, json."
