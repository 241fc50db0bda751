"""Every cell is seen alike by WolfXL, which shares nothing with us; see `tests.test_written_workbooks` too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.ooxml.reading.second_reader import differences
from tests.engines.ooxml.reading.spellings import (
    attributes_reversed_one_a_line,
    blanks_around_equals,
    comments_and_blanks_between_marks,
    out_of_order,
    prefixed,
    single_quoted,
    texts_in_cdata,
    without_addresses,
)
from tests.engines.ooxml.reading.test_spellings import SHEET, parts
from tests.masters import repacked, shared

# WolfXL does not read the others: another encoding, parts in other folders, phonetic guides.
READ_BY_BOTH = (
    single_quoted, attributes_reversed_one_a_line, blanks_around_equals, comments_and_blanks_between_marks, prefixed,
    texts_in_cdata, without_addresses, out_of_order,
)  # fmt: skip


@pytest.mark.parametrize("case", ["D_calcchain_part_missing", "office/before_late_rushes"])
def test_the_workbooks_handed_to_us_are_read_alike(case: str):
    assert not list(differences(shared(f"data/cases/{case}.xlsx")))


@pytest.mark.parametrize("respell", READ_BY_BOTH, ids=lambda respell: respell.__name__)
def test_a_workbook_spelled_otherwise_is_read_alike(tmp_path: Path, respell):
    path = tmp_path / "essai.xlsx"
    path.write_bytes(repacked(respell(parts())))
    assert not list(differences(path))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<v>9.5</v>", b"<v>9.6</v>"),
        (b"#SPILL!</v>", b"#N/A</v>"),
        (b'<c r="F8" t="b">', b'<c r="G8" t="b">'),
    ],
)
def test_a_cell_read_otherwise_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
):
    path = tmp_path / "essai.xlsx"
    path.write_bytes(repacked(parts()))
    mine = parts()[SHEET]
    monkeypatch.setattr(
        "postprod_xl.engines.ooxml.parts.package.Package.read", _read_with(SHEET, mine.replace(before, after))
    )
    assert list(differences(path))


def _read_with(part: str, data: bytes):
    from postprod_xl.engines.ooxml.parts.package import Package

    genuine = Package.read
    return lambda package, name: data if name == part else genuine(package, name)
