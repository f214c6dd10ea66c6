"""What a prompt, a deck and a codebook are, apart from the files they come from.

A round keeps a copy of its prompt, so a prompt can turn itself into plain JSON values and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import repeat
from typing import Any

# Discord shows a title above a modal and a strand in a list of options; the other limits
# keep a prompt readable on a phone without scrolling.
TITLE_LIMIT = 45
QUESTION_LIMIT = 300
INVITATION_LIMIT = 400
POLE_LIMIT = 40
LABEL_LIMIT = 80
NAME_LIMIT = 40
DEFINITION_LIMIT = 300
EXAMPLE_LIMIT = 300
LEAST_STRANDS, MOST_STRANDS = 4, 6
LEAST_EXAMPLES, MOST_EXAMPLES = 6, 8
PARAGRAPHS = 10
CORE_QUESTIONS = 15
OF_OUR_OWN = 0


@dataclass(frozen=True, slots=True)
class Poles:
    """The two ends of a prompt's five-step scale; step 1 is `left`, step 5 is `right`."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Strand:
    """A code in everyday words; `examples` only where it means something special here."""

    code: str
    label: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question with its context; `codebook` is the version its strands were written for.

    `paragraph` and `core_question` are those of the essay, or OF_OUR_OWN.
    """

    key: str
    title: str
    question: str
    invitation: str
    follow_up: str
    paragraph: int
    core_question: int
    poles: Poles | None
    strands: tuple[Strand, ...]
    codebook: str = ""

    def as_dict(self) -> dict[str, object]:
        """Plain values that JSON can hold; `from_dict` reads them back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Prompt:
        """The prompt that `as_dict` wrote, also after a detour through JSON.

        Raises KeyError or TypeError where a field is missing or unknown.
        """
        plain = dict(data)
        poles, strands = plain.pop("poles"), plain.pop("strands")
        return cls(
            poles=None if poles is None else Poles(**poles),
            strands=tuple(_strand(strand) for strand in strands),
            **plain,
        )


@dataclass(frozen=True, slots=True)
class Code:
    """A theme known in advance; `counter_pole` is the key of the code it pulls against."""

    key: str
    name: str
    definition: str
    counts: tuple[str, ...]
    does_not: tuple[str, ...]
    examples: tuple[str, ...]
    question: str
    counter_pole: str | None


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes under one version, in the order of their file."""

    version: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """The prompts in the order in which they are asked.

    `places` says where in a file each of them stands, for a deck that was read from one.
    """

    name: str
    prompts: tuple[Prompt, ...]
    places: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def get(self, key: str) -> Prompt:
        """The prompt with this key. Raises KeyError."""
        for prompt in self.prompts:
            if prompt.key == key:
                return prompt
        raise KeyError(key)

    def placed(self) -> Iterator[tuple[Prompt, str]]:
        """Each prompt and its place in the file, which is empty where there was none."""
        return zip(self.prompts, self.places or repeat(""), strict=False)


def _strand(data: Mapping[str, Any]) -> Strand:
    return Strand(data["code"], data["label"], tuple(data.get("examples", ())))
