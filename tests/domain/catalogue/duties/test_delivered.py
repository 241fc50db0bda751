"""What a project of the workbook delivered is the material of the works that point to it."""

from datetime import date

import pytest

from postprod_xl.schema.catalogue_vocabulary import ElementNature
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import TaskState
from tests.domain.catalogue.duties.offices import FILM, duties
from tests.domain.offices import records_of

WORK = FILM | {"project": "P001"}
PAD = {
    "project": "P001",
    "deliverable": "PAD-FTV",
    "type": DeliverableType.PAD_HD,
    "recipient": "France Télévisions",
    "codec": "XDCAM HD422 50",
    "container": "MXF OP1a",
    "frame_rate": "25",
    "state": DeliverableState.ACCEPTED,
    "state_day": date(2026, 10, 2),
}
TASK = {
    "task": "DCP-10",
    "project": "P001",
    "step": "DCP",
    "label": "Encodage du DCP",
    "state": TaskState.DONE,
    "end_day": date(2026, 9, 4),
}


def delivered(**tables):
    rows = {"Oeuvres": [WORK], "Projets": [{"code": "P001"}, {"code": "P002"}], **tables}
    return records_of(duties(**rows).rows["MaterielLivre"])


def test_a_deliverable_that_exists_is_material_as_its_project_tells_it():
    assert delivered(Livrables=[PAD | {"has_sme": True, "episode": 2}]) == [
        {
            "work": "ETE",
            "project": "P001",
            "deliverable": "PAD-FTV",
            "nature": ElementNature.PAD,
            "label": "PAD HD, France Télévisions, épisode 2, SME",
            "format": "XDCAM HD422 50, MXF OP1a",
            "frame_rate": "25",
            "delivered_day": date(2026, 10, 2),
            "state": DeliverableState.ACCEPTED,
            "element": "",
        }
    ]


def test_what_was_measured_is_told_before_what_was_declared():
    (row,) = delivered(Livrables=[PAD | {"measured_codec": "AVC-Intra 100", "measured_frame_rate": "50"}])
    assert (row["format"], row["frame_rate"]) == ("AVC-Intra 100, MXF OP1a", "50")


@pytest.mark.parametrize(
    ("state", "is_material"),
    [
        (DeliverableState.MADE, True),
        (DeliverableState.CHECKED, True),
        (DeliverableState.ACCEPTED, True),
        (DeliverableState.EXPECTED, False),
        (DeliverableState.REJECTED, False),
        ("", False),
    ],
)
def test_only_what_exists_is_material(state, is_material):
    assert bool(delivered(Livrables=[PAD | {"state": state}])) is is_material


@pytest.mark.parametrize(
    ("kind", "nature"),
    [
        (DeliverableType.DCP_4K, ElementNature.DCP),
        (DeliverableType.IMF, ElementNature.IMF),
        (DeliverableType.PRORES, ElementNature.MASTER),
        (DeliverableType.LTO, ElementNature.LTO),
        (DeliverableType.SUBTITLES, ElementNature.SUBTITLES),
        # What these hold is not sure.
        (DeliverableType.STREAMING, None),
        (DeliverableType.SOUND, None),
        ("", None),
    ],
)
def test_the_nature_is_deduced_where_it_is_sure(kind, nature):
    assert [row["nature"] for row in delivered(Livrables=[PAD | {"type": kind}])] == [nature]


def test_a_project_without_deliverables_delivered_what_its_finished_tasks_made():
    rows = delivered(
        Planning=[
            TASK,
            TASK | {"task": "LIV-10", "step": "LIVRAISON", "label": "Envoi"},
            TASK | {"task": "MON-10", "step": "MONTAGE_IMAGE"},
            TASK | {"task": "PAD-10", "step": "PAD", "state": TaskState.CONFIRMED},
        ]
    )
    assert [(row["deliverable"], row["nature"], row["label"], row["delivered_day"]) for row in rows] == [
        ("DCP-10", ElementNature.DCP, "Encodage du DCP", date(2026, 9, 4)),
        ("LIV-10", None, "Envoi", date(2026, 9, 4)),
    ]
    assert rows[0]["state"] == "Tâche terminée"


def test_with_deliverables_the_tasks_are_not_told_again():
    assert not delivered(Livrables=[PAD | {"state": DeliverableState.EXPECTED}], Planning=[TASK])


def test_a_work_without_project_or_of_another_has_nothing_of_this_one():
    assert not delivered(Oeuvres=[FILM], Livrables=[PAD])
    assert not delivered(Oeuvres=[FILM | {"project": "P002"}], Livrables=[PAD])


def test_the_element_that_stands_for_a_deliverable_is_named():
    element = {"element": "BOITE-1", "work": "ETE", "deliverable": "pad-ftv"}
    assert [row["element"] for row in delivered(Livrables=[PAD], Materiel=[element])] == ["BOITE-1"]
    other = element | {"work": "HIVER"}
    assert [row["element"] for row in delivered(Livrables=[PAD], Materiel=[other])] == [""]
