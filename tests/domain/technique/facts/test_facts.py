"""What is understood of the technique tabs, and what is only said to be written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.spellings.codecs import Codec
from postprod_xl.domain.technique.spellings.colours import ColourSpace, Gamma
from postprod_xl.domain.technique.spellings.containers import Container, ContainerWords, Shim
from postprod_xl.domain.technique.spellings.pictures import Raster
from postprod_xl.domain.technique.spellings.sounds import AudioLayout, SubtitleFormat
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.technical_vocabulary import (
    Chroma,
    DeliverableType,
    Gop,
    MediaNature,
    PieceNature,
    RateConversion,
    ScanKind,
    SourceRole,
    TimecodeMode,
)
from postprod_xl.schema.vocabulary import ProjectStatus, ProjectType, TaskState
from tests.domain.technique.cases import a_project, an_office


@pytest.mark.parametrize(
    "tab", [{"source": {}}, {"workflow": {}}, {"deliverable": {}}], ids=["Sources", "Flux", "Livrables"]
)
def test_a_project_with_a_row_in_one_tab_has_a_technique(tab: dict):
    assert a_project(**tab).code == "TERR"


def test_a_project_with_a_piece_or_a_file_only_has_none():
    assert technical_projects(an_office(piece={"nature": PieceNature.QC}, media={})) == ()


@pytest.mark.parametrize("status", [ProjectStatus.SETTLED, ProjectStatus.CANCELLED])
def test_nothing_is_asked_of_a_project_that_is_over(status: ProjectStatus):
    assert technical_projects(an_office({"status": status}, source={})) == ()


@pytest.mark.parametrize("status", [ProjectStatus.QUOTED, ProjectStatus.DELIVERED, ""])
def test_a_project_quoted_or_delivered_is_looked_at(status: str):
    assert len(technical_projects(an_office({"status": status}, source={}))) == 1


def test_the_rows_of_an_unknown_project_are_left_out():
    assert technical_projects(an_office({"code": "AUTRE"}, source={})) == ()


def test_a_project_tells_its_type_its_length_and_its_day():
    project = a_project({"delivery_day": date(2027, 1, 15)}, source={})
    assert (project.type, project.length_minutes) == (ProjectType.DOCUMENTARY, 52)
    assert (project.status, project.delivery_day) == (ProjectStatus.CONFIRMED, date(2027, 1, 15))
    assert a_project({"type": ""}, source={}).type is None


def test_an_empty_cell_is_not_known_whatever_it_holds():
    source = a_project(source={}).sources[0]
    assert (source.role, source.reel, source.audio_hz, source.frame_rate) == (None, None, None, None)
    assert (source.is_constant, source.has_timecode) == (None, None)
    assert source.unread == {}


def test_a_no_is_not_an_empty_cell():
    assert a_project(source={"is_constant": False}).sources[0].is_constant is False
    assert a_project(source={"is_constant": True}).sources[0].is_constant is True


def test_a_source_is_understood_cell_by_cell():
    cells = {
        "role": SourceRole.MAIN_CAMERA,
        "frame_rate": "23,976",
        "timecode_mode": TimecodeMode.NON_DROP,
        "reel": "A001",
        "cut_share": Decimal("0.8"),
    }
    source = a_project(source=cells).sources[0]
    assert source.code == "CAM-1"
    assert source.role is SourceRole.MAIN_CAMERA
    assert source.frame_rate == FrameRate.of(24000, 1001)
    assert source.timecode_mode is TimecodeMode.NON_DROP
    assert (source.reel, source.cut_share) == ("A001", Decimal("0.8"))


def test_a_rate_that_is_not_understood_has_no_value_and_says_why():
    source = a_project(source={"frame_rate": "37"}).sources[0]
    assert source.frame_rate is None
    assert source.unread == {"frame_rate": "« 37 » : cadence inconnue"}


def test_an_interlaced_rate_says_the_scan_that_nobody_typed():
    source = a_project(source={"frame_rate": "50i"}).sources[0]
    assert (source.frame_rate, source.scan) == (FrameRate.of(25), ScanKind.INTERLACED)


def test_two_scans_that_disagree_are_both_disbelieved():
    source = a_project(source={"frame_rate": "50i", "scan": ScanKind.PROGRESSIVE}).sources[0]
    assert source.scan is None
    assert source.unread == {"scan": "« Progressif », alors que la cadence « 50i » dit entrelacé"}


def test_a_segmented_frame_is_a_progressive_one():
    source = a_project(source={"frame_rate": "25p", "scan": ScanKind.SEGMENTED}).sources[0]
    assert (source.scan, source.unread) == (ScanKind.SEGMENTED, {})


def test_a_drop_frame_rate_says_the_counting_that_nobody_typed():
    assert a_project(source={"frame_rate": "29,97 DF"}).sources[0].timecode_mode is TimecodeMode.DROP


def test_two_countings_that_disagree_are_both_disbelieved():
    cells = {"frame_rate": "29,97 DF", "timecode_mode": TimecodeMode.NON_DROP}
    source = a_project(source=cells).sources[0]
    assert source.timecode_mode is None
    assert "timecode_mode" in source.unread


def test_a_sound_recorder_has_no_picture_and_a_photograph_does_not_move():
    sound, still, phone, untold = a_project(
        source=[{"role": SourceRole.SOUND}, {"role": SourceRole.STILL}, {"role": SourceRole.PHONE}, {}]
    ).sources
    assert [it.has_picture for it in (sound, still, phone, untold)] == [False, True, True, True]
    assert [it.is_moving for it in (sound, still, phone, untold)] == [False, False, True, True]


def test_a_project_without_a_row_in_flux_has_an_empty_workflow():
    workflow = a_project(source={}).workflow
    assert (workflow.row, workflow.timeline_rate, workflow.has_proxies) == (None, None, None)


def test_a_workflow_is_understood_cell_by_cell():
    cells = {
        "timeline_rate": "24",
        "rate_conversion": RateConversion.SPEED_UP,
        "locked_duration": "00:52:00:00",
    }
    workflow = a_project(workflow=cells).workflow
    assert workflow.timeline_rate == FrameRate.of(24)
    assert workflow.rate_conversion is RateConversion.SPEED_UP
    assert workflow.locked_duration == 52 * 60 * 24


def test_a_timecode_without_a_rate_is_not_counted():
    workflow = a_project(workflow={"locked_duration": "00:52:00:00"}).workflow
    assert workflow.locked_duration is None
    assert workflow.unread == {"locked_duration": "sans la cadence, il ne se compte pas"}
    assert a_project(workflow={}).workflow.unread == {}


def test_a_deliverable_is_understood_cell_by_cell():
    cells = {"type": DeliverableType.PAD_HD, "frame_rate": "25", "first_timecode": "10:00:00:00"}
    deliverable = a_project(deliverable=cells).deliverables[0]
    assert (deliverable.code, deliverable.type) == ("LIV-1", DeliverableType.PAD_HD)
    assert deliverable.first_timecode is not None
    assert deliverable.first_timecode.frame == 900_000


def test_tasks_come_with_the_floor_of_their_step_and_those_cancelled_do_not_come():
    tasks = [
        {"step": "MIXAGE", "duration_days": Decimal(2), "end_day": date(2026, 12, 4)},
        {"step": "ETALONNAGE", "state": TaskState.CANCELLED},
        {"step": "INCONNUE", "state": TaskState.CONFIRMED},
    ]
    mix, other = a_project(source={}, task=tasks).tasks
    assert (mix.code, mix.days, mix.floor_days) == ("T-1", Decimal(2), Decimal("1.5"))
    assert (mix.start_day, mix.end_day, mix.state) == (None, date(2026, 12, 4), None)
    assert (other.floor_days, other.state) == (None, TaskState.CONFIRMED)


def test_no_floor_is_known_without_a_type_of_project():
    assert a_project({"type": ""}, source={}, task={"step": "MIXAGE"}).tasks[0].floor_days is None


def test_a_piece_is_signed_by_a_day_and_an_author():
    signed = {"nature": PieceNature.QC, "day": date(2026, 11, 2), "author": "Labo"}
    pieces = [signed, {**signed, "day": None}, {**signed, "author": ""}]
    project = a_project(deliverable={}, piece=pieces)
    assert [piece.is_signed for piece in project.pieces] == [True, False, False]


def test_the_pieces_of_a_deliverable_are_found_by_its_code_in_any_case():
    project = a_project(
        deliverable=[{}, {}],
        piece=[
            {"nature": PieceNature.QC, "deliverable": "liv-1"},
            {"nature": PieceNature.PSE},
            {"nature": PieceNature.QC, "deliverable": "LIV-2"},
        ],
    )
    first, second = project.deliverables
    assert [piece.deliverable for piece in project.pieces_of(first, PieceNature.QC)] == ["liv-1"]
    assert [piece.deliverable for piece in project.pieces_of(second, PieceNature.QC)] == ["LIV-2"]
    assert project.pieces_of(second, PieceNature.PSE) == ()


def test_the_files_of_a_source_are_found_by_its_code():
    medias = [{"object": "cam-1", "frame_rate": "25", "nature": MediaNature.MEDIA}, {"object": "CAM-2"}, {}]
    project = a_project(source=[{}, {}], media=medias)
    (file,) = project.measured_of(project.sources[0])
    assert (file.file, file.frame_rate, file.nature) == ("fichier-1.mxf", FrameRate.of(25), MediaNature.MEDIA)
    assert project.measured[2].object is None


def test_a_project_has_a_type_of_deliverable_when_one_of_its_deliverables_is():
    project = a_project(deliverable=[{"type": DeliverableType.PAD_HD}, {}])
    assert project.has_type(DeliverableType.NETFLIX, DeliverableType.PAD_HD)
    assert not project.has_type(DeliverableType.NETFLIX)


def test_words_of_the_trade_are_understood_in_every_tab():
    cells = {
        "codec": "XDCAM HD422",
        "container": "MXF AS-10",
        "raster": "1920x1080",
        "colour_space": "BT.709",
        "gamma": "HLG",
        "audio_layout": "stereo",
        "subtitle_format": "EBU STL",
    }
    project = a_project(
        workflow={"grading_space": "P3"}, source={"gamma": "SLog3"}, deliverable=cells, media=cells
    )
    for found in (project.deliverables[0], project.measured[0]):
        assert (found.codec, found.raster) == (Codec.XDCAM_HD422_50, Raster(1920, 1080))
        assert found.container == ContainerWords(Container.MXF_OP1A, Shim.AS_10)
        assert (found.colour_space, found.gamma) == (ColourSpace.REC709, Gamma.HLG)
        assert (found.audio_layout, found.subtitle_format) == (AudioLayout.STEREO, SubtitleFormat.EBU_STL)
    assert project.workflow.grading_space is ColourSpace.P3
    assert project.sources[0].gamma is Gamma.S_LOG3


def test_a_word_of_the_trade_that_is_not_known_says_why():
    source = a_project(source={"raster": "4K"}).sources[0]
    assert source.raster is None
    assert source.unread == {"raster": "« 4K » : se dit de 3840×2160 (UHD) et de 4096×2160 (DCI)"}


def test_a_codec_that_has_only_one_gop_and_one_sampling_says_them():
    source = a_project(source={"codec": "ProRes 422 HQ"}).sources[0]
    assert (source.gop, source.chroma) == (Gop.INTRA, Chroma.C422)
    assert a_project(source={"codec": "H.264"}).sources[0].gop is None
    assert a_project(source={"codec": "H.264", "gop": Gop.LONG}).sources[0].gop is Gop.LONG


def test_a_gop_that_its_codec_cannot_have_is_not_believed():
    source = a_project(source={"codec": "ProRes 422 HQ", "gop": Gop.LONG}).sources[0]
    assert source.gop is None
    assert source.unread == {"gop": "« Long », alors que le codec ProRes 422 HQ est toujours Intra"}


def test_the_sampling_of_a_file_is_read_as_its_tool_writes_it():
    assert a_project(source={}, media={"chroma": "yuv422p10le"}).measured[0].chroma is Chroma.C422


def test_a_rate_written_variable_is_not_constant():
    assert a_project(source={"frame_rate": "VFR"}).sources[0].is_constant is False
    assert a_project(source={"frame_rate": "variable", "is_constant": False}).sources[0].is_constant is False
    assert a_project(source={"frame_rate": "25"}).sources[0].is_constant is None
    contrary = a_project(source={"frame_rate": "VFR", "is_constant": True}).sources[0]
    assert contrary.is_constant is None
    assert contrary.unread["is_constant"] == "« Oui », alors que la cadence est écrite « VFR »"


def test_what_the_rows_of_the_office_ask_goes_with_the_deliverable_they_are_about():
    asked = {"recipient": "RTS", "field": "Codec", "requirement": "égal à", "required_value": "XAVC-I"}
    deliverables = [
        {"type": DeliverableType.PAD_HD, "recipient": "rts"},
        {"type": DeliverableType.PAD_HD, "recipient": "TV5"},
    ]
    of_rts, of_another = a_project(deliverable=deliverables, specification=asked).deliverables
    assert [one.field for one in of_rts.specified] == ["codec"]
    assert of_another.specified == ()
