"""What several pages say, in one place: so that one thing has one name wherever it is read."""

from __future__ import annotations

from bot.themes.found import Form

PREVIOUS_PAGE = "Previous page"
NEXT_PAGE = "Next page"
THEMES_ARE_CALLED = {
    Form.CLOSE: "Answers that lie close together",
    Form.TENTATIVE: "Tentative groups",
    Form.THEMES: "Suggested themes",
}
"""How much a theme claims to be. The order of nearness has no entry: there nothing is grouped."""
NO_SHARED_WORDS = "No shared words"
"""In the place of a heading that the words do not offer."""
LOOSE = "A loose group"
MIXED = "Mixed: these answers hang together only loosely, so the bot gives them no heading."
SINGLE = "Single voices"
SINGLE_ARE = "Answers that stand in no group. They may matter most."


def themes_called(form: Form) -> str:
    return THEMES_ARE_CALLED.get(form, THEMES_ARE_CALLED[Form.CLOSE])


def theme_heading(heading: str | None, *, clause: bool, mixed: bool) -> str:
    """What stands above a theme; one author's clause stands in quotation marks."""
    if heading is None:
        return LOOSE if mixed else NO_SHARED_WORDS
    return f"“{heading}”" if clause else heading


def answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def n_of_n(count: int, of: int) -> str:
    return f"{count} of {of}"


def removed(count: int) -> str:
    were = "1 answer was" if count == 1 else f"{count} answers were"
    return f"{were} removed by the facilitator."
