"""Changes to a live workbook are all kept or all undone."""

from __future__ import annotations

import pytest

from postprod_xl.workbook.live.changes import NotUndone, all_or_nothing


def broken() -> None:
    raise RuntimeError("panne")


def stuck() -> None:
    raise OSError("occupé")


def changed(told: list[str], *, undo=(), last=None) -> None:
    """Change a workbook in two steps, with more to undo, then do what is left for the end."""
    with all_or_nothing(None) as changes:
        for step in ("first", "second"):
            changes.done(lambda step=step: told.append(step))
        for act in undo:
            changes.done(act)
        changes.finally_(last or (lambda: told.append("end")))
        if undo:
            broken()


def test_nothing_is_undone_when_all_went_well():
    told: list[str] = []
    changed(told)
    assert told == ["end"]


def test_what_was_done_is_undone_from_the_last_to_the_first_when_something_fails():
    told: list[str] = []
    with pytest.raises(RuntimeError, match="panne"):
        changed(told, undo=(lambda: told.append("third"),))
    assert told == ["third", "second", "first"]


def test_what_cannot_be_undone_does_not_keep_the_rest():
    told: list[str] = []
    with pytest.raises(NotUndone) as failure:
        changed(told, undo=(stuck,))
    assert isinstance(failure.value.__cause__, OSError)
    assert told == ["second", "first"]


def test_a_failure_of_what_was_left_for_the_end_undoes_everything():
    told: list[str] = []
    with pytest.raises(RuntimeError, match="panne"):
        changed(told, last=broken)
    assert told == ["second", "first"]
