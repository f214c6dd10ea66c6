"""/healthz and /metrics over HTTP, for whatever watches the machine.

Nothing else is served, nothing is logged of who asks, and what is told is the same for everybody.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from bot.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.operation.meters import Meters

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
LAST_REPLIES = 0.5  # Seconds that a reply under way gets when the server closes.


@asynccontextmanager
async def serving(
    host: str, port: int, trouble: Callable[[], Awaitable[str | None]], meters: Meters
) -> AsyncIterator[int | None]:
    """Serve while inside; gives the port, or None where port 0 says that nobody wants it.

    ``trouble`` says what is not in order, or None. Raises BadSetting if the port cannot be had.
    """
    if not port:
        yield None
        return
    async with _listening(host, port, _application(trouble, meters)) as taken:
        yield taken


def _application(trouble: Callable[[], Awaitable[str | None]], meters: Meters) -> web.Application:
    async def healthz(_request: web.Request) -> web.Response:
        found = await trouble()
        status = 200 if found is None else 503
        return web.Response(text=f"{found or 'ok'}\n", status=status, headers=NO_STORE)

    async def metrics(_request: web.Request) -> web.Response:
        kind = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, **NO_STORE}
        return web.Response(body=meters.page(), headers=kind)

    app = web.Application(client_max_size=0)
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    return app


@asynccontextmanager
async def _listening(host: str, port: int, app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_REPLIES)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise BadSetting(
            f"HTTP_HOST and HTTP_PORT lead to {host} port {port}, which cannot be listened on "
            f"({error.strerror or type(error).__name__}). Choose another; nothing was changed."
        ) from None
    try:
        yield runner.addresses[0][1]
    finally:
        # Whoever holds a connection open, or a store that hangs, must not hold up the end.
        with suppress(TimeoutError):
            await asyncio.wait_for(runner.cleanup(), 2 * LAST_REPLIES)
