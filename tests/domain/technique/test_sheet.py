"""The technical sheet of a project: what is known of it, what is not, what is open and what is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.commands.stating import techsheet
from postprod_xl.documents.technique_sheet import SheetObject, TechniqueSheet
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.technique.sheet import technique_sheet, technique_sheets
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, MediaNature, SourceRole
from postprod_xl.schema.vocabulary import ProjectStatus
from tests.domain.offices import table_rows
from tests.domain.technique.cases import CODE, DAY, an_office

CAMERA: Mapping[str, Any] = {
    "source": "CAM-A",
    "role": SourceRole.MAIN_CAMERA,
    "camera": "Sony FX9",
    "codec": "XAVC-I",
    "gop": "Intra",
    "raster": "3840×2160",
    "frame_rate": "25",
    "scan": "Progressif",
    "chroma": "4:2:2",
    "bit_depth": 10,
    "gamma": "S-Log3",
    "sound": "caméra",
    "audio_hz": 48_000,
    "cut_share": Decimal("0.8"),
    "verified_copies": 2,
}
PAD: Mapping[str, Any] = {
    "deliverable": "PAD",
    "type": DeliverableType.PAD_HD,
    "recipient": "France Télévisions",
    "standard": "CST-RT-040",
}


def sheet_of(office: Office) -> TechniqueSheet:
    run = refreshed(office, ())
    assert not run.is_blocked, [problem.line for problem in run.problems if problem.is_blocking]
    made = technique_sheet(run.office, CODE)
    assert made is not None
    return made


def with_table(office: Office, table: str, rows: Sequence[Mapping[str, Any]]) -> Office:
    return office.with_rows(table, table_rows(table, [dict(row) for row in rows]))


def note(found: SheetObject, name: str) -> str:
    return dict(found.notes).get(name, "")


def test_a_source_is_told_in_six_cells() -> None:
    (found,) = sheet_of(an_office(source=CAMERA)).sources
    assert found.cells == (
        "CAM-A",
        "Caméra principale, Sony FX9",
        "XAVC-I, Intra, 3840×2160, 25 i/s, progressif",
        "4:2:2, 10 bits, S-Log3",
        "caméra, 48 kHz",
        "80 % du montage, 2 copies vérifiées",
    )
    assert found.notes == ()


def test_what_nobody_filled_in_is_named_and_nothing_stands_in_its_place() -> None:
    (found,) = sheet_of(an_office(source={"source": "X", "frame_rate": "50i"})).sources
    assert found.cells == ("X", "", "50i", "", "", "")
    assert note(found, "À compléter") == (
        "rôle, codec, définition, balayage, échantillonnage, profondeur (bits), gamma"
    )


def test_a_sound_recorder_lacks_no_picture() -> None:
    (found,) = sheet_of(an_office(source={"source": "MIX", "role": SourceRole.SOUND})).sources
    assert note(found, "À compléter") == "fréquence audio (Hz)"


def test_a_photograph_lacks_its_definition_only() -> None:
    (found,) = sheet_of(an_office(source={"source": "P", "role": SourceRole.STILL})).sources
    assert note(found, "À compléter") == "définition"


def test_what_files_say_and_where_they_differ_stand_under_their_object() -> None:
    office = an_office(
        source={**CAMERA, "measured_codec": "HEVC", "differences": "codec : HEVC, XAVC-I déclaré"}
    )
    (found,) = technique_sheet(office, CODE).sources
    assert note(found, "Mesuré") == "codec HEVC"
    assert note(found, "Écarts") == "codec : HEVC, XAVC-I déclaré"


def test_a_deliverable_says_its_document_its_state_and_what_holds_it() -> None:
    office = an_office(
        deliverable={
            **PAD,
            "specification": "RT-040",
            "specification_version": "2016",
            "specification_day": date(2026, 11, 2),
            "loudness_lufs": Decimal("-23"),
            "audio_tracks": 8,
            "first_timecode": "10:00:00:00",
            "has_sme": True,
            "has_me": False,
            "due_day": date(2026, 12, 20),
            "state": DeliverableState.REJECTED,
            "state_day": date(2026, 11, 28),
            "ready_day": date(2026, 12, 21),
            "late_days": 1,
            "held_by": "SON-03",
        }
    )
    (found,) = technique_sheet(office, CODE).deliverables
    assert found.cells[1] == "PAD HD, CST-RT-040, France Télévisions"
    assert found.cells[3] == "8 pistes, −23 LUFS"
    assert found.cells[4] == "SME : oui, VI : non, TC 10:00:00:00"
    assert found.cells[5] == (
        "à livrer le 20/12/2026, prêt le 21/12/2026, 1 j de retard, à refaire le 28/11/2026"
    )
    assert note(found, "Cahier des charges") == "RT-040, version 2016, lu le 02/11/2026"
    assert note(found, "Retenu par") == "SON-03"
    assert note(found, "À compléter") == "définition, cadence, codec, configuration son"


def test_subtitles_alone_lack_neither_picture_nor_document() -> None:
    (found,) = sheet_of(
        an_office(deliverable={"deliverable": "ST", "type": DeliverableType.SUBTITLES})
    ).deliverables
    assert note(found, "À compléter") == "destinataire"


def test_the_workflow_is_told_by_pairs_and_what_lacks_is_named() -> None:
    workflow = {
        "timeline_rate": "25",
        "scan": "Progressif",
        "sound_exchange": "AAF",
        "handle_seconds": Decimal(5),
        "lto_generation": 8,
        "has_two_pop": False,
    }
    made = sheet_of(an_office(workflow=workflow))
    assert made.workflow == (
        ("Cadence timeline", "25 i/s, Progressif"),
        ("Échange son", "AAF, poignées de 5 s"),
        ("Génération LTO", "LTO-8"),
        ("Aussi", "bip 2 s : non"),
    )
    assert dict(made.workflow_notes)["À compléter"] == (
        "gestion de couleur, espace d'étalonnage, conformation depuis, copies des rushes"
    )


def test_open_findings_say_how_to_lift_them_and_whom_to_ask_and_accepted_ones_stand_apart() -> None:
    office = an_office(workflow={"rushes_copies": 1}, source={**CAMERA, "is_constant": False})
    office = with_table(
        office,
        "Derogations",
        [
            {
                "project": CODE, "rule": "PLN-08", "reason": "bande perdue", "accepted_by": "Mme Roux",
                "accepted_day": date(2026, 11, 29),
            }
        ],
    )  # fmt: skip
    made = sheet_of(office)
    by_rule = {found.rule: found for found in made.findings}
    assert "PLN-08" not in by_rule
    assert by_rule["CAD-04"].is_blocking and by_rule["CAD-04"].fix and by_rule["CAD-04"].consult
    (waived,) = made.waived
    assert waived.rule == "PLN-08" and waived.waiver == "Mme Roux, le 29/11/2026 : bande perdue"
    assert not waived.is_blocking
    assert "1 constat accepté" in made.summary and "bloquant" in made.summary


def test_a_task_that_lifts_a_finding_is_told_with_its_days_and_without_any_price() -> None:
    priced = "DCP (4 j) : LIV-20 DCP, 1 unité × 900,00 € = 900,00 € HT ; QC : déjà au planning"
    found = {
        "project": CODE,
        "severity": "Bloquant",
        "state": "Constat",
        "rule": "IMG-04",
        "proposed_task": priced,
    }
    office = with_table(an_office(source=CAMERA), "Compatibilites", [{**found, "new_delivery_day": DAY}])
    (told,) = technique_sheet(office, CODE).findings
    assert told.proposal == "DCP (4 j) ; QC : déjà au planning ; PAD le 30/11/2026"


def test_what_cannot_be_evaluated_is_said_with_its_reason() -> None:
    made = sheet_of(an_office(workflow={"timeline_rate": "25"}, source={**CAMERA, "frame_rate": "vite"}))
    assert any("« Cadence » dans Sources" in line and "vite" in line for line in made.unread)
    assert "non évalué" in made.summary and "à renseigner" in made.summary


def test_a_document_is_printed_once_with_every_deliverable_that_it_is_for() -> None:
    made = sheet_of(an_office(deliverable=[PAD, {**PAD, "deliverable": "PAD-2"}]))
    (demand,) = made.demands
    assert demand.deliverables == ("PAD", "PAD-2") and "CST-RT-040" in demand.title
    assert "Codec : XDCAM HD422 50" in demand.lines


def test_a_recipient_without_document_is_said_to_have_none() -> None:
    (demand,) = sheet_of(
        an_office(deliverable={**PAD, "type": DeliverableType.OTHER, "recipient": "TV Nord"})
    ).demands
    assert demand.title == (
        "Aucune spécification connue de TV Nord : remplissez Spécifications d'après son document."
    )
    assert demand.lines == ()


def test_the_files_of_an_object_are_told_together_with_what_is_wrong_in_them() -> None:
    read = {"object": "CAM-A", "nature": MediaNature.MEDIA, "read_day": date(2026, 11, 29)}
    made = sheet_of(
        an_office(
            source=CAMERA,
            media=[
                {**read, "file": "a.mxf"},
                {**read, "file": "b.mxf", "faults": "somme fausse", "read_day": date(2026, 11, 30)},
                {"file": "c.txt", "nature": MediaNature.UNREAD, "unread": "n'est pas un média"},
            ],
        )
    )
    assert made.files == (
        ("CAM-A", "2 fichiers : a.mxf, b.mxf", "Fichier média", "30/11/2026", "somme fausse"),
        ("aucun", "c.txt", "Fichier non lu", "", "n'est pas un média"),
    )


def test_the_tab_has_the_projects_that_are_not_delivered_and_names_those_without_technique() -> None:
    office = an_office(source=CAMERA)
    projects = [
        {"code": CODE, "title": "Terres", "status": ProjectStatus.CONFIRMED},
        {"code": "NUE", "status": ProjectStatus.CONFIRMED},
        {"code": "FINI", "status": ProjectStatus.DELIVERED},
    ]
    sources = [{"project": CODE, "source": "A"}, {"project": "FINI", "source": "A"}]
    office = with_table(with_table(office, "Projets", projects), "Sources", sources)
    made = technique_sheets(office)
    assert [sheet.project for sheet in made.sheets] == [CODE]
    assert made.lines == ("1 projet, situation au 30/11/2026.", "Sans technique : NUE.")
    assert technique_sheet(office, "FINI") is not None


def test_the_command_prints_the_sheet_of_a_project_and_counts_what_is_open() -> None:
    outcome = techsheet(an_office(source={**CAMERA, "is_constant": False}), project=CODE)
    (paper,) = outcome.papers
    assert paper.file_stem == f"TERR - fiche technique {DAY:%Y-%m-%d}"
    assert outcome.details["blocking"] >= 1 and outcome.summary.startswith(
        "Fiche technique TERR au 30/11/2026 : "
    )
    assert not (outcome.columns or outcome.rows)


def test_a_project_without_technique_or_over_is_refused_in_a_line() -> None:
    (bare,) = techsheet(an_office(), project=CODE).problems
    assert bare.is_blocking and "sans technique, pas de fiche" in bare.message
    over = an_office({"status": ProjectStatus.CANCELLED}, source=CAMERA)
    (cancelled,) = techsheet(over, project=CODE).problems
    assert "« Annulé »" in cancelled.message
    (unknown,) = techsheet(an_office(), project="NOPE").problems
    assert "NOPE" in unknown.line


def test_a_sound_package_is_not_said_to_have_been_seen():
    files = [
        {"file": "FILM_SMPTE", "nature": MediaNature.DCP},
        {"file": "PAD.mxf", "nature": MediaNature.MEDIA},
        {
            "file": "COURT_SMPTE",
            "object": "DCP",
            "nature": MediaNature.DCP,
            "faults": "Taille fausse : a.mxf",
        },
    ]
    made = with_table(an_office(deliverable=PAD), "Medias", [{"project": CODE, **one} for one in files])
    told = {cells[1]: cells[-1] for cells in sheet_of(made).files}
    assert told["FILM_SMPTE"] == "structure sans défaut ; image, son et sous-titres non contrôlés"
    assert told["COURT_SMPTE"] == "Taille fausse : a.mxf ; image, son et sous-titres non contrôlés"
    assert told["PAD.mxf"] == "lecture sans défaut"
