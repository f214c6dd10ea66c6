"""From what was found to what people read, with what a facilitator made of it.

Whatever was withdrawn or removed since is gone from it: references to it lead nowhere. A proof at
the end looks at the answers themselves, as for every quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.ballot.answer import Answer, Leave
from bot.themes.found import LEAST_AUTHORS, Form, Group, Label, Passage
from bot.themes.kept import Findings
from bot.themes.quotes import NotVerbatim, Quote, most_telling, proven
from bot.themes.told import Proposal, Theme, Told
from prompts import Codebook

MOST_QUOTES = 4
BETWEEN = " · "
NOTHING = Answer("", Leave.FACILITATOR)


def show(findings: Findings, readable: Mapping[str, Answer], codebook: Codebook) -> Told:
    """Tell one round's findings in the words of ``readable``, the answers by their handles.

    Raises NotVerbatim if a quote or a heading is not word for word what the group may read.
    """
    return _Showing(findings, readable, codebook).told()


@dataclass(frozen=True, slots=True)
class _Showing:
    findings: Findings
    readable: Mapping[str, Answer]
    codebook: Codebook

    @property
    def answers(self) -> list[Answer]:
        """As indices refer to them; what is gone is empty."""
        return [self.readable.get(handle, NOTHING) for handle in self.findings.handles]

    def told(self) -> Told:
        found, answers = self.findings.emerging, self.answers
        alone = [at for at in found.single if self.findings.handles[at] in self.readable]
        near = found.order if found.form is Form.NEARNESS else ()
        single = () if found.form is Form.NEARNESS else _passages(alone, answers)
        told = Told(
            form=found.form,
            themes=self._themes(answers),
            single=single,
            alone=0 if found.form is Form.NEARNESS else len(found.single),
            left_over=len(found.left_over),
            nearness=_passages(near, answers),
            proposals=tuple(self._proposals(answers)),
        )
        return _proven(told, answers)

    def _themes(self, answers: Sequence[Answer]) -> tuple[Theme, ...]:
        gone = {at for at, each in enumerate(answers) if each is NOTHING}
        groups = [each.without(gone) for each in self.findings.emerging.groups]
        themes = [
            self._theme(number, groups, answers)
            for number in range(len(groups))
            if self.findings.shape(number).into is None
        ]
        return tuple(sorted(themes, key=_as_shown))

    def _theme(self, number: int, groups: Sequence[Group], answers: Sequence[Answer]) -> Theme:
        own, shaped = groups[number], self.findings.shape(number)
        joined = [each for at, each in enumerate(groups) if self.findings.shape(at).into == number]
        heading, clause = _heading(own.label, answers)
        two = own.two_ways
        members = self.findings.members(number) or ()
        return Theme(
            number=number,
            heading=shaped.name or heading,
            named=shaped.name is not None,
            clause=clause and shaped.name is None,
            voices=len(members),
            mixed=own.mixed,
            quotes=_in_turn([each.quotes for each in (own, *joined)], answers),
            two_ways=(Quote(two[0].of(answers)), Quote(two[1].of(answers))) if two else None,
            question=self._question(own.code),
            rests_on=tuple(
                handle for at in members if (handle := self.findings.handles[at]) in self.readable
            ),
            dropped=shaped.dropped,
            merged=len(joined),
            for_group=any(answers[at].leave is Leave.GROUP for at in members),
        )

    def _question(self, code: str | None) -> str | None:
        return next((each.question for each in self.codebook.codes if each.key == code), None)

    def _proposals(self, answers: Sequence[Answer]) -> Iterable[Proposal]:
        names = {code.key: code.name for code in self.codebook.codes}
        said = {(each.answer, each.code): each.confirmed for each in self.findings.decided}
        for number, each in enumerate(self.findings.suggested.suggestions):
            if self.findings.handles[each.answer] in self.readable:
                yield Proposal(
                    number=number,
                    code=each.code,
                    name=names.get(each.code, each.code),
                    likely=each.likely,
                    rests_on=each.rests_on.of(answers),
                    confirmed=said.get((each.answer, each.code)),
                )


def _as_shown(each: Theme) -> tuple[bool, bool, int]:
    """What can be told comes first, and the larger before the smaller."""
    return each.dropped, each.mixed or not each.quotes, -each.voices


def _heading(label: Label | None, answers: Sequence[Answer]) -> tuple[str | None, bool]:
    """The words, and whether they are one author's clause."""
    if label is None:
        return None, False
    if label.phrases:
        return BETWEEN.join(phrase.text for phrase in label.phrases), False
    return (label.clause.of(answers), True) if label.clause else (None, False)


def _in_turn(rows: Sequence[tuple[Passage, ...]], answers: Sequence[Answer]) -> tuple[Quote, ...]:
    """The best of each theme that was merged, then the second best, and so on."""
    deepest = max(map(len, rows), default=0)
    turns = [row[depth] for depth in range(deepest) for row in rows if depth < len(row)]
    return tuple(Quote(each.of(answers)) for each in turns[:MOST_QUOTES])


def _passages(indices: Iterable[int], answers: Sequence[Answer]) -> tuple[Quote, ...]:
    """The most telling passage of each answer that the group may read and that has one."""
    texts = [answers[at].text for at in indices if answers[at].leave is Leave.GROUP]
    return tuple(Quote(found) for text in texts if (found := most_telling(text)) is not None)


def _proven(told: Told, answers: Sequence[Answer]) -> Told:
    for theme in told.themes:
        proven(theme.quotes, answers)
        proven(theme.two_ways or (), answers)
        if theme.clause and theme.heading is not None:
            proven((Quote(theme.heading),), answers)
        if theme.heading is not None and not (theme.named or theme.clause):
            _prove_phrases(theme.heading, answers)
    proven((*told.single, *told.nearness), answers)
    return told


def _prove_phrases(heading: str, answers: Sequence[Answer]) -> None:
    """Every phrase stands in three answers that the group may read."""
    plain = [" ".join(a.text.lower().split()) for a in answers if a.leave is Leave.GROUP]
    for phrase in heading.split(BETWEEN):
        if sum(phrase in text for text in plain) < LEAST_AUTHORS:
            raise NotVerbatim("A heading is not made of words that three answers share.")
