"""A summary to take along holds what the group may read, word for word, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.drawing.job import Drawing
from bot.drawing.setting import FONTS, pages, typeset
from bot.services.values import Analysis, Download, RoundSummary
from bot.themes.asked import asked
from bot.themes.found import Form
from bot.themes.heard import heard
from bot.themes.quotes import NotVerbatim, Quote
from bot.themes.summary import summarise
from bot.themes.told import Proposal, Theme, Told
from bot.views.catalogue import documents as words
from bot.views.catalogue.common import LOOSE, MIXED, NO_SHARED_WORDS, SINGLE
from bot.views.documents import document_buttons, markdown_file, pdf_file
from bot.views.report.content import content, file_name
from bot.views.report.markdown import as_words, markdown
from bot.views.report.paper import MOST_PAGES, paper
from prompts import Poles, Strand
from tests.making import a_codebook, a_prompt, a_round_summary, a_sealed_card, an_answer
from tests.views.limits import breaches

HOSTILE = (
    '#read("/etc/passwd") #panic() $x$ *b* _i_ `r` @ref <b>bold</b> [text](https://a.example) '
    '![](https://a.example/i.png) {{x}} | ~~gone~~ = # > - + 1. &lt; \\ % ^ """'
)
SENTENCES = (
    "I reached for the exercise when my own chest was tight.",
    "She settled, and I was proud of it; only later did I wonder.",
    "There are evenings when the safe place lets a client go home.",
    "I stayed quiet, and after a while he said it himself.",
)


def a_theme(number: int = 1, *quotes: str, **changes: Any) -> Theme:
    said = tuple(Quote(text) for text in quotes or SENTENCES)
    theme = Theme(
        number=number,
        heading="the wish to calm",
        named=False,
        clause=False,
        voices=5,
        mixed=False,
        quotes=said,
        two_ways=None,
        question="What would change if it came later?",
        rests_on=("ab" * 16,),
    )
    return replace(theme, **changes)


def told_of(themes: Sequence[Theme], form: Form = Form.CLOSE, **changes: Any) -> Told:
    return replace(Told(form, tuple(themes), (), 0, 0, (), ()), **changes)


def a_summary(themes: Sequence[Theme] = (), voices: int = 9, **changes: Any) -> RoundSummary:
    found = a_round_summary([an_answer(f"{SENTENCES[0]} {n}") for n in range(voices)])
    told = told_of(themes) if themes else None
    return replace(found, summary=replace(found.summary, told=told, **changes))


def taken(found: RoundSummary, answers: Sequence[Answer] | None = None) -> Download:
    """A summary to take along; without ``answers`` all that it quotes was said for the group."""
    summary = found.summary
    if answers is None:
        themes = summary.told.shown if summary.told else ()
        said = [quote.text for each in themes for quote in (*each.quotes, *(each.two_ways or ()))]
        said += [each.heading for each in themes if each.clause and each.heading]
        said += [quote.text for quote in summary.quotes]
        said += [quote.text for quote in summary.told.single] if summary.told else []
        answers = [an_answer(text) for text in said] or [an_answer()] * summary.kept
    not_read = None if found.analysis is Analysis.DONE or not answers else found.analysis
    return Download(found.round, heard(summary, answers), found.removed, not_read)


def everything(drawing: Drawing) -> str:
    """All that the typesetter is given, as one text."""
    return json.dumps(drawing.data, ensure_ascii=False)


def with_secrets(answers: Sequence[Answer]) -> RoundSummary:
    """A summary in whose every place for the facilitator stand words for the facilitator."""
    secrets = [each.text for each in answers if each.leave is Leave.FACILITATOR]
    shared = [each.text for each in answers if each.leave is Leave.GROUP]
    shown = [a_theme(1, *shared[:4])] if shared else []
    dropped = [a_theme(2, *secrets[:2], heading=text, dropped=True) for text in secrets[:1]]
    proposals = tuple(
        Proposal(1, "fear", "Fear", likely=True, rests_on=text, confirmed=None) for text in secrets
    )
    alone = tuple(Quote(text) for text in secrets)
    told = told_of((*shown, *dropped), proposals=proposals, nearness=alone)
    prompt = a_prompt()
    summary = replace(summarise(prompt, answers, a_codebook()), told=told)
    return RoundSummary(a_sealed_card(prompt, len(answers)), summary)


answers = st.lists(st.sampled_from([*Leave]), min_size=3, max_size=30).map(
    lambda leaves: [
        Answer(f"This is what voice{n} has to say about that one hour.", leave, strands=("fear",))
        for n, leave in enumerate(leaves)
    ]
)


@settings(deadline=None)
@given(answers)
def test_words_for_the_facilitator_alone_stand_in_no_document(given_: list[Answer]) -> None:
    found = with_secrets(given_)
    for document in (everything(paper(taken(found, given_))), markdown(taken(found, given_))):
        for each in given_:
            if each.leave is Leave.FACILITATOR:
                assert each.text not in document
                assert each.text.split()[3] + " " not in document


def test_a_quote_or_a_heading_without_leave_makes_no_document() -> None:
    answers = [an_answer(text, leave=Leave.FACILITATOR) for text in SENTENCES]
    quoted = a_theme(two_ways=None)
    in_two_ways = a_theme(1, quotes=(), two_ways=(Quote(SENTENCES[0]), Quote(SENTENCES[1])))
    clause = a_theme(1, quotes=(), heading=SENTENCES[0], clause=True)
    for theme in (quoted, in_two_ways, clause):
        with pytest.raises(NotVerbatim):
            taken(a_summary([theme], quotes=()), answers)


def test_the_check_on_words_would_see_them() -> None:
    """The negative control: the same words with leave are there."""
    answers = [an_answer(f"This is what voice{n} has to say about that hour.") for n in range(4)]
    found = with_secrets(answers)
    for document in (everything(paper(taken(found, answers))), markdown(taken(found, answers))):
        assert all(each.text in document for each in answers)


def test_a_strand_of_a_single_voice_and_what_a_theme_rests_on_stand_in_no_document() -> None:
    strands = ("fear", "safety", "agency", "presence")
    given_ = [an_answer(f"{SENTENCES[n]}", strands=(strands[min(n, 1)],)) for n in range(3)]
    found = with_secrets(given_)
    (single,) = found.summary.asked.single
    assert single.code == "fear"
    for document in (everything(paper(taken(found, given_))), markdown(taken(found, given_))):
        assert single.label not in document
        assert "abab" not in document
        assert "keeping it safe" in document


def test_both_documents_hold_the_same_words() -> None:
    theme = a_theme(two_ways=(Quote(SENTENCES[0]), Quote(SENTENCES[3])))
    found = replace(a_summary([theme], voices=12), removed=2)
    parts = [*SENTENCES, "the wish to calm", theme.question, found.summary.prompt.question]
    parts += [
        "2 March 2026",
        "12 people answered",
        "2 answers were removed",
        "What would fear look",
    ]
    for document in (everything(paper(taken(found))), markdown(taken(found))):
        for part in parts:
            assert str(part) in document
        assert document.count(SENTENCES[0] + '"') <= 1


def test_a_quote_that_stands_under_a_theme_is_not_quoted_again() -> None:
    found = a_summary(
        [a_theme()], quotes=(Quote(SENTENCES[1]), Quote("Another one, not yet seen."))
    )
    assert content(taken(found)).quotes == ("Another one, not yet seen.",)


def test_an_author_s_clause_is_in_quotation_marks_and_a_chosen_name_is_not() -> None:
    themes = [
        a_theme(1, clause=True),
        a_theme(2, named=True, heading="Chosen"),
        a_theme(3, heading=None),
    ]
    found = a_summary(themes)
    told = told_of(themes, Form.THEMES)
    text = markdown(taken(replace(found, summary=replace(found.summary, told=told))))
    assert "### “the wish to calm” (5 answers)" in text
    assert "### Chosen (5 answers)" in text
    assert f"### {NO_SHARED_WORDS}" in text


def test_single_voices_stand_in_both_documents_beside_themes_with_quotes() -> None:
    voices = tuple(Quote(f"Lone voice {n} said its own thing.") for n in range(11))
    found = a_summary([a_theme()], quotes=())
    told = told_of([a_theme()], single=voices, alone=12)
    found = replace(found, summary=replace(found.summary, told=told))
    for document in (everything(paper(taken(found))), markdown(taken(found))):
        assert SINGLE in document
        assert all(document.count(each.text) == 1 for each in voices)
    without = replace(found, summary=replace(found.summary, told=replace(told, single=())))
    assert typeset(paper(taken(found))) != typeset(paper(taken(without)))


def test_of_a_few_answers_that_lie_close_no_document_says_how_many() -> None:
    few = a_summary([a_theme()])
    many = replace(few, summary=replace(few.summary, told=told_of([a_theme()], Form.TENTATIVE)))
    for found, said in ((few, False), (many, True)):
        assert typeset(paper(taken(found))).startswith(b"%PDF")
        for document in (everything(paper(taken(found))), markdown(taken(found))):
            assert ("5 answers" in document) == said


def test_a_loose_group_is_marked_as_one_in_both_documents() -> None:
    loose = a_summary([a_theme(1, heading=None, mixed=True)])
    for document in (everything(paper(taken(loose))), markdown(taken(loose))):
        assert LOOSE in document
        assert MIXED in document
        assert NO_SHARED_WORDS not in document
    assert typeset(paper(taken(loose))) != typeset(
        paper(taken(a_summary([a_theme(1, heading=LOOSE)])))
    )


@pytest.mark.parametrize("analysis", [Analysis.DUE, Analysis.FAILED])
def test_a_summary_whose_words_were_not_read_for_themes_says_so(analysis: Analysis) -> None:
    found = replace(a_summary(), analysis=analysis)
    for document in (everything(paper(taken(found))), markdown(taken(found))):
        assert words.NOT_READ[analysis] in document
    read = replace(found, analysis=Analysis.DONE)
    for document in (everything(paper(taken(read))), markdown(taken(read))):
        assert "read for themes" not in document


def test_when_the_words_are_gone_both_documents_say_so_and_keep_the_counts() -> None:
    counted = asked(a_prompt(), [an_answer()] * 5)
    gone = summarise(a_prompt(), [], a_codebook(), counted)
    found = RoundSummary(a_sealed_card(a_prompt(), 5), gone)
    for document in (everything(paper(taken(found))), markdown(taken(found))):
        assert "no longer kept" in document
        assert "5 people answered" in document
    assert pages(typeset(paper(taken(found)))) == 1


@pytest.mark.parametrize("voices", [3, 30, 200])
def test_however_much_there_is_it_fits_three_pages_and_markdown_has_everything(voices: int) -> None:
    long = [f"{n} " + "All of us have sat in such a room and waited. " * 4 for n in range(4)]
    full = [
        a_theme(n, *long, two_ways=(Quote(long[0]), Quote(long[1]))) for n in range(voices // 10)
    ]
    found = a_summary(full, voices=voices)
    document = typeset(paper(taken(found)))
    assert pages(document) <= MOST_PAGES
    assert all(markdown(taken(found)).count(f"{n} All of us") == len(full) for n in range(4))


def test_what_is_left_out_is_told_for_every_number_of_it() -> None:
    data = paper(taken(a_summary([a_theme(n) for n in range(3)]))).data
    told = data["left_out"]
    assert isinstance(told, list)
    assert told[0] == ""
    assert [text.split()[0] for text in told[1:]] == ["1", "2", "3"]
    assert len(told) == 1 + len(data["passages"])  # type: ignore[arg-type]  # a list


def test_a_prompt_at_every_limit_fits_three_pages() -> None:
    prompt = a_prompt(
        title="t" * 45,
        question="q " * 150,
        follow_up="f " * 150,
        poles=Poles("l" * 40, "r" * 40),
        strands=tuple(Strand(f"c{n}", f"{n}" + "s" * 79) for n in range(6)),
    )
    voices = [
        an_answer("x", strands=tuple(f"c{n}" for n in range(6)), position=1 + n % 5)
        for n in range(200)
    ]
    assert pages(typeset(paper(taken(a_round_summary(voices, prompt))))) <= MOST_PAGES


def test_the_same_summary_gives_the_same_bytes_without_a_date_a_name_or_an_id() -> None:
    found = a_summary([a_theme()])
    document = typeset(paper(taken(found)))
    assert document == typeset(paper(taken(found)))
    assert b"CreationDate" not in document
    assert b"ModDate" not in document
    assert b"/Author" not in document
    assert b"pdfuaid:part>1<" in document
    for number in (found.round.guild_id, found.round.channel_id, found.round.facilitator_role_id):
        assert str(number) not in everything(paper(taken(found)))


def test_markup_in_a_text_is_set_as_it_is_and_never_run() -> None:
    theme = a_theme(1, HOSTILE, heading=HOSTILE, question=HOSTILE)
    prompt = a_prompt(title="#panic()", question=HOSTILE, poles=Poles("#x", "$y$"))
    found = a_summary([theme])
    found = replace(found, summary=replace(found.summary, prompt=prompt))
    assert typeset(paper(taken(found))).startswith(b"%PDF")


@settings(deadline=None, max_examples=25)
@given(st.text(min_size=1, max_size=80))
@example("😀 中文字 שלום مرحبا ไทย \u202e\ud800 e\u0301\u0302 \x00\t\u2028")
def test_any_unicode_can_be_set(text: str) -> None:
    theme = a_theme(1, text, heading=text, two_ways=(Quote(text), Quote(text)))
    assert typeset(paper(taken(a_summary([theme], quotes=(Quote(text),))))).startswith(b"%PDF")


def test_a_title_that_cannot_be_seen_is_marked() -> None:
    found = a_summary([a_theme()])
    unseen = replace(found.summary, prompt=a_prompt(title="\u200b\u2060"))
    assert typeset(paper(taken(replace(found, summary=unseen)))).startswith(b"%PDF")


def test_a_sign_without_a_glyph_is_marked_in_the_pdf_and_whole_in_markdown() -> None:
    emoji = a_summary([a_theme(1, "It felt like 🌊 to me, and I let it come.")])
    plain = a_summary([a_theme(1, "It felt like waves to me, and I let it come.")])
    assert "🌊" in markdown(taken(emoji))
    assert typeset(paper(taken(emoji))) != typeset(paper(taken(plain)))
    assert {path.suffix for path in FONTS.iterdir()} == {".ttf", ".txt"}


def shape(text: str) -> list[str]:
    """How each line of Markdown begins, which decides what it is."""
    return [
        found[0] if (found := re.match(r"#+ |> |- |\| |---", line)) else ""
        for line in text.split("\n")
    ]


def test_no_text_can_change_the_shape_of_a_markdown_file() -> None:
    hostile = (
        "# x",
        "> x",
        "- x",
        "1. x",
        "1) x",
        "---",
        "```",
        "    x",
        "| a | b |",
        "<div>",
        "[x]: y",
        HOSTILE,
    )
    for text in hostile:
        themes = [a_theme(1, text, text, heading=text, question=text)]
        found = a_summary(themes, quotes=(Quote("another"),))
        calm = a_summary(
            [a_theme(1, "x", "x", heading="x", question="x")], quotes=(Quote("another"),)
        )
        assert shape(markdown(taken(found))) == shape(markdown(taken(calm))), text


@given(st.text(max_size=120))
@example(HOSTILE)
@example("www.a.example a@b.example http://a.example mailto:a@b.example")
def test_every_sign_of_markdown_is_escaped_and_every_address_broken(text: str) -> None:
    escaped = as_words(text)
    assert "\n" not in escaped
    left = re.sub(r"\\.", "x", escaped)
    assert not re.search(r"[\\`*_{}\[\]<>#|~^=$&!%]", left)
    assert not re.search(r"://|www\.\S|\S@\S|mailto:\S", escaped)
    assert not re.match(r"[-+:]|\d{1,9}[.)]", left)


def test_plain_words_are_not_changed() -> None:
    sentence = "She said: “it’s fine” (it wasn’t), and I – after 2 hours – believed her; why?"
    assert as_words(sentence) == sentence


def test_a_file_is_named_by_date_and_prompt_only() -> None:
    found = a_summary()
    assert file_name(taken(found), "pdf") == "2026-03-02-handing-over.pdf"
    strange = replace(found, round=replace(found.round, prompt=a_prompt("../Über x")))
    assert re.fullmatch(r"2026-03-02-[a-z0-9-]+\.md", file_name(taken(strange), "md"))


def test_what_hands_a_file_over_stays_within_discord_s_limits() -> None:
    found = a_summary()
    for reply in (pdf_file(taken(found), b"%PDF"), markdown_file(taken(found))):
        assert not breaches(reply.view)
        (file,) = reply.files
        assert file.filename.startswith("2026-03-02-handing-over.")
    assert [each.label for each in document_buttons(found.round)] == [
        "Over time",
        "Download PDF",
        "Download Markdown",
    ]
