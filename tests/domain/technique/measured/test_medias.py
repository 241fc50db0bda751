"""Which rows a file inspected again replaces: its own, and no others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.measured.matching import WrittenObject
from postprod_xl.domain.technique.measured.medias import NewMedias, with_files
from postprod_xl.domain.technique.measured.rows import FileRows
from postprod_xl.schema.technical_vocabulary import MediaNature
from tests.domain.offices import table_rows

MEDIA = {"project": "MER", "nature": MediaNature.MEDIA, "size_megabytes": Decimal(5)}


def file(name: str, *rows: dict[str, Any]) -> FileRows:
    cells = tuple({**MEDIA, "file": name, **row} for row in rows or ({},))
    return FileRows(name, cells, WrittenObject(cells[0].get("object", "")))


def replaced(held: list[dict[str, Any]], *files: FileRows) -> NewMedias:
    return with_files(table_rows("Medias", [{**MEDIA, **row} for row in held]), "MER", files)


def told(made: NewMedias, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in made.rows]


def test_a_file_read_again_stands_where_it_stood_and_a_new_one_comes_last():
    held = [{"file": "a"}, {"file": "b", "codec": "ProRes"}, {"file": "c"}]
    made = replaced(held, file("d"), file("b", {"codec": "H.264"}))
    assert told(made, "file", "codec") == [("a", ""), ("b", "H.264"), ("c", ""), ("d", "")]
    assert made.again == 1


def test_the_same_name_in_another_project_is_another_file():
    made = replaced([{"file": "a", "project": "TERRE"}], file("a"))
    assert told(made, "project") == [("TERRE",), ("MER",)]


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ({"object": "CAM-A"}, {"object": "CAM-A", "size_megabytes": Decimal(9)}, 1),
        ({"object": ""}, {"object": "CAM-B", "size_megabytes": Decimal(9)}, 1),
        ({"object": "CAM-A"}, {"object": "CAM-B"}, 1),
        ({"object": "CAM-A"}, {"object": "CAM-B", "size_megabytes": Decimal(9)}, 2),
    ],
)
def test_a_file_of_another_object_and_size_is_another_file(
    before: dict[str, Any], after: dict[str, Any], count: int
):
    assert len(replaced([{"file": "C1.mov", **before}], file("C1.mov", after)).rows) == count


def test_all_the_rows_of_an_edit_list_are_replaced_by_those_it_has_now():
    list_of = {"file": "m.edl", "nature": MediaNature.EDIT_LIST, "size_megabytes": Decimal(1)}
    held = [list_of, {**list_of, "object": "CAM-A", "reel": "A001"}, {"file": "z"}]
    own = {"nature": MediaNature.EDIT_LIST, "size_megabytes": Decimal(2)}
    made = replaced(held, file("m.edl", own, {**own, "object": "CAM-B", "reel": "B002"}))
    assert told(made, "file", "reel") == [("m.edl", ""), ("m.edl", "B002"), ("z", "")]


@pytest.mark.parametrize(("size", "nature"), [(Decimal(5), "MEDIA"), (None, "MEDIA"), (Decimal(9), "REPORT")])
def test_a_report_does_not_take_the_place_of_the_file_itself_but_where_the_file_is_another(
    size: Decimal | None, nature: str
):
    report = file("a", {"nature": MediaNature.REPORT, "size_megabytes": size})
    made = replaced([{"file": "a"}], report)
    assert told(made, "nature") == [(MediaNature[nature],)]
    assert made.kept == (("a",) if nature == "MEDIA" else ())


def test_the_same_file_given_from_another_folder_is_the_same_file():
    at = {"size_megabytes": Decimal("5.123"), "file_day": date(2026, 3, 2)}
    assert told(replaced([{"file": "PAD.mxf", **at}], file("livraison/PAD.mxf", at)), "file") == [
        ("livraison/PAD.mxf",)
    ]
    for other in ({"size_megabytes": Decimal(6)}, {"file_day": date(2026, 3, 3)}):
        assert (
            len(replaced([{"file": "PAD.mxf", **at}], file("livraison/PAD.mxf", {**at, **other})).rows) == 2
        )
    # Nothing is known of both: nobody says that they are one.
    assert len(replaced([{"file": "PAD.mxf"}], file("livraison/PAD.mxf")).rows) == 2


def test_two_copies_read_together_stay_two():
    at = {"size_megabytes": Decimal("5.123"), "file_day": date(2026, 3, 2)}
    files = [file("A/C1.mov", at), file("B/C1.mov", at)]
    once = replaced([], *files)
    again = with_files(once.rows, "MER", files)
    assert told(again, "file") == told(once, "file") == [("A/C1.mov",), ("B/C1.mov",)]
    assert again.again == 2


AT = {"size_megabytes": Decimal("5.123"), "file_day": date(2026, 3, 2)}
UNREAD = {"nature": MediaNature.UNREAD, "unread": "x"}


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ({}, {"size_megabytes": None}, True),
        ({}, AT, True),
        ({"nature": MediaNature.REPORT, "file_day": date(2026, 3, 9)}, AT, True),
        ({}, {**AT, "size_megabytes": Decimal(1)}, False),
        ({}, {**AT, "file_day": date(2026, 3, 3)}, False),
        ({"nature": MediaNature.UNREAD}, {**AT, "unread": "y"}, False),
    ],
)
def test_what_was_read_of_a_file_stays_when_it_is_gone_or_cannot_be_read_but_not_when_it_has_changed(
    before: dict[str, Any], after: dict[str, Any], stays: bool
):
    held = [{"file": "PAD.mxf", "codec": "MPEG-2", **AT, **before}]
    made = replaced(held, file("PAD.mxf", {**UNREAD, **after}))
    assert told(made, "codec") == [("MPEG-2" if stays else "",)]
    assert made.silent == (("PAD.mxf",) if stays else ())
    assert made.again == (0 if stays else 1)


def test_a_file_read_well_is_never_one_that_stays_as_it_was():
    made = replaced([{"file": "PAD.mxf", "codec": "MPEG-2", **AT}], file("PAD.mxf", {**AT, "codec": "H.264"}))
    assert (told(made, "codec"), made.silent) == ([("H.264",)], ())


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ({"file": "A/C1.mov", "object": "CAM-A"}, {"object": "CAM-B"}, 2),
        ({"file": "A/C1.mov", "object": "CAM-A"}, {"object": "cam-a"}, 1),
        ({"file": "A/C1.mov", "object": ""}, {"object": "CAM-B"}, 1),
        ({"file": "A/C1.mov", "object": "CAM-A"}, {"object": ""}, 1),
        ({"file": "C1.mov", "object": "CAM-A"}, {"object": "CAM-B"}, 1),
    ],
)
def test_two_cards_whose_clips_bear_one_name_and_one_size_are_two_where_each_has_its_camera(
    before: dict[str, Any], after: dict[str, Any], count: int
):
    assert len(replaced([{**AT, **before}], file("B/C1.mov", {**AT, **after})).rows) == count


def test_a_file_that_has_gone_is_known_by_itself_or_with_its_folder_and_not_by_another():
    gone = {**UNREAD, "size_megabytes": None}
    assert told(replaced([{"file": "f/PAD.mxf", **AT}], file("PAD.mxf", gone)), "file") == [("f/PAD.mxf",)]
    assert len(replaced([{"file": "f/PAD.mxf", **AT}], file("g/PAD.mxf", gone)).rows) == 2
    read = {"size_megabytes": None}
    assert len(replaced([{"file": "f/PAD.mxf", **AT}], file("PAD.mxf", read)).rows) == 2
