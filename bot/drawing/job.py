"""What is to be drawn: a template and the values it shows. Nothing here draws anything."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

PASSAGES = "passages"
"""The list in a document's data that may be cut from its end, so that it keeps to its pages."""


class Template(enum.StrEnum):
    """The templates beside this file."""

    CHART = "chart"
    COURSE = "course"
    PLACES = "places"
    REPORT = "report"


class Form(enum.StrEnum):
    """What comes of it."""

    PNG = "png"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A template, and the JSON values that it shows.

    ``most_pages``: a document that would be longer loses the last of its passages, one after the
    other, until it is not.
    """

    template: Template
    data: Mapping[str, object]
    form: Form = Form.PNG
    most_pages: int | None = None
