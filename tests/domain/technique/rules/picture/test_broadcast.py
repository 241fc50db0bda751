"""The pictures of files for broadcast, and what attests them: IMG-06, 16 to 22."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, PieceNature
from postprod_xl.schema.vocabulary import Severity, TaskState
from tests.domain.technique.cases import a_project, raised, to_fill

PAD, UHD, ARTE, UK = (
    DeliverableType.PAD_HD,
    DeliverableType.PAD_UHD,
    DeliverableType.PAD_ARTE,
    DeliverableType.PAD_UK,
)
SIGNED = {"day": date(2026, 11, 2), "author": "Labo", "is_passed": True}
FAULTS = [
    ({"day": None}, "pièce sans date ou sans auteur"),
    ({"author": ""}, "pièce sans date ou sans auteur"),
    ({"is_passed": None}, "pièce sans verdict"),
    ({"is_passed": False}, "pièce du 02/11/2026 non conforme"),
]


def delivered(type: DeliverableType = PAD, *pieces: dict, **cells: object):
    return a_project(deliverable={"type": type, "state": DeliverableState.MADE, **cells}, piece=pieces)


def piece(nature: PieceNature, **cells: object) -> dict:
    return {**SIGNED, "nature": nature, **cells}


# IMG-06


@pytest.mark.parametrize("space", ["Rec.2020", "P3"])
def test_a_french_hd_file_in_another_space_is_told(space: str):
    (wrong,) = raised("IMG-06", delivered(colour_space=space))
    assert wrong.message == f"Le PAD HD doit être en Rec.709 ; LIV-1 est en {space}."


def test_a_french_hd_file_in_rec_709_is_right():
    assert raised("IMG-06", delivered(colour_space="BT.709")) == ()
    assert to_fill("IMG-06", delivered()) == ("deliverable.colour_space",)


@pytest.mark.parametrize("type", [UHD, UK, DeliverableType.PRORES])
def test_another_file_may_be_in_another_space(type: DeliverableType):
    assert raised("IMG-06", delivered(type, colour_space="Rec.2020")) == ()


# IMG-16


@pytest.mark.parametrize("codec", ["AVC-Intra 100", "ProRes 422 HQ", "H.264"])
def test_a_french_hd_file_in_another_codec_is_told(codec: str):
    (wrong,) = raised("IMG-16", delivered(codec=codec))
    expected = f"LIV-1 en {codec} : le PAD fichier français (CST-RT-040) demande du XDCAM HD422 50."
    assert wrong.message == expected


@pytest.mark.parametrize("codec", ["XDCAM HD422", "XDCAM HD422 50 Mb/s", "MPEG-2"])
def test_a_french_hd_file_in_its_codec_or_in_its_family_is_right(codec: str):
    assert raised("IMG-16", delivered(codec=codec)) == ()


@pytest.mark.parametrize("type", [ARTE, UK, UHD])
def test_the_codec_of_another_file_is_of_another_document(type: DeliverableType):
    assert raised("IMG-16", delivered(type, codec="AVC-Intra 100")) == ()
    assert to_fill("IMG-16", delivered()) == ("deliverable.codec",)


# IMG-17

AS_10 = piece(PieceNature.AS10)


@pytest.mark.parametrize("container", ["MOV", "MP4", "MXF OP-Atom"])
def test_a_french_hd_file_in_another_container_is_told(container: str):
    (wrong,) = raised("IMG-17", delivered(PAD, AS_10, container=container))
    expected = f"Conteneur {container} : le PAD fichier attendu est un MXF OP1a contraint AS-10."
    assert wrong.message == expected


def test_the_container_that_a_file_is_seen_in_counts_where_none_is_declared():
    project = a_project(deliverable={"type": PAD}, piece=AS_10, media={"object": "LIV-1", "container": "MOV"})
    (wrong,) = raised("IMG-17", project)
    assert wrong.found == "MOV"
    as_declared = a_project(
        deliverable={"type": PAD, "container": "MXF OP1a"},
        piece=AS_10,
        media={"object": "LIV-1", "container": "MOV"},
    )
    assert raised("IMG-17", as_declared) == ()


@pytest.mark.parametrize("container", ["MXF OP1a", "MXF AS-10", ""])
def test_as_10_is_attested_by_a_report_and_not_by_a_word(container: str):
    (wrong,) = raised("IMG-17", delivered(container=container))
    expected = "LIV-1 : le rapport AS-10 manque (aucune pièce jointe) ; un outil ne voit que l'OP1a."
    assert wrong.message == expected


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_a_report_of_as_10_that_attests_nothing_is_told(fault: dict, told: str):
    (wrong,) = raised("IMG-17", delivered(PAD, {**AS_10, **fault}, container="MXF OP1a"))
    assert wrong.found == told


@pytest.mark.parametrize("container", ["MXF OP1a", "MXF AS-10", "MXF"])
def test_an_op1a_with_its_report_is_right(container: str):
    assert raised("IMG-17", delivered(PAD, AS_10, container=container)) == ()


def test_the_container_is_asked_for_once_the_report_is_there():
    assert to_fill("IMG-17", delivered(PAD, AS_10)) == ("deliverable.container",)
    assert to_fill("IMG-17", delivered()) == ()


def test_a_second_report_that_holds_is_enough():
    refused = piece(PieceNature.AS10, is_passed=False)
    assert raised("IMG-17", delivered(PAD, refused, AS_10, container="MXF OP1a")) == ()


@pytest.mark.parametrize("type", [ARTE, UK, UHD])
def test_as_10_is_of_french_hd_files_only(type: DeliverableType):
    assert raised("IMG-17", delivered(type, container="MOV")) == ()


# IMG-18


def test_a_british_file_in_another_codec_is_told():
    (wrong,) = raised("IMG-18", delivered(UK, codec="XDCAM HD422"))
    expected = "Le Royaume-Uni (AS-11 DPP HD) attend de l'AVC-Intra 100 ; LIV-1 est en XDCAM HD422 50."
    assert wrong.message == expected


def test_a_british_file_in_its_codec_is_right():
    assert raised("IMG-18", delivered(UK, codec="AVC-Intra 100")) == ()
    assert raised("IMG-18", delivered(ARTE, codec="XDCAM HD422")) == ()
    assert to_fill("IMG-18", delivered(UK)) == ("deliverable.codec",)


# IMG-19


@pytest.mark.parametrize("recipient", ["France Télévisions", "FTV"])
def test_uhd_for_france_televisions_in_another_curve_is_told(recipient: str):
    (wrong,) = raised("IMG-19", delivered(UHD, recipient=recipient, gamma="PQ"))
    assert wrong.message == f"{recipient} diffuse l'UHD en HLG ; LIV-1 est en PQ."


def test_uhd_for_france_televisions_in_hlg_is_right():
    assert raised("IMG-19", delivered(UHD, recipient="France Télévisions", gamma="HLG")) == ()
    asked = delivered(UHD, recipient="France Télévisions")
    assert to_fill("IMG-19", asked) == ("deliverable.gamma",)


def test_uhd_for_another_recipient_has_its_own_curve():
    project = delivered(UHD, recipient="Canal+", gamma="PQ")
    assert (raised("IMG-19", project), to_fill("IMG-19", project)) == ((), ())
    assert to_fill("IMG-19", delivered(UHD, gamma="PQ")) == ("deliverable.recipient",)


def test_hd_for_france_televisions_has_no_such_rule():
    assert raised("IMG-19", delivered(PAD, recipient="France Télévisions", gamma="PQ")) == ()


# IMG-20

SAFE = piece(PieceNature.TITLE_SAFE)


@pytest.mark.parametrize("type", [PAD, UHD, ARTE, UK])
def test_titles_that_nobody_checked_are_told(type: DeliverableType):
    (wrong,) = raised("IMG-20", delivered(type))
    expected = (
        "Titres et sous-titres de LIV-1 : vérification dans la zone de sûreté (EBU R95) non attestée, aucune pièce "
        "jointe."
    )
    assert wrong.message == expected


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_a_check_of_titles_that_attests_nothing_is_told(fault: dict, told: str):
    (wrong,) = raised("IMG-20", delivered(PAD, {**SAFE, **fault}))
    assert wrong.found == told


def test_titles_checked_by_somebody_on_a_day_are_right():
    assert raised("IMG-20", delivered(PAD, SAFE)) == ()
    assert len(raised("IMG-20", delivered(PAD, piece(PieceNature.QC)))) == 1
    assert len(raised("IMG-20", delivered(PAD, {**SAFE, "deliverable": "LIV-2"}))) == 1


def test_titles_of_a_dcp_are_not_looked_at():
    assert raised("IMG-20", delivered(DeliverableType.DCP_2K)) == ()


# IMG-21

TESTED = piece(PieceNature.PSE)


def test_a_british_file_without_its_flash_test_is_told():
    (wrong,) = raised("IMG-21", delivered(UK))
    expected = (
        "LIV-1 : test d'épilepsie photosensible (PSE) non attesté, aucune pièce jointe ; il est obligatoire au "
        "Royaume-Uni."
    )
    assert wrong.message == expected


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_a_flash_test_that_attests_nothing_is_told(fault: dict, told: str):
    (wrong,) = raised("IMG-21", delivered(UK, {**TESTED, **fault}))
    assert wrong.found == told


def test_a_british_file_that_passed_its_flash_test_is_right():
    assert raised("IMG-21", delivered(UK, TESTED)) == ()


@pytest.mark.parametrize("type", [PAD, UHD, ARTE])
def test_no_flash_test_is_required_in_france(type: DeliverableType):
    assert raised("IMG-21", delivered(type)) == ()


# IMG-22


def sold_abroad(sales: bool | None, *textless: bool | None):
    return a_project(
        workflow={"has_foreign_sales": sales}, deliverable=[{"has_textless": it} for it in textless]
    )


@pytest.mark.parametrize("textless", [(), (None,), (False, None)])
def test_foreign_sales_without_textless_elements_are_told(textless: tuple[bool | None, ...]):
    (wrong,) = raised("IMG-22", sold_abroad(True, *textless))
    expected = "Des ventes à l'étranger sont prévues sans éléments sans texte (textless)."
    assert wrong.message == expected


def test_one_deliverable_with_textless_elements_is_enough():
    assert raised("IMG-22", sold_abroad(True, None, True)) == ()


def test_without_foreign_sales_nobody_needs_them():
    assert raised("IMG-22", sold_abroad(False, None)) == ()
    assert to_fill("IMG-22", sold_abroad(None, None)) == ("workflow.has_foreign_sales",)


def test_a_container_for_another_country_is_told_even_with_a_report_of_as_10():
    report = {"nature": PieceNature.AS10, "day": date(2026, 11, 30), "author": "Labo", "is_passed": True}
    pad = {"type": DeliverableType.PAD_HD, "container": "MXF AS-11"}
    (wrong,) = raised("IMG-17", a_project(deliverable=pad, piece=report))
    assert wrong.message == "Conteneur MXF AS-11 : le PAD fichier attendu est un MXF OP1a contraint AS-10."
    assert not raised("IMG-17", a_project(deliverable={**pad, "container": "MXF AS-10"}, piece=report))


# Before it is made


@pytest.mark.parametrize(
    ("rule", "type", "nature"),
    [
        ("IMG-17", PAD, PieceNature.AS10),
        ("IMG-20", ARTE, PieceNature.TITLE_SAFE),
        ("IMG-21", UK, PieceNature.PSE),
    ],
)
@pytest.mark.parametrize("pieces", [{}, {"day": None, "author": "", "is_passed": None}])
def test_a_piece_of_what_is_not_made_yet_is_to_be_joined_and_holds_nothing(
    rule: str, type: DeliverableType, nature: PieceNature, pieces: dict
):
    given = [{"nature": nature, **pieces}] if pieces else []
    project = delivered(type, *given, state=DeliverableState.EXPECTED)
    (wrong,) = raised(rule, project)
    assert wrong.message == f"LIV-1 : pièce « {nature} » à joindre quand le livrable sera fabriqué."
    assert wrong.severity is Severity.INFO
    (made,) = raised(rule, delivered(type, *given))
    assert made.severity is None


def test_a_piece_that_is_refused_is_told_before_the_deliverable_is_made():
    project = delivered(UK, piece(PieceNature.PSE, is_passed=False), state=DeliverableState.EXPECTED)
    (wrong,) = raised("IMG-21", project)
    assert (wrong.found, wrong.severity) == ("pièce du 02/11/2026 non conforme", None)


def test_a_wrong_container_is_told_before_the_deliverable_is_made():
    (wrong,) = raised("IMG-17", delivered(container="MOV", state=DeliverableState.EXPECTED))
    assert (wrong.found, wrong.severity) == ("MOV", None)


@pytest.mark.parametrize(
    ("state", "task", "file", "is_awaited"),
    [
        ("", "", "", True),
        ("", TaskState.CONFIRMED, "", True),
        ("", TaskState.DONE, "", False),
        ("", TaskState.CONFIRMED, "PAD.mxf", False),
        (DeliverableState.EXPECTED, TaskState.DONE, "", True),
        (DeliverableState.EXPECTED, TaskState.CONFIRMED, "PAD.mxf", False),
        (DeliverableState.REJECTED, TaskState.CONFIRMED, "", False),
        (DeliverableState.CHECKED, TaskState.CONFIRMED, "", False),
    ],
)
def test_a_deliverable_is_made_once_its_state_its_task_or_a_file_says_so(
    state: str, task: str, file: str, is_awaited: bool
):
    project = a_project(
        deliverable={"type": UK, "state": state, "task": "T-1" if task else ""},
        task=[{"state": task}] if task else [],
        media=[{"file": file, "object": "LIV-1"}] if file else [],
    )
    (wrong,) = raised("IMG-21", project)
    assert (wrong.severity is Severity.INFO) is is_awaited
