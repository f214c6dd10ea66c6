"""Through every door exactly one private answer comes back, and the log learns nothing."""

from __future__ import annotations

import asyncio
import re

import discord
import pytest
from discord import app_commands

from bot.errors import BadInput, KeysMissing, NoGroupHere, StoreUnavailable
from bot.replies import guarded, respond
from bot.views.catalogue import trouble
from bot.views.layout import Reply
from bot.views.receipt import handed_back
from prompts import Prompt
from tests.views.doors import Doors, answering, raising, read

CANARY = "the client who lost her brother"
OWN_TEXT = "My own words about that hour."
CALLBACK = "/interactions/*/callback"


async def test_an_answer_is_private_and_pings_nobody_and_shows_no_link(doors: Doors) -> None:
    result = await doors.command(answering("Hello @everyone https://example.org"))
    assert result.ephemeral
    body = doors.answered()
    assert body["allowed_mentions"] == {"parse": []}
    flags = discord.MessageFlags._from_value(body["flags"])
    assert flags.suppress_embeds
    assert flags.ephemeral


async def test_after_an_earlier_answer_or_a_wait_the_next_one_follows_up(doors: Doors) -> None:
    async def act(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await respond(interaction, "First.")
        await respond(interaction, "Second.")

    result = await doors.command(act)
    assert read(result).split("\n") == ["First.", "Second."]
    assert all(message.ephemeral for message in result.followups)


@pytest.mark.parametrize("error", [BadInput("Five o'clock it is not."), NoGroupHere()])
async def test_a_readable_error_reaches_the_person_in_its_own_words(
    doors: Doors, error: Exception
) -> None:
    result = await doors.command(raising(error))
    assert read(result) == str(error)
    assert result.ephemeral


async def test_a_store_that_does_not_answer_in_time_is_said_so(doors: Doors) -> None:
    assert read(await doors.command(raising(TimeoutError()))) == str(StoreUnavailable())


async def test_what_an_operator_must_mend_is_in_the_log_as_well(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    await doors.command(raising(KeysMissing()))
    assert "KeysMissing" in caplog.text


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (app_commands.NoPrivateMessage(), trouble.ELSEWHERE),
        (app_commands.CheckFailure(), trouble.NOT_ALLOWED),
        (app_commands.CommandNotFound("answer", []), trouble.COMMAND_CHANGED),
        (app_commands.MissingPermissions(["manage_guild"]), "Manage Server"),
        (app_commands.BotMissingPermissions(["send_messages"]), "Send Messages"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 60), 59.6), "60 seconds"),
    ],
)
async def test_what_discord_itself_refuses_is_a_sentence_too(
    doors: Doors, error: Exception, sentence: str
) -> None:
    assert sentence in read(await doors.command(raising(error)))


async def test_anything_else_is_a_number_for_the_person_and_a_line_for_the_log(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    async def act(interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            Prompt.from_dict({CANARY: CANARY})

    said = read(await doors.command(act))
    number = re.search(r"incident ([0-9A-F]{6})", said)
    assert number is not None
    assert f"Incident {number[1]}: KeyError at prompts/values.py:" in expected_errors.text


async def test_neither_log_nor_person_learns_the_words_of_an_error_or_who_it_was(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    said = read(await doors.command(raising(ValueError(CANARY))))
    assert "incident" in said
    assert CANARY not in said
    assert CANARY not in expected_errors.text
    assert str(doors.person.id) not in expected_errors.text


async def test_discord_py_alone_would_log_the_words_of_an_error_and_answer_nobody(
    unguarded: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    result = await unguarded.command(raising(ValueError(CANARY)))
    assert not result.acknowledged
    assert CANARY in expected_errors.text


async def test_a_failing_suggestion_suggests_nothing_and_logs_nobody(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    assert await doors.suggestions(raising(ValueError(CANARY))) == []
    assert "Incident" in expected_errors.text
    assert CANARY not in expected_errors.text
    assert str(doors.person.id) not in expected_errors.text


async def test_discord_py_alone_would_log_who_asked_for_suggestions(
    unguarded: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    await unguarded.suggestions(raising(ValueError(CANARY)))
    assert str(unguarded.person.id) in expected_errors.text


async def test_a_text_comes_back_whatever_went_wrong(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    def back(_: Exception, sentence: str) -> Reply:
        return handed_back(sentence, OWN_TEXT)

    for error in (BadInput("Not this."), NoGroupHere(), TimeoutError(), ValueError(CANARY)):

        async def act(interaction: discord.Interaction, error: Exception = error) -> None:
            async with guarded(interaction, back):
                raise error

        assert OWN_TEXT in read(await doors.command(act))
    assert OWN_TEXT not in expected_errors.text


async def test_of_an_unknown_error_nobody_claims_that_nothing_was_stored(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    async def act(interaction: discord.Interaction) -> None:
        async with guarded(interaction, lambda _, sentence: handed_back(sentence, OWN_TEXT)):
            raise ValueError

    said = read(await doors.command(act))
    assert "not certain whether your answer was stored" in said
    assert "still one answer" in said


async def test_a_text_too_long_to_show_arrives_as_a_file(doors: Doors) -> None:
    result = await doors.command(answering(handed_back("Too long.", "x" * 4000)))
    assert result.response is not None
    assert [file.filename for file in result.response.attachments] == ["your-answer.txt"]


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (404, 10015), (400, 40060)])
async def test_an_interaction_nobody_waits_for_any_more_is_given_up_silently(
    doors: Doors, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    doors.env.inject_error("POST", CALLBACK, status=status, code=code)
    await doors.command(answering("Too late."))
    assert not [record for record in caplog.records if record.name == "bot.replies"]


async def test_where_not_even_the_error_can_be_told_the_log_has_its_place(
    doors: Doors, expected_errors: pytest.LogCaptureFixture
) -> None:
    doors.env.inject_error("POST", CALLBACK, status=403, code=50001, times=None)
    await doors.command(raising(BadInput(CANARY)))
    assert "Forbidden at bot/replies.py:" in expected_errors.text
    assert CANARY not in expected_errors.text


async def test_a_cancelled_door_is_not_held_open() -> None:
    with pytest.raises(asyncio.CancelledError):
        async with guarded(None):  # type: ignore[arg-type]
            raise asyncio.CancelledError
