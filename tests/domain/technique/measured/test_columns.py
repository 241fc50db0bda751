"""The « Mesuré » columns: what files say beside what is declared, and where both are not one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.measured.columns import measured_columns
from postprod_xl.schema.tables.technique import DELIVERABLES, SOURCES, WORKFLOW
from postprod_xl.schema.technical_vocabulary import MediaNature, ScanKind, SourceRole
from postprod_xl.schema.vocabulary import ProjectStatus
from tests.domain.technique.cases import Cells, an_office

MEDIA = {"nature": MediaNature.MEDIA, "raster": "1920×1080"}
LIST = {"nature": MediaNature.EDIT_LIST, "file": "montage.edl"}


def cells(table: str, **office: Any) -> dict[str, Any]:
    """What is filled in the only row of a table."""
    rows = measured_columns(an_office(**office))[table]
    assert len(rows) == 1
    found = {name: column[0] for name, column in rows.columns.items()}
    return {name: _plain(value) for name, value in found.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    return value.replace(chr(160), " ") if isinstance(value, str) else value


def of_source(source: Cells, *media: Cells) -> dict[str, Any]:
    files = [{"object": "CAM-A", **MEDIA, **one} for one in media]
    return cells(SOURCES.name, source={"source": "CAM-A", **source}, media=files)


def of_deliverable(deliverable: Cells, *media: Cells) -> dict[str, Any]:
    files = [{"object": "PAD", **MEDIA, **one} for one in media]
    return cells(DELIVERABLES.name, deliverable={"deliverable": "PAD", **deliverable}, media=files)


def test_without_any_file_nothing_is_filled():
    assert cells(SOURCES.name, source={"codec": "ProRes"}) == {}
    assert cells(DELIVERABLES.name, deliverable={"codec": "ProRes"}) == {}
    assert cells(WORKFLOW.name, workflow={"timeline_rate": "25"}) == {}


def test_a_row_whose_file_name_was_deleted_shows_nothing():
    """The rules leave it out too."""
    assert of_source({}, {"file": "", "codec": "H.264"}) == {}
    assert (
        of_source({}, {"file": "", "codec": "H.264"}, {"codec": "ProRes 422"})["measured_codec"]
        == "ProRes 422"
    )


def test_one_value_is_shown_alone_with_its_unit():
    found = of_source(
        {},
        {
            "codec": "ProRes 422 HQ",
            "frame_rate": "23,976",
            "bit_depth": 10,
            "audio_hz": 48000,
            "gamma": "HLG",
        },
    )
    assert found == {
        "media_count": 1,
        "measured_codec": "ProRes 422 HQ",
        "measured_raster": "1920×1080",
        "measured_frame_rate": "23,976 i/s",
        "measured_bit_depth": "10 bits",
        "measured_audio_hz": "48 000 Hz",
        "measured_gamma": "HLG",
    }


def test_the_thumbnails_of_a_card_are_counted_and_shown_nowhere_else():
    clip = {"codec": "XAVC-I", "frame_rate": "25", "file": "C0001.MXF"}
    found = of_source({}, clip, {"codec": "Motion JPEG", "raster": "160×90", "file": "C0001T01.JPG"})
    assert found == {
        "media_count": 2,
        "measured_codec": "XAVC-I",
        "measured_raster": "1920×1080",
        "measured_frame_rate": "25 i/s",
    }


def test_several_values_are_counted_the_most_frequent_first():
    codecs = ("H.264", "ProRes 422 HQ", "ProRes 422 HQ", "codec maison")
    found = of_source({}, *({"codec": codec} for codec in codecs))
    assert found["media_count"] == 4
    assert found["measured_codec"] == "ProRes 422 HQ (2), H.264 (1), codec maison (1)"


def test_a_variable_rate_is_said_so():
    found = of_source({}, {"frame_rate": "24,5", "is_constant": False})
    assert found["measured_frame_rate"] == "variable (environ 24,5 i/s)"


def test_files_of_another_object_of_another_project_and_unread_ones_do_not_count():
    others: Sequence[Cells] = (
        {"object": "CAM-B", "codec": "H.264"},
        {"project": "AUTRE", "codec": "H.264"},
        {"nature": MediaNature.UNREAD, "unread": "fichier vide"},
        {"object": "", "codec": "H.264"},
    )
    assert of_source({}, *others) == {}


@pytest.mark.parametrize(
    ("declared", "measured", "told"),
    [
        ({"frame_rate": "24"}, {"frame_rate": "23,976"}, "cadence : 24 i/s déclaré, 23,976 i/s mesuré"),
        ({"frame_rate": "23.98"}, {"frame_rate": "23,976"}, None),
        ({"frame_rate": "25"}, {"frame_rate": "25"}, None),
        ({"codec": "Apple ProRes 422 HQ"}, {"codec": "ProRes 422 HQ"}, None),
        ({"codec": "ProRes"}, {"codec": "ProRes 422 HQ"}, None),
        ({"codec": "ProRes 422 HQ"}, {"codec": "H.264"}, "codec : ProRes 422 HQ déclaré, H.264 mesuré"),
        ({"codec": "mystère"}, {"codec": "H.264"}, None),
        (
            {"scan": ScanKind.PROGRESSIVE},
            {"scan": ScanKind.INTERLACED},
            "balayage : Progressif déclaré, Entrelacé mesuré",
        ),
        ({"audio_hz": 48000}, {"audio_hz": 44100}, "fréquence audio : 48 000 Hz déclaré, 44 100 Hz mesuré"),
        ({"audio_hz": 48000}, {}, None),
        ({}, {"audio_hz": 44100}, None),
    ],
)
def test_a_difference_is_what_both_sides_say_otherwise(declared: Cells, measured: Cells, told: str | None):
    assert of_source(declared, measured).get("differences") == told


@pytest.mark.parametrize(
    ("container", "measured", "differs"),
    [
        ("MXF AS-10", "MXF OP1a", False),
        ("MOV", "MPEG-4", False),
        ("MP4", "MPEG-4", False),
        ("MOV", "MXF OP1a", True),
    ],
)
def test_a_tool_sees_a_container_and_never_the_norm_that_constrains_it(
    container: str, measured: str, differs: bool
):
    assert ("differences" in of_deliverable({"container": container}, {"container": measured})) is differs


def test_the_levels_of_a_deliverable_come_from_a_log_and_its_picture_from_its_file():
    found = of_deliverable(
        {"audio_tracks": 8},
        {"audio_tracks": 8, "frames": 78000, "frame_rate": "25", "bit_rate_mbps": Decimal("49.999")},
        {"nature": MediaNature.LOUDNESS, "raster": "", "loudness_lufs": Decimal("-23.04"), "audio_tracks": 2},
    )
    assert found["measured_audio_tracks"] == "8"
    assert found["measured_loudness"] == "−23,04 LUFS"
    assert found["measured_duration"] == "00:52:00:00"
    assert found["measured_bit_rate"] == "50 Mb/s"
    assert (found["media_count"], found.get("differences")) == (2, None)


def cut(*rows: Cells, source: Cells | None = None, **office: Any) -> dict[str, Any]:
    media = [{**LIST, "frame_rate": "25", "frames": 78000}, *({**LIST, **row} for row in rows)]
    return cells(SOURCES.name, source={"source": "CAM-A", **(source or {})}, media=media, **office)


def test_the_share_of_a_source_is_that_of_all_its_reels():
    found = cut(
        {"object": "CAM-A", "reel": "A001", "cut_share": Decimal("0.5")},
        {"object": "CAM-A", "reel": "A002", "cut_share": Decimal("0.25")},
    )
    assert found == {"measured_cut_share": Decimal("0.75")}


def test_a_source_that_is_nowhere_in_a_list_has_no_share_of_it_but_where_a_reel_is_of_nobody():
    other = {"object": "CAM-B", "reel": "B001", "cut_share": Decimal(1)}
    assert cut(other) == {"measured_cut_share": Decimal(0)}
    assert cut(other, {"reel": "X001", "cut_share": Decimal(0)}) == {}
    assert cut(other, source={"role": SourceRole.SOUND}) == {}


def test_the_lists_of_several_episodes_have_no_common_share():
    episodes = [{"deliverable": "E1", "episode": 1}, {"deliverable": "E2", "episode": 2}]
    rows = [
        {**LIST, "file": f"{name}.edl", "object": "CAM-A", "reel": "A001", "cut_share": Decimal(1)}
        for name in ("e1", "e2")
    ]
    assert cells(SOURCES.name, source={"source": "CAM-A"}, deliverable=episodes, media=rows) == {}


def test_the_workflow_shows_the_rate_and_the_length_of_the_list_and_where_they_are_not_those_declared():
    found = cells(
        WORKFLOW.name,
        workflow={"timeline_rate": "24", "locked_duration": "00:54:10:02"},
        media={**LIST, "frame_rate": "25", "frames": 78000},
    )
    assert found["measured_frame_rate"] == "25 i/s"
    assert found["measured_duration"] == "00:52:00:00"
    assert found["differences"].startswith("cadence : 24 i/s déclaré, 25 i/s dans la liste ; durée : ")


def test_a_closed_project_keeps_what_its_files_were():
    closed = {"status": ProjectStatus.SETTLED}
    files = [{"object": "CAM-A", "codec": "H.264", **MEDIA}]
    assert cells(SOURCES.name, project=closed, source={"source": "CAM-A"}, media=files)["media_count"] == 1
