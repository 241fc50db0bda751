"""The words of a fault are written by whoever reads a file, and read back by rules."""

from __future__ import annotations

import pytest

from postprod_xl.schema.media_faults import MediaFault, fault_text, faults_text, read_faults


@pytest.mark.parametrize("kind", list(MediaFault))
@pytest.mark.parametrize("detail", ["", "image.mxf", "un ; deux"])
def test_a_fault_written_is_read_back_as_the_same_kind(kind: MediaFault, detail: str):
    (fault,) = read_faults(fault_text(kind, detail))
    assert fault.kind is kind
    assert ";" not in fault.text


def test_no_fault_starts_with_the_words_of_another():
    words = [str(kind) for kind in MediaFault]
    assert not [(one, other) for one in words for other in words if one != other and one.startswith(other)]


def test_several_faults_are_read_in_order_and_written_once():
    text = faults_text([fault_text(MediaFault.SPEED, "A"), "Autre", fault_text(MediaFault.SPEED, "A")])
    assert text == "Effet de vitesse : A ; Autre"
    assert [fault.kind for fault in read_faults(text)] == [MediaFault.SPEED, None]


@pytest.mark.parametrize("text", [None, "", " ; ; "])
def test_an_empty_cell_has_no_fault(text: str | None):
    assert read_faults(text) == ()
