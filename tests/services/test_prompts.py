"""A server's own prompts and a group's deck: changed as asked, never lost, never half."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select

from bot.errors import BadInput, NoGroupHere
from bot.services.desk import Imported, Shelf, Written
from bot.services.prompts import Prompts
from bot.services.store import Store
from bot.services.values import Caller
from db.models import Audit, OwnPrompt
from prompts import Deck
from tests.living import SLOT
from tests.making import GUILD, a_codebook, a_deck, a_plan, a_prompt, an_admin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services import Services
    from db.engine import Database

MORNING = SLOT - timedelta(hours=9)
WRITTEN = Written(
    title="A quiet hour",
    question="What happened when you did nothing?",
    invitation="Recall one silence.",
    poles="too long | too short",
    codes=("presence", "fear", "safety", "agency"),
)


@pytest.fixture
async def group(services: Services) -> int:
    return (await services.groups.set_up(a_plan(), an_admin(), MORNING)).id


async def keys(services: Services, group: int, shelf: Shelf = Shelf.ENABLED) -> list[str]:
    lines = await services.prompts.lines(GUILD, group)
    return [line.prompt.key for line in lines if line.stands_on(shelf)]


async def stored(database: Database) -> int:
    async with database.read() as session:
        return (await session.scalar(select(func.count()).select_from(OwnPrompt))) or 0


async def test_a_deck_nobody_touched_is_the_files_own(services: Services, group: int) -> None:
    assert await keys(services, group) == [prompt.key for prompt in a_deck().prompts]


async def test_a_prompt_that_is_written_is_asked_at_the_decks_end(
    services: Services, group: int
) -> None:
    prompt = (await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)).prompt
    assert prompt.key == "a-quiet-hour"
    assert prompt.poles is not None
    assert [each.label for each in prompt.strands] == ["Presence", "Fear", "Safety", "Agency"]
    assert (await keys(services, group))[-1] == "a-quiet-hour"


async def test_two_prompts_of_one_title_have_two_keys(services: Services, group: int) -> None:
    for _ in range(2):
        await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)
    assert (await keys(services, group))[-2:] == ["a-quiet-hour", "a-quiet-hour-2"]


async def test_a_changed_built_in_prompt_is_a_copy_in_its_place_and_the_original_waits(
    services: Services, group: int
) -> None:
    copy = (await services.prompts.write(group, an_admin(), "prompt-1", WRITTEN, MORNING)).prompt
    assert copy.key != "prompt-1"
    assert copy.follow_up == a_prompt().follow_up
    assert await keys(services, group) == ["prompt-0", copy.key, "prompt-2", "prompt-3"]
    assert await keys(services, group, Shelf.DISABLED) == ["prompt-1"]
    original = await services.prompts.line(GUILD, group, "prompt-1")
    assert original.prompt == a_deck().get("prompt-1")


async def test_a_change_of_ones_own_prompt_keeps_its_key_and_the_labels_that_stay(
    services: Services, group: int
) -> None:
    copy = (await services.prompts.write(group, an_admin(), "prompt-1", WRITTEN, MORNING)).prompt
    assert copy.strands[0].label == "being there"
    changed = replace(WRITTEN, title="Another title")
    again = (await services.prompts.write(group, an_admin(), copy.key, changed, MORNING)).prompt
    assert (again.key, again.title) == (copy.key, "Another title")
    assert again.strands[0].label == "being there"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 46}, "title"),
        ({"question": "x" * 301}, "question"),
        ({"invitation": "x" * 401}, "invitation"),
        ({"poles": "only one"}, "poles"),
        ({"poles": "a | b | c"}, "poles"),
        ({"poles": "same | same"}, "right"),
        ({"codes": ("fear",)}, "strands"),
        ({"codes": ("fear", "hope", "safety", "agency")}, "code"),
        ({"codes": ("fear", "fear", "safety", "agency")}, "strands"),
    ],
)
async def test_a_prompt_that_cannot_be_asked_is_refused_by_field(
    services: Services, database: Database, group: int, changes: dict[str, object], field: str
) -> None:
    wrong = replace(WRITTEN, **changes)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=f"field {field}"):
        await services.prompts.write(group, an_admin(), None, wrong, MORNING)
    assert not await stored(database)


async def test_a_disabled_prompt_is_passed_over_and_the_last_one_stays(
    services: Services, group: int
) -> None:
    for number in (0, 1, 2):
        await services.prompts.enable(group, an_admin(), f"prompt-{number}", MORNING, enabled=False)
    await services.openings.attend(group, SLOT)
    assert (await services.rounds.open_round(group)).prompt.key == "prompt-3"
    with pytest.raises(BadInput, match="the only prompt"):
        await services.prompts.enable(group, an_admin(), "prompt-3", MORNING, enabled=False)
    await services.prompts.enable(group, an_admin(), "prompt-0", MORNING, enabled=True)
    assert await keys(services, group) == ["prompt-0", "prompt-3"]


async def test_the_deck_is_asked_in_the_order_it_was_put_in(services: Services, group: int) -> None:
    await services.prompts.move(group, an_admin(), "prompt-3", 1, MORNING)
    await services.prompts.move(group, an_admin(), "prompt-0", 4, MORNING)
    assert await keys(services, group) == ["prompt-3", "prompt-1", "prompt-2", "prompt-0"]
    await services.openings.attend(group, SLOT)
    assert (await services.rounds.open_round(group)).prompt.key == "prompt-3"


@pytest.mark.parametrize("place", [0, 5, -1])
async def test_a_place_that_the_deck_does_not_have_is_refused(
    services: Services, group: int, place: int
) -> None:
    with pytest.raises(BadInput, match="places 1 to 4"):
        await services.prompts.move(group, an_admin(), "prompt-3", place, MORNING)


async def test_a_retired_prompt_leaves_the_deck_and_can_come_back(
    services: Services, group: int
) -> None:
    own = (await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)).prompt
    await services.prompts.retire(group, an_admin(), own.key, MORNING)
    assert own.key not in await keys(services, group, Shelf.ALL)
    assert await keys(services, group, Shelf.RETIRED) == [own.key]
    await services.prompts.enable(group, an_admin(), own.key, MORNING, enabled=True)
    assert own.key in await keys(services, group)


async def test_a_built_in_prompt_cannot_be_retired(services: Services, group: int) -> None:
    with pytest.raises(BadInput, match="built-in"):
        await services.prompts.retire(group, an_admin(), "prompt-0", MORNING)


async def test_a_round_keeps_its_prompt_whatever_becomes_of_it(
    services: Services, group: int
) -> None:
    own = (await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)).prompt
    await services.schedule.swap(group, an_admin(), SLOT.date(), own.key, MORNING)
    await services.openings.attend(group, SLOT)
    await services.prompts.retire(group, an_admin(), own.key, SLOT)
    assert (await services.rounds.open_round(group)).prompt.title == "A quiet hour"


async def test_an_own_prompt_is_asked_in_the_group_it_was_written_for(
    services: Services, group: int
) -> None:
    other = (await services.groups.set_up(a_plan(channel_id=77), an_admin(), MORNING)).id
    own = (await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)).prompt
    assert own.key in await keys(services, group)
    assert own.key in await keys(services, other, Shelf.DISABLED)


async def test_a_file_is_imported_whole_and_what_is_known_is_left_alone(
    services: Services, group: int
) -> None:
    deck = Deck("ours", (a_prompt("ours-1"), a_prompt("ours-2"), a_deck().prompts[0]))
    first = await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
    assert first == Imported(new=2, changed=0, known=1)
    changed = Deck("ours", (a_prompt("ours-1", title="Other words"), a_prompt("ours-2")))
    second = await services.prompts.take_in(group, an_admin(), changed, MORNING, only=False)
    assert second == Imported(new=0, changed=1, known=1)
    assert (await keys(services, group))[-2:] == ["ours-1", "ours-2"]


async def test_a_file_can_become_all_that_is_asked_in_its_order(
    services: Services, group: int
) -> None:
    deck = Deck("ours", (a_prompt("ours-1"), a_deck().prompts[2]))
    await services.prompts.take_in(group, an_admin(), deck, MORNING, only=True)
    assert await keys(services, group) == ["ours-1", "prompt-2"]


@pytest.mark.parametrize("title", ["As it was", "Other words"])
async def test_a_disabled_prompt_that_a_file_holds_stays_disabled(
    services: Services, group: int, title: str
) -> None:
    deck = Deck("ours", (a_prompt("ours-1", title="As it was"), *a_deck().prompts))
    await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
    for key in ("ours-1", "prompt-1"):
        await services.prompts.enable(group, an_admin(), key, MORNING, enabled=False)
    again = Deck("ours", (a_prompt("ours-1", title=title), *a_deck().prompts))
    counted = await services.prompts.take_in(group, an_admin(), again, MORNING, only=False)
    assert (counted.new, counted.disabled) == (0, 2)
    assert await keys(services, group) == ["prompt-0", "prompt-2", "prompt-3"]


async def test_a_file_enables_what_another_group_wrote_and_this_one_never_arranged(
    services: Services, group: int
) -> None:
    deck = Deck("ours", (a_prompt("ours-1"),))
    await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
    other = (await services.groups.set_up(a_plan(channel_id=77), an_admin(), MORNING)).id
    counted = await services.prompts.take_in(other, an_admin(), deck, MORNING, only=False)
    assert counted == Imported(new=0, changed=0, known=1)
    assert "ours-1" in await keys(services, other)


@pytest.mark.parametrize("only", [False, True])
@pytest.mark.parametrize("title", ["As it was", "Other words"])
async def test_a_retired_prompt_that_a_file_holds_is_asked_again(
    services: Services, group: int, title: str, *, only: bool
) -> None:
    deck = Deck("ours", (a_prompt("ours-1", title="As it was"), a_prompt("ours-2")))
    await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
    for key in ("ours-1", "ours-2"):
        await services.prompts.retire(group, an_admin(), key, MORNING)
    again = Deck("ours", (a_prompt("ours-1", title=title),))
    await services.prompts.take_in(group, an_admin(), again, MORNING, only=only)
    asked = await keys(services, group)
    assert asked == (["ours-1"] if only else [*(each.key for each in a_deck().prompts), "ours-1"])
    assert await keys(services, group, Shelf.RETIRED) == ["ours-2"]


def numbered(count: int, **changes: str) -> Deck:
    return Deck("ours", tuple(a_prompt(f"ours-{n}", **changes) for n in range(count)))


async def test_a_large_file_asks_the_store_no_more_often_than_a_small_one(
    services: Services, database: Database, group: int
) -> None:
    asked = list[str]()
    for engine in {database.engine.sync_engine, database.patient.sync_engine}:
        event.listen(engine, "before_cursor_execute", lambda *what: asked.append(what[2]))
    counts = list[int]()
    for deck in (numbered(5), numbered(60), numbered(60, title="Other words")):
        asked.clear()
        await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
        counts.append(len(asked))
    assert 0 < max(counts) <= min(counts) + 3


async def test_a_server_keeps_five_hundred_prompts_of_its_own_and_not_one_more(
    services: Services, database: Database, group: int
) -> None:
    with pytest.raises(BadInput, match="500"):
        await services.prompts.take_in(group, an_admin(), numbered(501), MORNING, only=False)
    assert not await stored(database)
    await services.prompts.take_in(group, an_admin(), numbered(500), MORNING, only=False)
    with pytest.raises(BadInput, match="500"):
        await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)
    changed = numbered(500, title="Other words")
    counted = await services.prompts.take_in(group, an_admin(), changed, MORNING, only=False)
    assert (counted.changed, await stored(database)) == (500, 500)


async def test_other_words_under_a_built_in_key_are_refused_and_nothing_is_imported(
    services: Services, database: Database, group: int
) -> None:
    deck = Deck("ours", (a_prompt("ours-1"), a_prompt("prompt-0", title="Mine")))
    with pytest.raises(BadInput, match="“prompt-0” is the key of a built-in prompt"):
        await services.prompts.take_in(group, an_admin(), deck, MORNING, only=False)
    assert not await stored(database)


async def test_what_the_guard_finds_is_said_and_nothing_is_stored(
    services: Services, database: Database, group: int
) -> None:
    def look(text: str) -> str:
        return "a telephone number should go." if "555" in text else ""

    guarded = Prompts(Store(database), a_deck(), a_codebook(), look)
    wrong = replace(WRITTEN, invitation="Call 555 0100.")
    with pytest.raises(BadInput, match="a telephone number should go"):
        await guarded.write(group, an_admin(), None, wrong, MORNING)
    deck = Deck("ours", (a_prompt("ours-1"), a_prompt("ours-2", question="Who is 555?")))
    with pytest.raises(BadInput, match="telephone"):
        await guarded.take_in(group, an_admin(), deck, MORNING, only=False)
    assert not await stored(database)


class Watched(Store):
    """Knows whether somebody is writing."""

    writing = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with super().write() as session:
            self.writing = True
            try:
                yield session
            finally:
                self.writing = False


async def test_while_the_guard_looks_at_a_prompt_nobody_is_kept_from_writing(
    services: Services, database: Database, group: int
) -> None:
    store, looked = Watched(database), list[bool]()

    def look(_: str) -> str:
        looked.append(store.writing)
        return ""

    guarded = Prompts(store, a_deck(), a_codebook(), look)
    own = (await guarded.write(group, an_admin(), None, WRITTEN, MORNING)).prompt
    await guarded.write(group, an_admin(), own.key, WRITTEN, MORNING)
    await guarded.write(group, an_admin(), "prompt-0", WRITTEN, MORNING)
    await guarded.take_in(group, an_admin(), numbered(3), MORNING, only=False)
    assert looked
    assert not any(looked)
    with pytest.raises(NoGroupHere):
        await guarded.write(group + 1, an_admin(), None, WRITTEN, MORNING)


async def test_the_guard_that_reads_answers_reads_prompts_too(
    services: Services, database: Database, group: int
) -> None:
    wrong = replace(WRITTEN, invitation="Write to anna.miller@example.org about it.")
    with pytest.raises(BadInput, match="an e-mail address"):
        await services.prompts.write(group, an_admin(), None, wrong, MORNING)
    assert not await stored(database)


async def test_two_things_the_guard_finds_are_said_in_one_sentence_with_their_field(
    services: Services, group: int
) -> None:
    wrong = replace(WRITTEN, invitation="Write to anna.miller@example.org or call 0171 2345678.")
    said = "“A quiet hour”, field invitation: an e-mail address and a telephone number seem to be"
    with pytest.raises(BadInput, match=said):
        await services.prompts.write(group, an_admin(), None, wrong, MORNING)


async def test_another_server_reaches_neither_deck_nor_prompts(
    services: Services, group: int
) -> None:
    stranger = Caller(an_admin().user_id, GUILD + 1, ())
    with pytest.raises(NoGroupHere):
        await services.prompts.write(group, stranger, None, WRITTEN, MORNING)
    with pytest.raises(NoGroupHere):
        await services.prompts.enable(group, stranger, "prompt-0", MORNING, enabled=False)


async def test_own_prompts_go_with_the_servers_last_group(
    services: Services, database: Database, group: int
) -> None:
    await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)
    await services.groups.forget(group, an_admin(), MORNING)
    await services.sweeping.forget(group, MORNING + timedelta(days=7))
    assert not await stored(database)


async def test_what_was_done_to_the_deck_is_in_the_audit_log(
    services: Services, database: Database, group: int
) -> None:
    await services.prompts.write(group, an_admin(), None, WRITTEN, MORNING)
    await services.prompts.retire(group, an_admin(), "a-quiet-hour", MORNING)
    async with database.read() as session:
        noted = list(await session.scalars(select(Audit.action).order_by(Audit.id)))
    assert noted == ["set up", "wrote a prompt", "retired a prompt"]
