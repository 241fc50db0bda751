"""The office's own rows: how each is read, which one wins, and why one is not applied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.profiles.fields import field_of_heading
from postprod_xl.domain.technique.profiles.in_force import profile_of
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement, read_values
from postprod_xl.domain.technique.profiles.specifications import Specifications, alert_column, specifications
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.domain.technique.spellings.codecs import Codec
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import CODE, DAY
from tests.domain.technique.profiles.test_in_force import Promised

PAD = DeliverableType.PAD_HD
EQUAL, AMONG, BETWEEN = Comparison.EQUAL, Comparison.AMONG, Comparison.BETWEEN
AT_MOST, AT_LEAST, PRESENT = Comparison.AT_MOST, Comparison.AT_LEAST, Comparison.PRESENT
FTV: Mapping[str, Any] = {"recipient": "France Télévisions", "field": "Codec", "requirement": EQUAL}


def asked(*rows: Mapping[str, Any]) -> Specifications:
    """The rows of an office, numbered from 5; each asks a codec of France Télévisions unless it says otherwise."""
    return specifications(
        office(DAY, Specifications=table_rows("Specifications", [{**FTV, **row} for row in rows]))
    )


def row(value: str, **cells: Any) -> dict[str, Any]:
    return {"required_value": value, **cells}


def loudness(comparison: Comparison, value: str, **cells: Any) -> dict[str, Any]:
    return row(value, field="Loudness (LUFS)", requirement=comparison, **cells)


def values_of(found: Specifications) -> list[tuple[Any, ...]]:
    return [one.requirement.values for one in found.applied]


def asked_values(found: tuple[ProfileRequirement, ...]) -> list[tuple[Any, ...]]:
    return [one.values for one in found]


def the_line(found: Specifications) -> str:
    (problem,) = found.problems
    return problem.message


@pytest.mark.parametrize(
    ("heading", "comparison", "text", "values"),
    [
        ("Cadence", EQUAL, "25", (FrameRate.of(25),)),
        ("Cadence", EQUAL, "50i", (FrameRate.of(25),)),
        ("Cadence", AMONG, "23,976 ; 24", (FrameRate.of(24000, 1001), FrameRate.of(24))),
        ("Loudness", BETWEEN, "-24 ; -22", (Decimal(-24), Decimal(-22))),
        ("Loudness", BETWEEN, "-23 ± 0,5", (Decimal("-23.5"), Decimal("-22.5"))),
        ("Loudness", BETWEEN, "−24 à −22", (Decimal(-24), Decimal(-22))),
        ("Crête vraie (dBTP)", AT_MOST, "-3,5 dBTP", (Decimal("-3.5"),)),
        ("Pistes son", AMONG, "4;16", (4, 16)),
        ("Codec", EQUAL, "XDCAM HD 422", (Codec.XDCAM_HD422_50,)),
        ("SME", EQUAL, "Oui", (True,)),
        ("SME", Comparison.PRESENT, "Non", (False,)),
        ("Rapport QC", Comparison.PRESENT, "oui", (True,)),
        ("TC de début", EQUAL, "10:00:00:00", ("10:00:00:00",)),
        ("Balayage", EQUAL, "entrelacé", ("Entrelacé",)),
    ],
)
def test_a_value_is_read_by_the_kind_of_its_field(
    heading: str, comparison: Comparison, text: str, values: tuple[Any, ...]
):
    field = field_of_heading(heading)
    assert field is not None
    assert read_values(field, comparison, text).value == values


@pytest.mark.parametrize(
    ("heading", "comparison", "text"),
    [
        ("Cadence", EQUAL, "vite"),
        ("Cadence", EQUAL, "25 ; 50"),
        ("Débit (Mb/s)", EQUAL, "ProRes"),
        ("Débit (Mb/s)", EQUAL, "-5"),
        ("Pistes son", AMONG, "4 ; ; 16"),
        ("Pistes son", EQUAL, "7,5"),
        ("Loudness", BETWEEN, "-23"),
        ("Loudness", BETWEEN, "-22 ; -24"),
        ("Loudness", BETWEEN, "-25 ; -24 ; -22"),
        ("Loudness", BETWEEN, "-23 ± un"),
        ("Loudness", BETWEEN, "-23 ± -1"),
        ("SME", EQUAL, "peut-être"),
        ("Fichier XML", Comparison.PRESENT, "deux"),
        ("TC de début", EQUAL, "10 heures"),
        ("Mixage", EQUAL, "Mixage radio"),
        ("Codec", EQUAL, "Betacam"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_not_read(heading: str, comparison: Comparison, text: str):
    field = field_of_heading(heading)
    assert field is not None
    read = read_values(field, comparison, text)
    assert read.value is None and read.note


def test_a_row_is_applied_as_it_is_written():
    found = asked(row("AVC-Intra 100", severity=Severity.WARNING, source="Cahier FTV, p. 4", version="2026"))
    (one,) = found.applied
    assert (one.requirement.id, one.requirement.severity) == ("SPE-5", Severity.WARNING)
    assert one.requirement.source == "Cahier FTV, p. 4, version 2026"
    assert not found.problems and not found.alerts


def test_a_row_without_severity_blocks_and_one_without_source_is_only_partly_sourced():
    ((one,), (other,)) = (
        asked(row("ProRes 422 HQ")).applied,
        asked(row("ProRes 422 HQ", source="Cahier")).applied,
    )
    assert one.requirement.severity is Severity.BLOCKING
    assert (one.requirement.confidence, other.requirement.confidence) == (RuleConfidence.P, RuleConfidence.S)
    assert one.requirement.source == "Spécifications, ligne 5"


def test_an_unknown_field_is_one_line_with_the_heading_that_was_meant():
    found = asked(row("25", field="Cadense"))
    assert not found.applied
    assert the_line(found) == (
        "« Cadense » n'est pas un en-tête de Livrables, ou la nature d'une pièce : vouliez-vous dire « Cadence » ?"
    )
    assert found.alerts == {5: the_line(found)}


@pytest.mark.parametrize(
    "field", ["Projet", "Destinataire", "À livrer le", "Tâche", "Mesuré : codec", "Autre pièce"]
)
def test_a_column_that_no_recipient_asks_about_is_an_unknown_field(field: str):
    assert "n'est pas un en-tête" in the_line(asked(row("TERR", field=field)))


def test_a_text_is_not_compared_as_a_number():
    found = asked(row("50", requirement=AT_LEAST))
    assert not found.applied
    assert the_line(found) == (
        "« Codec » ne se compare pas ainsi : « supérieur ou égal à » est pour les nombres et les cadences"
    )


def test_a_number_is_not_compared_with_a_text():
    found = asked(loudness(AT_MOST, "fort"))
    (problem,) = found.problems
    assert problem.heading == BY_NAME["Specifications"].heading("required_value")
    assert problem.message == (
        "valeur non comprise : « fort » n'est pas un nombre (1 234,50), moins d'un million"
    )


def test_a_piece_is_only_asked_for():
    assert "une pièce est « à fournir »" in the_line(
        asked(row("2", field="Rapport QC", requirement=AT_LEAST))
    )


def test_an_incomplete_row_is_left_to_the_reader_of_the_workbook_and_says_so_in_its_alert():
    found = asked(row(""))
    assert not found.problems and not found.applied
    assert found.alerts == {5: "à compléter : Valeur"}


def test_two_rows_that_say_the_contrary_are_both_left_out():
    found = asked(row("XDCAM HD422 50"), row("AVC-Intra 100"))
    assert not found.applied
    assert [problem.message for problem in found.problems] == [
        "la ligne 6 dit le contraire : aucune des deux n'est appliquée",
        "la ligne 5 dit le contraire : aucune des deux n'est appliquée",
    ]


def test_of_two_rows_that_say_the_contrary_the_one_read_later_holds():
    found = asked(
        row("XDCAM HD422 50", read_day=date(2026, 1, 12)), row("AVC-Intra 100", read_day=date(2026, 1, 13))
    )
    assert values_of(found) == [(Codec.AVC_INTRA_100,)]
    assert the_line(found) == (
        "plus ancienne que la ligne 6, lue le 13/01/2026, qui prévaut : relisez le document, ou supprimez la ligne"
    )


def test_two_rows_read_on_one_day_that_say_the_contrary_are_both_left_out():
    day = date(2026, 1, 12)
    assert not asked(row("XDCAM HD422 50", read_day=day), row("AVC-Intra 100", read_day=day)).applied


def test_a_least_and_a_most_of_one_field_hold_together():
    assert len(asked(loudness(AT_LEAST, "-24"), loudness(AT_MOST, "-22")).applied) == 2


def test_a_least_and_a_most_may_meet_in_one_value():
    assert len(asked(loudness(AT_LEAST, "-23"), loudness(AT_MOST, "-23")).applied) == 2


def test_a_least_above_the_most_is_a_contradiction():
    assert not asked(loudness(AT_LEAST, "-22,9"), loudness(AT_MOST, "-23")).applied


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (loudness(EQUAL, "-23"), loudness(BETWEEN, "-23 ± 1"), 2),
        (loudness(EQUAL, "-21"), loudness(BETWEEN, "-23 ± 1"), 0),
        (loudness(EQUAL, "-23"), loudness(Comparison.DIFFERENT, "-23"), 0),
        (loudness(EQUAL, "-23"), loudness(Comparison.DIFFERENT, "-24"), 2),
        (loudness(AT_MOST, "-20"), loudness(AT_MOST, "-23"), 0),
        (loudness(AT_MOST, "-20"), loudness(AT_MOST, "-23", severity=Severity.INFO), 2),
        (loudness(AT_MOST, "-20"), loudness(AT_MOST, "-20"), 2),
        (loudness(AMONG, "-23 ; -24"), loudness(EQUAL, "-24"), 2),
        (loudness(AMONG, "-23 ; -24"), loudness(EQUAL, "-27"), 0),
        (loudness(AT_LEAST, "-24"), loudness(Comparison.DIFFERENT, "-23"), 2),
        (loudness(AT_LEAST, "-24"), loudness(PRESENT, "Oui"), 2),
        (loudness(AT_LEAST, "-24"), loudness(PRESENT, "Non"), 0),
        (loudness(EQUAL, "-24"), loudness(PRESENT, "Non"), 0),
        (loudness(Comparison.DIFFERENT, "-24"), loudness(PRESENT, "Non"), 0),
        (loudness(PRESENT, "Oui"), loudness(PRESENT, "Non", severity=Severity.INFO), 0),
        (loudness(PRESENT, "Oui"), loudness(PRESENT, "Oui", severity=Severity.INFO), 2),
    ],
)
def test_two_rows_contradict_each_other_when_no_value_meets_both(
    one: dict[str, Any], other: dict[str, Any], count: int
):
    assert len(asked(one, other).applied) == count


def test_rows_of_two_recipients_never_contradict_each_other():
    assert len(asked(row("XDCAM HD422 50"), row("AVC-Intra 100", recipient="ARTE")).applied) == 2


def test_a_row_of_a_project_wins_over_one_of_a_type_and_that_over_one_of_the_recipient():
    found = asked(
        row("XDCAM HD422 50"),
        row("AVC-Intra 100", type=PAD),
        row("ProRes 422 HQ", project=CODE),
    )
    assert asked_values(found.asked_of("FTV", PAD, CODE)) == [(Codec.PRORES_HQ,)]
    assert asked_values(found.asked_of("FTV", PAD, "AUTRE")) == [(Codec.AVC_INTRA_100,)]
    assert asked_values(found.asked_of("FTV", DeliverableType.PAD_UHD, "AUTRE")) == [(Codec.XDCAM_HD422_50,)]
    assert asked_values(found.asked_of("ARTE", PAD, CODE)) == []


def test_a_precise_row_leaves_the_other_fields_to_the_general_ones():
    found = asked(row("8", field="Pistes son"), row("ProRes 422 HQ", project=CODE))
    assert asked_values(found.asked_of("FTV", PAD, CODE)) == [(8,), (Codec.PRORES_HQ,)]


def test_a_precise_row_older_than_the_general_one_it_would_replace_is_left_out():
    general = row("XDCAM HD422 50", read_day=date(2026, 6, 1))
    assert values_of(asked(general, row("ProRes 422 HQ", project=CODE, read_day=date(2026, 5, 31)))) == [
        (Codec.XDCAM_HD422_50,)
    ]
    assert len(asked(general, row("ProRes 422 HQ", project=CODE, read_day=date(2026, 6, 1))).applied) == 2


def test_a_row_older_than_the_document_it_would_replace_is_left_out():
    old = asked(row("ProRes 422 HQ", type=PAD, read_day=date(2016, 8, 17)))
    assert not old.applied
    assert the_line(old) == (
        "plus ancienne que CST-RT-040, en vigueur depuis le 18/08/2016, qui prévaut : relisez le document, ou supprimez"
        " la ligne"
    )
    assert asked(row("ProRes 422 HQ", type=PAD, read_day=date(2016, 8, 18))).applied


def test_a_row_about_what_the_document_does_not_say_is_never_older_than_it():
    assert asked(row("PQ", field="Gamma", type=PAD, read_day=date(2016, 8, 17))).applied


def test_a_row_takes_the_place_of_the_profile_on_its_field_and_silences_its_rule():
    specified = asked(row("AVC-Intra 100", type=PAD)).asked_of("FTV", PAD, CODE)
    profile = profile_of(Promised(PAD, "FTV"), DAY, specified)
    assert profile is not None
    assert [one.id for one in profile.on("codec")] == ["SPE-5"]
    assert profile.of_rule("IMG-16") == () and profile.overruled == {"IMG-16"}
    assert [one.id for one in profile.on("audio_tracks")] == ["PRO-RT040-PISTES-SON"]


def test_a_row_that_says_what_nobody_could_source_is_no_longer_unknown():
    before, after = (
        profile_of(Promised(PAD), DAY, specified)
        for specified in ((), asked(row("SDR", field="Gamma")).asked_of("FTV", PAD, CODE))
    )
    assert before and after
    assert "gamma" in before.unknown and "gamma" not in after.unknown


def test_the_rows_of_a_recipient_without_document_make_its_profile():
    specified = asked(row("ProRes 422 HQ", recipient="Ciné-club")).asked_of("ciné club", None, CODE)
    profile = profile_of(Promised(None, "ciné club"), DAY, specified)
    assert profile is not None
    assert [one.id for one in profile.requirements] == ["SPE-5"]


def test_the_profile_of_a_recipient_silences_the_rules_made_for_the_others():
    profile = profile_of(Promised(PAD, "ARTE"), DAY)
    assert profile is not None
    assert {"IMG-06", "IMG-16", "IMG-17", "SON-09"} == profile.overruled


@pytest.mark.parametrize(
    ("recipient", "count"), [("Télé Bocaje", 1), ("Tele-bocage", 0), ("Gaumont", 0), ("FTV", 0)]
)
def test_a_recipient_written_almost_as_that_of_a_deliverable_is_told(recipient: str, count: int):
    found = specifications(
        office(
            DAY,
            Livrables=table_rows(
                "Livrables", [{"project": CODE, "deliverable": "PAD", "recipient": "Télé Bocage"}]
            ),
            Specifications=table_rows(
                "Specifications", [{**FTV, **row("AVC-Intra 100"), "recipient": recipient}]
            ),
        )
    )
    assert len(found.problems) == count
    if count:
        assert the_line(found) == (
            "aucun livrable n'est pour « Télé Bocaje » : vouliez-vous dire « Télé Bocage » ?"
        )


def test_each_row_says_in_its_alert_why_it_is_not_applied():
    rows = table_rows("Specifications", [{**FTV, **row("XDCAM")}, {**FTV, **row("XDCAM HD422 50")}])
    first, second = alert_column(office(DAY, Specifications=rows))
    assert first.startswith("valeur non comprise") and second == ""


def test_a_value_that_is_not_read_says_what_was_expected():
    assert [
        asked(row(text, **cells)).problems[0].expected
        for text, cells in (("Betacam", {}), ("oh", {"field": "SME", "requirement": PRESENT}))
    ] == ["un codec : XDCAM HD422 50", "Oui ou Non"]


def test_an_element_is_asked_for_and_what_files_say_is_compared():
    assert asked(row("Oui", field="SME", requirement=PRESENT)).applied
    assert "se compare à une valeur" in the_line(asked(row("Oui", field="LRA", requirement=PRESENT)))


def test_a_row_is_only_older_than_a_more_general_one_on_its_own_field():
    early, late = date(2026, 5, 1), date(2026, 6, 1)
    precise = row("ProRes 422 HQ", project=CODE, read_day=early)
    assert len(asked(row("8", field="Pistes son", read_day=late), precise).applied) == 2
    assert len(asked(row("XDCAM HD422 50", read_day=early), {**precise, "read_day": late}).applied) == 2
    bounds = loudness(AT_LEAST, "-24", read_day=early), loudness(AT_MOST, "-22", read_day=late)
    assert len(asked(*bounds).applied) == 2
