"""Whatever people do, and whenever the machine stops: a few histories of many, on PostgreSQL."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.servers import Server
from tests.services.test_histories import histories, live_once


@pytest.mark.usefixtures("expected_errors")  # SQLAlchemy says so where a task was cut off
@settings(
    max_examples=8,  # each restart asks the server anew what it is; SQLite tries forty
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories)
def test_the_store_agrees_with_a_plain_dictionary_whatever_happens(
    server: Server, steps: list[tuple[str, int]]
) -> None:
    live_once(server, steps)
