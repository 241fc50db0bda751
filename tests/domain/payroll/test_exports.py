"""What leaves of a month for the payroll office, and what keeps it from leaving."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.documents.payroll.export import ExportedItem, PayForm
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.exports.checks import addressing_problems, export_problems
from postprod_xl.domain.payroll.exports.items import codes_to_fill, exported_items
from postprod_xl.schema.vocabulary import ExportedRate
from tests.domain.offices import office, table_rows

PERSON = {"code": "T001", "last_name": "Zola", "first_name": "Ève", "payroll_id": "M0001"}
OTHER = {"code": "T002", "last_name": "Aubry", "first_name": "Paule", "payroll_id": "M0002"}
CONTRACT = {
    "contract": "C1",
    "technician": "T001",
    "first_day": date(2026, 10, 26),
    "last_day": date(2026, 11, 6),
}
IDENTITY = {"month": "2026-11", "payroll_id": "M0001", "technician": "T001", "contract": "C1"}
# 31 h at 28.00 €, and 4 h at 28.00 € and 25 %
HN = {
    **IDENTITY, "item": "HN", "base_hours": Decimal(31), "rate_cents": 2800, "premium_rate": Decimal(0),
    "amount_cents": 86_800,
}  # fmt: skip
HS25 = {
    **IDENTITY, "item": "HS25", "base_hours": Decimal(4), "rate_cents": 2800, "premium_rate": Decimal("0.25"),
    "amount_cents": 14_000,
}  # fmt: skip
PAY = {**IDENTITY, "gross_cents": 100_800}
CODES = [{"item": "HN", "software_code": "1000"}, {"item": "HS25", "software_code": "1125"}]


def exporting(
    *items: dict[str, Any], pay: tuple[dict[str, Any], ...] = (PAY,), **tables: list[dict[str, Any]]
) -> Office:
    held = {"Equipe": [PERSON, OTHER], "Contrats": [CONTRACT], "CodesPaie": CODES, **tables}
    rows = {"Rubriques": [*items], "Paie": [*pay], **held}
    return office(**{name: table_rows(name, records) for name, records in rows.items()})


def exported(place: Office) -> list[ExportedItem]:
    return exported_items(place, place["Rubriques"])


def refusals(place: Office, form: PayForm = PayForm.SPAIECTACLE) -> list[tuple[str, bool]]:
    """The first words of each problem, and whether it refuses the export."""
    found = export_problems(place, place["Rubriques"], place["Paie"], form)
    return [(problem.message.split(" ; ")[0], problem.is_blocking) for problem in found]


def test_an_item_leaves_under_the_code_of_the_software_for_the_days_of_its_contract_in_the_month() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 6)
    assert exported(exporting(HN, HS25)) == [
        ExportedItem("M0001", first, last, "1000", Decimal(31), Decimal(2800), 86_800),
        ExportedItem("M0001", first, last, "1125", Decimal(4), Decimal(3500), 14_000),
    ]
    assert refusals(exporting(HN, HS25)) == []


def test_the_rate_of_a_simple_hour_leaves_where_the_software_adds_the_premium_itself() -> None:
    code = {"item": "hs25", "software_code": "1125", "exported_rate": ExportedRate.HOURLY}
    assert [item.rate_cents for item in exported(exporting(HS25, CodesPaie=[code]))] == [Decimal(2800)]


def test_an_item_without_code_leaves_under_ours_and_is_refused_by_spaiectacle() -> None:
    place = exporting(HN, HS25, CodesPaie=[CODES[0], {"item": "HS25"}])
    assert [item.code for item in exported(place)] == ["1000", "HS25"]
    said = "sans code du logiciel de paie : HS25"
    assert refusals(place) == [(said, True)]
    assert refusals(place, PayForm.NEUTRAL) == [(said, False)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"payroll_id": ""},
            "Ève Zola (T001) n'a pas de matricule : tapez celui que donne le bureau de paie",
        ),
        (
            {"payroll_id": "M000001"},
            "Ève Zola (T001) : le matricule « M000001 » a 7 caractères, sPAIEctacle en prend 6 au plus",
        ),
    ],
)
def test_a_person_whom_the_software_would_not_know_refuses_the_export(
    changed: dict[str, str], said: str
) -> None:
    assert refusals(exporting(HN | changed, HS25 | changed)) == [(said, True)]


def test_a_long_number_is_that_of_another_software() -> None:
    changed = {"payroll_id": "M000001"}
    assert refusals(exporting(HN | changed, HS25 | changed), PayForm.NEUTRAL) == []


def test_a_number_of_two_people_refuses_the_export() -> None:
    other = {**HN, "technician": "T002", "contract": "C2"}
    contracts = [
        CONTRACT,
        {**CONTRACT, "contract": "C2", "technician": "T002", "first_day": date(2026, 11, 3)},
    ]
    pay = (PAY, {**PAY, "technician": "T002", "contract": "C2", "gross_cents": 86_800})
    said = "Paule Aubry (T002) : « M0001 » est aussi le matricule de Ève Zola (T001), payé pour deux"
    assert refusals(exporting(HN, HS25, other, pay=pay, Contrats=contracts)) == [(said, True)]


@pytest.mark.parametrize(
    ("item", "gross", "said"),
    [
        (
            {"amount_cents": 86_801},
            100_801,
            "HN du contrat C1 : 868,01 € écrits, base × taux × coefficient donne 868,00 €",
        ),
        ({}, 100_801, "contrat C1 : 1\u00a0008,01 € brut, la somme de ses rubriques est 1\u00a0008,00 €"),
    ],
)
def test_what_is_not_found_again_is_not_exported(item: dict[str, Any], gross: int, said: str) -> None:
    found = refusals(exporting(HN | item, HS25, pay=({**PAY, "gross_cents": gross},)), PayForm.NEUTRAL)
    assert [(message.replace("\u202f", "\u00a0"), blocks) for message, blocks in found] == [
        (said.replace(" €", "\u00a0€"), True)
    ]


def test_a_premium_alone_leaves_at_the_part_of_the_rate_that_it_pays() -> None:
    # 4 h at 28.00 € × 0.25: the hours themselves are in HN
    alone = HS25 | {"item": "MS25", "coefficient": Decimal("0.25"), "amount_cents": 2800}
    place = exporting(HN, alone, pay=({**PAY, "gross_cents": 89_600},))
    assert exported(place)[1].rate_cents == Decimal(700)
    assert [blocks for _, blocks in refusals(place, PayForm.NEUTRAL)] == [False]


def test_an_item_whose_rate_nobody_knows_leaves_with_its_hours_and_is_named() -> None:
    unknown = HS25 | {"premium_rate": None, "amount_cents": None}
    place = exporting(HN, unknown, pay=({**PAY, "gross_cents": None},))
    left = exported(place)[1]
    assert (left.base, left.rate_cents, left.amount_cents) == (Decimal(4), None, None)
    [(said, blocks)] = refusals(place)
    assert (said.partition(" :")[0], blocks) == ("brut non connu, 1 contrat (C1)", False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first_day": None}, "le contrat C1 n'a pas de date de début"),
        (
            {"last_day": date(2026, 10, 30)},
            "le contrat C1 est payé en 2026-11, hors de ses dates (du 26/10/2026 au 30/10/2026)",
        ),
    ],
)
def test_a_contract_without_day_in_the_month_has_no_period_to_export(
    changed: dict[str, Any], said: str
) -> None:
    place = exporting(HN, HS25, Contrats=[CONTRACT | changed])
    assert [item.first_day for item in exported(place)] == [None, None]
    for form, blocks in ((PayForm.SPAIECTACLE, True), (PayForm.NEUTRAL, False)):
        [(found, is_blocking)] = refusals(place, form)
        assert (found.startswith(said), is_blocking) == (True, blocks)


def test_two_pays_that_a_software_would_take_for_one_are_refused() -> None:
    other = [item | {"contract": "C2"} for item in (HN, HS25)]
    contracts = [CONTRACT, {**CONTRACT, "contract": "C2", "first_day": date(2026, 9, 1)}]
    place = exporting(HN, HS25, *other, pay=(PAY, {**PAY, "contract": "C2"}), Contrats=contracts)
    [(said, blocks)] = refusals(place)
    assert said.startswith("les contrats C1, C2 d'une même personne sont payés à partir du 01/11/2026")
    assert blocks
    same = [{"item": "HN", "software_code": "1000"}, {"item": "HS25", "software_code": "1000"}]
    [(said, blocks)] = refusals(exporting(HN, HS25, CodesPaie=same))
    assert said.startswith("HN, HS25 ont le même code « 1000 »")
    assert blocks


def test_corrections_are_addressed_as_the_month_they_correct() -> None:
    # One hour taken back: what is added to HN is negative, and no gross is its sum.
    taken_back = HN | {"base_hours": Decimal(-1), "amount_cents": -2800, "payroll_id": ""}
    place = exporting(taken_back)
    [found] = addressing_problems(place, place["Rubriques"], PayForm.NEUTRAL)
    assert (found.message.partition(" :")[0], found.is_blocking) == (
        "Ève Zola (T001) n'a pas de matricule",
        True,
    )


def test_the_items_that_have_no_row_yet_get_one_where_their_code_is_typed() -> None:
    salary = HN | {"item": "SAL", "label": "Salaire mensuel, 10 jours sur 21"}
    leave = HN | {"item": "ABP", "label": "Absence payée : congés du 2 au 6"}
    place = exporting(HN, salary, leave, salary)
    added = codes_to_fill(place, place["Rubriques"])
    assert [*added.select("item", "label", "software_code")] == [
        ("SAL", "Salaire mensuel", ""),
        ("ABP", "Absence payée", ""),
    ]
