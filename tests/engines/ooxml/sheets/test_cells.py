from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, CellError, Formula

CODEC = CellCodec("", False, lambda: ["partagé", ""])


@pytest.mark.parametrize(
    ("value", "content"),
    [
        ("=1+1", ' t="inlineStr"><is><t>=1+1</t></is></c>'),
        (" R&D ", ' t="inlineStr"><is><t xml:space="preserve"> R&amp;D </t></is></c>'),
        (
            "a\x01_x0041_\r",
            ' t="inlineStr"><is><t xml:space="preserve">a_x0001__x005F_x0041__x000D_</t></is></c>',
        ),
        (True, ' t="b"><v>1</v></c>'),
        (12, "><v>12</v></c>"),
        (Decimal("0.30"), "><v>0.3</v></c>"),
        (date(2026, 11, 23), "><v>46349</v></c>"),  # 1900 + 126 years: 46 349 days
        (date(1900, 2, 28), "><v>59</v></c>"),
        (date(1900, 3, 1), "><v>61</v></c>"),  # Excel's 29 February 1900 is 60
        (datetime(2026, 11, 23, 6), "><v>46349.25</v></c>"),
        (time(18), "><v>0.75</v></c>"),
        (Formula("A1<B1", "x"), ' t="str"><f>A1&lt;B1</f><v>x</v></c>'),
        (Formula("A1", 2), "><f>A1</f><v>2</v></c>"),
        (Formula("A1"), "><f>A1</f></c>"),
        (Formula("A1", ""), ' t="str"><f>A1</f><v></v></c>'),
    ],
)
def test_a_value_is_written_with_its_kind_in_a_new_cell(value, content):
    assert CODEC.updated(None, "B4", 7, value) == '<c r="B4" s="7"' + content


def test_a_cell_keeps_its_style_and_unknown_attributes_and_loses_array_metadata():
    raw = '<c r="B4" s="3" ph="1" t="s" cm="1"><v>0</v></c>'
    assert CODEC.updated(raw, "B4", None, 5) == '<c r="B4" s="3" ph="1"><v>5</v></c>'


def test_nothing_written_in_a_cell_leaves_its_format():
    assert CODEC.updated('<c r="B4" s="3"><v>1</v></c>', "B4", None, None) == '<c r="B4" s="3"/>'
    assert CODEC.updated(None, "B4", None, "") is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ('<c r="B4" t="s"><v>0</v></c>', "partagé"),
        ('<c r="B4"><v>0.30000000000000004</v></c>', 0.1 + 0.2),
        ('<c r="B4"><v>0.333333333333333</v></c>', Decimal(1) / 3),  # 15 digits, as LibreOffice saves
        ('<c r="B4"><v>1.0</v></c>', 1),
        ('<c r="B4" t="d"><v>2026-11-23T00:00:00</v></c>', date(2026, 11, 23)),
        (
            '<c r="B4" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t>b</t></r></is></c>',
            "ab",
        ),
        ('<c r="B4" t="str"><f ca="1">A1&amp;"x"</f><v>yx</v></c>', Formula('A1&"x"', "yx")),
        ('<c r="B4" s="2" t="s"><v>1</v></c>', None),
        ('<c r="B4"></c>', ""),
    ],
)
def test_a_cell_that_already_holds_the_value_is_left_to_the_byte(raw, value):
    assert CODEC.updated(raw, "B4", None, value) is raw


def test_a_number_replaces_a_formula_whose_value_is_empty():
    assert CODEC.updated('<c r="B4"><f>A1</f><v></v></c>', "B4", None, 5) == '<c r="B4"><v>5</v></c>'


def test_a_namespace_prefix_is_kept():
    codec = CellCodec("x:", False, list)
    assert codec.updated('<x:c r="B4" s="3"/>', "B4", None, "é") == (
        '<x:c r="B4" s="3" t="inlineStr"><x:is><x:t>é</x:t></x:is></x:c>'
    )


def test_an_error_is_never_taken_for_a_text():
    assert CODEC.held('<c r="B4" t="e"><v>#N/A</v></c>') == CellError("#N/A")
    assert CODEC.updated('<c r="B4" t="e"><v>#N/A</v></c>', "B4", None, "#N/A") == (
        '<c r="B4" t="inlineStr"><is><t>#N/A</t></is></c>'
    )


def test_dates_of_a_1904_workbook_are_counted_from_1904():
    codec = CellCodec("", True, list)
    # 1904 and 1900 differ by 1 462 days: 46 349 - 1 462
    assert codec.serial(date(2026, 11, 23)) == 44887


@pytest.mark.parametrize("value", [float("nan"), Decimal("Infinity"), "x" * 32_768, date(1850, 1, 1)])
def test_a_value_excel_cannot_hold_is_refused(value):
    with pytest.raises(CannotEdit):
        CODEC.updated(None, "B4", None, value)


def test_an_extension_of_a_cell_is_kept():
    raw = '<c r="B4"><v>1</v><extLst><ext uri="{x}"/></extLst></c>'
    assert CODEC.updated(raw, "B4", None, 2) == '<c r="B4"><v>2</v><extLst><ext uri="{x}"/></extLst></c>'
