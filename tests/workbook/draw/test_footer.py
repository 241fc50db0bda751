"""What a person typed never becomes a code of a footer, nor takes the footer away."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from xlsxwriter import Workbook

from postprod_xl.engines.ooxml.markup import main
from postprod_xl.workbook.draw.footer import LONGEST, set_footer

CODES = "&L&8 {who}&C&8 {number}&R&P/&N"


def written(who: str, number: str = "FA-1") -> str:
    """The footer as the file holds it."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        set_footer(book.add_worksheet(), CODES, {"who": who, "number": number})
    with ZipFile(stream) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return sheet.findtext(f".//{main('oddFooter')}")


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("Rock & Folk", "Rock && Folk"),
        # `&G`, of a title or of a seller, is a picture for XlsxWriter, which then wrote no footer.
        ("R&G Films", "R&&G Films"),
        ("A&[Picture]", "A&&[Picture]"),
        ("Q&A", "Q&&A"),
        ("Sel&8", "Sel&&8"),
        ("12 hommes", "12 hommes"),
        ('x&"Arial,Bold"', 'x&&"Arial,Bold"'),
        ("deux\nlignes {number}", "deux lignes {number}"),
    ],
)
def test_a_text_is_printed_as_it_was_typed(who: str, shown: str) -> None:
    assert written(who) == f"&L&8 {shown}&C&8 FA-1&R&P/&N"


def test_every_text_is_escaped() -> None:
    assert written("A&G", "F&G-1") == "&L&8 A&&G&C&8 F&&G-1&R&P/&N"


@pytest.mark.parametrize("letter", ["M", "&", "😀"])
def test_a_footer_is_never_longer_than_excel_takes(letter: str) -> None:
    footer = written(letter * 300, letter * 300)
    # An emoji is two characters for Excel, and a text is never cut in the middle of a pair.
    assert LONGEST - 3 < len(footer.encode("utf-16-le")) // 2 <= LONGEST
    assert footer.count("…") == 2
    assert footer.endswith("&R&P/&N")
