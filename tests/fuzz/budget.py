"""How long the fuzzing looks: a little with every run of the tests, or for as long as one wants.

    FUZZ_EXAMPLES=20000 ./run test tests/fuzz

The number is that of examples for each test; those that go through a whole bot take a quarter.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=CHECKS)
at_the_door = settings(fuzzed, max_examples=max(1, EXAMPLES // 4))
"""For what passes through a running bot, whose state lives on from example to example."""


def refused(kind: type[Exception], read: Callable[[], object]) -> str | None:
    """The sentence with which something was refused; None where it was taken."""
    try:
        read()
    except kind as refusal:
        return str(refusal)
    return None
