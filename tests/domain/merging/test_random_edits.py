"""Random edits of a returned copy, of any number and in any order of rows and columns, are listed exactly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.merging.changes import ChangeState
from tests.domain.merging.returns import ANSWERED, NAMES, TASKS, changes_of, lines, sheet

_DAYS = st.integers(1, 400).map(lambda days: date(2027, 1, 1) + timedelta(days))
_TEXTS = st.text(st.characters(codec="latin-1", categories=("L", "N", "P")), min_size=2, max_size=12).filter(
    lambda text: text.strip("-/") and text.casefold() not in {"na", "n/a", "néant", "neant", "none", "null"}
)
_VALUES = {
    "label": _TEXTS.filter(lambda text: all(text != values[0] for values in TASKS.values())),
    "start_day": _DAYS,
    "validation": st.sampled_from(["Validé", "À reprendre"]),
    "wished_day": _DAYS,
    "comment": _TEXTS,
}
_CELLS = st.sampled_from([(task, name) for task in TASKS for name in NAMES])


@st.composite
def edits(draw: st.DrawFn) -> dict[tuple[str, str], Any]:
    """What is typed over what was sent, by task and column."""
    cells = draw(st.lists(_CELLS, unique=True))
    return {(task, name): draw(_VALUES[name]) for task, name in cells}


@given(edits(), st.permutations(range(len(TASKS))), st.permutations(range(len(NAMES) + 1)))
def test_random_edits_are_listed_exactly(
    made: dict[tuple[str, str], Any], rows: list[int], columns: list[int]
):
    answers: dict[str, dict[str, Any]] = {}
    for (task, name), value in made.items():
        answers.setdefault(task[5:].replace("-", "_"), {})[name] = value
    header, *held = lines(**answers)
    moved = [[line[at] for at in columns] for line in (header, *(held[at] for at in rows))]
    changes = changes_of(sheet(moved))
    assert {(change.row_name, change.column): change.returned for change in changes} == made
    assert all((change.state is ChangeState.OPEN) == (change.column in ANSWERED) for change in changes)
