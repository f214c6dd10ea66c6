"""A facilitator takes a summary along, and looks at many rounds side by side, by clicks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.drawing.drawer import Drawer, DrawingFailed
from bot.views import document_ids
from bot.views.catalogue import drawings, trouble
from tests.journeys.group import a_prompt_posted, a_sealed_round, a_stray_button, all_answer
from tests.journeys.world import answer, buttons, command, files, posts, press, prompt_in, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import InteractionResult

    from bot.client import SupervisionBot
    from bot.drawing.job import Drawing
    from bot.services import Services
    from tests.journeys.world import World

SECRET = "What I wrote here should be read by nobody in the group but the facilitator."
DOORS = ("Over time", "Download PDF", "Download Markdown")


async def the_summary(world: World) -> InteractionResult:
    return await command(world.facilitator, world.channel, "summary")


async def weeks(world: World, services: Services, count: int) -> None:
    """As many rounds, each sealed after five days, the clock at the next slot afterwards."""
    await a_prompt_posted(world, services)
    for _ in range(count):
        await all_answer(world, prompt_in(world.channel), 3)
        await world.pass_time(timedelta(days=5))
        await world.pass_time(timedelta(days=2))


@pytest.fixture
def nothing_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_drawer: Drawer, _drawing: Drawing) -> bytes:
        raise DrawingFailed

    monkeypatch.setattr(Drawer, "drawn", failing)


async def test_a_summary_is_downloaded_as_pdf_and_as_markdown_for_one_person(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    shown = await the_summary(world)
    content = b""
    for label, name in (("Download PDF", "pdf"), ("Download Markdown", "md")):
        handed = await press(world.facilitator, shown, label)
        assert handed.ephemeral
        ((file, content),) = (await files(handed)).items()
        assert file == f"2026-03-02-prompt-0.{name}"
        assert content.startswith(b"%PDF-1.7" if name == "pdf" else b"# Prompt 0")
    assert "wish for quiet" in content.decode()
    assert not any(post.attachments for post in posts(world.channel))


async def test_words_for_the_facilitator_only_stand_in_no_download(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, 3)
    await answer(world.clinicians[4], post, SECRET, leave="facilitator")
    await world.pass_time(timedelta(days=5))
    shown = await the_summary(world)
    assert SECRET in texts(await press(world.facilitator, shown, "All answers"))
    (content,) = (await files(await press(world.facilitator, shown, "Download Markdown"))).values()
    assert SECRET not in content.decode()
    assert "4 people answered" in content.decode()


async def test_each_download_is_in_the_audit_log(world: World, services: Services) -> None:
    await a_sealed_round(world, services)
    shown = await the_summary(world)
    for label in DOORS:
        await press(world.facilitator, shown, label)
    log = texts(await command(world.admin, world.channel, "audit-log"))
    assert log.count("downloaded the summary") == 2
    assert log.count("looked at the rounds over time") == 1


async def test_the_role_is_checked_at_every_press(world: World, services: Services) -> None:
    await a_sealed_round(world, services)
    shown = await the_summary(world)
    await world.hand_role(world.facilitator, world.clinicians[0], world.facilitators)
    for label in DOORS:
        refused = await press(world.facilitator, shown, label)
        assert "Only the facilitator" in texts(refused)
        assert not await files(refused)
    taken = await press(
        world.clinicians[0],
        await command(world.clinicians[0], world.channel, "summary"),
        "Download Markdown",
    )
    assert len(await files(taken)) == 1


async def test_the_buttons_still_work_after_a_restart(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    await a_sealed_round(world, services)
    shown = await the_summary(world)
    await world.restart(make_bot())
    assert len(await files(await press(world.facilitator, shown, "Download Markdown"))) == 1


async def test_when_words_are_no_longer_kept_a_download_holds_the_counts_alone(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    await world.pass_time(timedelta(days=100))
    shown = await command(world.facilitator, world.channel, "summary", round="1")
    assert buttons(shown) == ("Share with the group", *DOORS)
    handed = await files(await press(world.facilitator, shown, "Download Markdown"))
    (content,) = handed.values()
    assert "no longer kept" in content.decode()
    assert "4 people answered" in content.decode()
    assert "Voice" not in content.decode()


async def test_rounds_side_by_side_are_a_table_and_a_picture(
    world: World, services: Services
) -> None:
    await weeks(world, services, 4)
    shown = await press(world.facilitator, await the_summary(world), "Over time")
    assert shown.ephemeral
    assert "The last 4 sealed rounds" in texts(shown)
    assert texts(shown).count("2 of 3") >= 8
    (picture,) = (await files(shown)).values()
    assert picture.startswith(b"\x89PNG")


async def test_before_there_are_four_rounds_a_sentence_says_how_many_are_missing(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    shown = await press(world.facilitator, await the_summary(world), "Over time")
    assert "takes 3 more rounds" in texts(shown)
    assert not await files(shown)


async def test_a_long_table_is_turned_in_its_place(world: World, services: Services) -> None:
    await weeks(world, services, 4)
    (group,) = await services.groups.of_guild(world.guild.id)
    stray = await a_stray_button(world, document_ids.turn(group.id, 0))
    await press(world.facilitator, stray, "Stray")
    message = posts(world.channel)[-1]
    assert "The last 4 sealed rounds" in texts(message)
    assert len(message.attachments) == 1


@pytest.mark.usefixtures("nothing_can_be_drawn")
async def test_when_nothing_can_be_drawn_the_numbers_stand_in_the_text(
    world: World, services: Services
) -> None:
    await weeks(world, services, 4)
    shown = await the_summary(world)
    assert drawings.NO_PICTURE in texts(shown)
    assert "3 people" in texts(shown)
    assert "stands in the summary as text" in texts(
        await press(world.facilitator, shown, "Download PDF")
    )
    compared = await press(world.facilitator, shown, "Over time")
    assert drawings.NO_PICTURE in texts(compared)
    assert "2 of 3" in texts(compared)


async def test_a_forged_button_gets_the_reply_of_all_such_buttons(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    for custom_id in ("doc:pdf:01", "doc:turn:1", "doc:else:1"):
        stray = await a_stray_button(world, custom_id)
        assert trouble.STRANGE in texts(await press(world.facilitator, stray, "Stray"))
    for custom_id in (document_ids.pdf(999), document_ids.over_time(999)):
        stray = await a_stray_button(world, custom_id)
        assert "Only the facilitator" in texts(await press(world.facilitator, stray, "Stray"))
