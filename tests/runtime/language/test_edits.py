"""Edits: what they leave, and the way back from every character that stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from runtime.language.edits import Edit, Positions, apply, blank, shifts


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("ab\n\r\u2028é😀", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        replaced = text[start:end]
        inserted = draw(st.text("xyz", max_size=4)) + "\n" * replaced.count("\n")
        # One of the same length leaves line ends where they were.
        ends = [[at for at, char in enumerate(each) if char == "\n"] for each in (inserted, replaced)]
        moved = len(inserted) == len(replaced) and ends[0] != ends[1]
        edits.append(Edit(start, end, f"x{inserted}" if moved else inserted))
    return text, edits


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@given(_edited())
def test_every_character_that_stays_leads_back_to_its_place(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply(text, edits)
    positions = Positions(text, after, shifts(edits))
    moved, kept = 0, 0
    for edit in [*edits, Edit(len(text), len(text), "")]:
        for offset in range(kept, edit.start):
            assert after[offset + moved] == text[offset]
            assert positions.source(*_place(after, offset + moved)) == _place(text, offset)
        moved += len(edit.replacement) - (edit.end - edit.start)
        kept = edit.end


def test_what_was_put_in_leads_to_the_edit() -> None:
    text = "enum E { A }"
    edits = [Edit(0, 4, "var "), Edit(6, 6, ";((E)=>")]
    after = apply(text, edits)
    assert after == "var  E;((E)=> { A }"
    positions = Positions(text, after, shifts(edits))
    assert positions.source(1, after.index(";(") + 1) == (1, 7)
    assert positions.source(1, after.index("=>") + 1) == (1, 7)
    assert positions.source(1, after.index("A") + 1) == (1, text.index("A") + 1)


def test_two_passes_lead_back_through_both() -> None:
    first = [Edit(0, 0, "12")]
    middle = apply("abc", first)
    second = [Edit(3, 3, "345")]
    after = apply(middle, second)
    assert after == "12a345bc"
    positions = Positions(middle, after, shifts(second), Positions("abc", middle, shifts(first)))
    assert [positions.source(1, column) for column in (3, 7, 8)] == [(1, 1), (1, 2), (1, 3)]


def test_blanks_keep_every_kind_of_line_end() -> None:
    text = "a: {\r\n  b\u2028c\n}, d"
    assert blank(text, 1, text.index(",")).replacement == "   \r\n   \u2028 \n "
    assert blank(text, 1, text.index(","), ";").replacement == ";  \r\n   \u2028 \n "
