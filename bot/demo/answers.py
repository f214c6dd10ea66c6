"""What the demo's other people have answered, so that a visitor's own answer is not alone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.ballot.answer import Answer, Leave


@dataclass(frozen=True, slots=True)
class Answered:
    """A prompt's key, and the answers to it that are in the box before anybody comes."""

    prompt: str
    answers: tuple[Answer, ...]


def answered_rounds() -> tuple[Answered, ...]:
    """The sealed rounds, eldest first, and at last the open one."""
    rounds = tomllib.loads(files("bot.demo").joinpath("answers.toml").read_text("utf-8"))["rounds"]
    return tuple(Answered(each["prompt"], tuple(map(_answer, each["answers"]))) for each in rounds)


def _answer(entry: dict[str, Any]) -> Answer:
    strands = tuple(entry.get("strands", ()))
    return Answer(entry["text"], Leave(entry["leave"]), strands, entry.get("position"))
