"""Fonts, parts of texts, alignment, borders, validation, drawings and print areas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pictures import png

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def sheet(book: Any) -> Any:
    book.sheets[0]["A1"].value = "texte"
    return book.sheets[0]


@pytest.mark.parametrize("part", [slice(None), slice(1, 3), 2])
def test_the_font_of_a_cell_or_of_a_part_of_it(sheet: Any, part: Any) -> None:
    def font() -> Any:
        return sheet["A1"].font if part == slice(None) else sheet["A1"].characters[part].font

    assert (font().bold, font().italic, font().color) == (False, False, (0, 0, 0))
    font().bold = font().italic = True
    font().size, font().color, font().name = 33, (255, 0, 0), "Arial"
    assert (font().bold, font().italic, font().size) == (True, True, 33)
    assert (font().color, font().name) == ((255, 0, 0), "Arial")


def test_a_text_partly_bold_is_neither(sheet: Any) -> None:
    sheet["A1"].characters[:2].font.bold = True
    assert sheet["A1"].characters.font.bold is None
    assert (sheet["A1"].characters[:2].text, sheet["A1"].characters[-1].text) == ("te", "e")


def test_an_index_counted_from_the_end_is_refused_in_a_slice(sheet: Any) -> None:
    with pytest.raises(ValueError, match="un indice négatif"):
        _ = sheet["A1"].characters[-2:]


@pytest.mark.parametrize("side", ["general", "left", "center", "right", "fill", "justify", "distributed"])
def test_horizontal_alignment(sheet: Any, side: str) -> None:
    sheet["A1"].horizontal_alignment = side
    assert sheet["A1"].horizontal_alignment == side
    assert sheet["A1:A2"].horizontal_alignment == ("general" if side == "general" else None)


@pytest.mark.parametrize("side", ["top", "center", "bottom", "justify", "distributed"])
def test_vertical_alignment(sheet: Any, side: str) -> None:
    sheet["A1"].vertical_alignment = side
    assert (sheet["A1"].vertical_alignment, sheet["A2"].vertical_alignment) == (side, "bottom")


def test_an_alignment_that_calc_does_not_have_says_so(sheet: Any) -> None:
    with pytest.raises(NotImplementedError):
        sheet["A1"].horizontal_alignment = "center_across_selection"


def test_borders(sheet: Any) -> None:
    cells = sheet["B2:C3"]
    assert cells.borders.line_style == "none"
    cells.borders.line_style = "continuous"
    cells.borders["edge_top"].weight = "thick"
    assert (cells.borders.line_style, cells.borders.weight) == ("continuous", None)
    assert cells.borders["edge_top"].weight == "thick"
    assert sheet["B2"].borders["edge_left"].color == (0, 0, 0)
    cells.borders.clear()
    assert cells.borders.line_style == "none"


def test_a_list_of_what_may_be_entered(sheet: Any) -> None:
    sheet["B1:B3"].data_validation.set_list(["oui", "non"])
    sheet["C1"].data_validation.set_list(sheet["E1:E3"])
    assert (sheet["B2"].data_validation.type, sheet["B2"].data_validation.source) == ("list", "oui,non")
    assert sheet["C1"].data_validation.source == f"={sheet.name}!$E$1:$E$3"
    assert sheet["B3:B4"].data_validation.type == "mixed_criteria"
    sheet["B1:B3"].data_validation.delete()
    assert sheet["B1"].data_validation.type == "none"


def test_the_print_area(sheet: Any) -> None:
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "$A$1:$B$3"
    assert sheet.page_setup.print_area == "$A$1:$B$3"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None


def test_a_range_prints_to_a_pdf_file(sheet: Any, tmp_path: Path) -> None:
    sheet["A1:B2"].to_pdf(tmp_path / "plage.pdf")
    assert (tmp_path / "plage.pdf").read_bytes().startswith(b"%PDF")


def test_pictures_and_shapes(book: Any, sheet: Any, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(40, 20))
    picture = sheet.pictures.add(tmp_path / "logo.png", name="Logo", left=10, top=20)
    # 40 pixels of 1/96 inch are 30 points.
    assert (picture.width, picture.height, picture.left, picture.top) == (30, 15, 10, 20)
    sheet["A1"].add_note("une note n'est pas une forme")
    assert [shape.name for shape in sheet.shapes] == ["Logo"]
    assert sheet.shapes["Logo"].type == "picture"
    picture.delete()
    assert len(sheet.pictures) == len(sheet.shapes) == 0


def test_the_text_of_a_shape_has_a_font(book: Any, sheet: Any) -> None:
    rectangle = book.api.createInstance("com.sun.star.drawing.RectangleShape")
    sheet.api.DrawPage.add(rectangle)
    rectangle.Name = "Cadre"
    shape = sheet.shapes["Cadre"]
    assert shape.text is None
    shape.text = "texte"
    shape.font.bold = True
    shape.characters[1:3].font.color = (255, 0, 0)
    assert (shape.text, shape.font.bold) == ("texte", True)
    assert shape.characters[1:3].font.color == (255, 0, 0)
