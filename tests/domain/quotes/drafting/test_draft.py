"""Drafts of quotes: the cases of `tests/cases/devis.toml`, scaled by hand, and what a house makes of its rate card."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.quotes.drafting import quote
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.drafting.draft import Draft, WantedQuote, draft
from postprod_xl.domain.quotes.drafting.rate_card import starting_rates, templates
from postprod_xl.domain.quotes.versions.chapters import chapter_problems
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.versions import CURRENT
from tests.domain.offices import office, table_rows
from tests.masters import ROOT

CASES = tomllib.loads((ROOT / "tests" / "cases" / "devis.toml").read_text("utf-8"), parse_float=Decimal)[
    "devis"
]
LATER = [column.name for column in BY_NAME["Tarifs"].columns if column.since == CURRENT]


def rates(**changed: dict[str, Any]) -> Rows:
    """The estimated rate card with some items changed, by code with `_` for the dash; new codes are added."""
    rows = {rate["item"]: rate for rate in starting_rates()}
    for code, cells in changed.items():
        item = code.replace("_", "-")
        rows[item] = {**rows.get(item, {"item": item}), **cells}
    return table_rows("Tarifs", list(rows.values()))


def earlier(rows: Rows) -> Rows:
    """The same rate card in a workbook that has none of the columns of this version."""
    blank = table_rows("Tarifs", [{} for _ in rows.numbers])
    return rows.with_columns({name: blank.column(name) for name in LATER})


def house(tariff: Rows | None = None, lines: Rows | None = None, **project: Any) -> Office:
    tables = {"Devis": lines} if lines else {}
    held = table_rows("Projets", [{"code": "NEUF", **project}, {"code": "AUTRE"}])
    return office(Projets=held, Tarifs=rates() if tariff is None else tariff, **tables)


def drafted(given: Office, template: str = "DOC52", **sizes: int) -> Draft:
    return draft(given, WantedQuote("NEUF", template, **sizes))


def quantities(made: Draft) -> dict[str, Decimal]:
    return {line.item.row.item: line.quantity.usual for line in made.items}


def refusal(given: Office, wanted: WantedQuote) -> list[str]:
    with pytest.raises(ProgrammeRefused) as refused:
        draft(given, wanted)
    return [problem.message for problem in refused.value.problems]


@pytest.mark.parametrize("tariff", [rates(), earlier(rates())], ids=["new", "earlier"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_a_draft_is_the_table_of_quantities_scaled_by_hand(case: dict[str, Any], tariff: Rows):
    names = {"minutes": "minutes", "episodes": "episodes", "jours_de_tournage": "shooting_days"}
    sizes = {name: case[word] for word, name in names.items() if word in case}
    made = drafted(house(tariff), case["modele"], **sizes)
    assert [
        [line.item.row.item, *line.quantity[:3], Decimal(line.item.price.price_cents or 0) / 100]
        for line in made.items
    ] == [line[:5] for line in case["lignes"]]
    lines = made.rows["Devis"].select("quantity", "unit_price_cents")
    amounts = [quantity * cents / 100 for quantity, cents in lines]
    assert amounts == [line[5] for line in case["lignes"]]
    assert sum(amounts) == case["total"]


def test_every_type_of_programme_has_its_case_as_it_stands():
    whole = [
        case["modele"] for case in CASES if not case.keys() & {"minutes", "episodes", "jours_de_tournage"}
    ]
    known = templates(office().today)
    assert sorted(whole) == sorted(known)
    said = next(option.help for option in COMMANDS["quote"].options if option.name == "template")
    assert all(code in said for code in known)


def test_the_version_written_is_the_sum_of_its_lines_and_says_what_is_to_be_replaced():
    outcome = quote(house(), project="NEUF", template="DOC52")
    (version,), lines = outcome.appended["Versions"], outcome.appended["Devis"]
    assert (version.version, version.status, version.total_cents) == (1, "Brouillon", 5_510_700)
    assert version.day is None
    assert len(lines) == 25 and set(lines.column("rate_note")) == {"tarif estimé, à remplacer"}
    assert set(lines.column("feasibility")) == {"À vérifier"} and set(lines.column("mode")) == {"Forfait"}
    # 25 jours de montage de 8 heures.
    assert lines.by_key("item", "sold_minutes")["IMG-20"] == 25 * 8 * 60
    assert outcome.details["total_cents"] == 5_510_700 and not outcome.problems


def test_what_the_command_leaves_out_is_what_the_project_says():
    said = house(type="Série TV", length_minutes=52, episodes=6, shooting_days=60)
    silent = house(type="Série TV")
    assert drafted(said, "").programme == (52, 6, 60)
    assert drafted(said, "", minutes=26).template.code == "EP26"
    assert drafted(silent, "").programme == (52, 1, None)
    assert drafted(silent, "fic52").template.code == "SER52"
    dated = said.with_rows("Episodes", table_rows("Episodes", [{"project": "NEUF", "number": 8}]))
    assert drafted(dated.with_columns("Projets", {"episodes": [None, None]}), "").programme.episodes == 8


def test_a_price_that_the_house_changed_or_confirmed_is_no_longer_to_be_replaced():
    tariff = rates(IMG_20={"price_cents": 65_000}, IMG_40={"price_origin": "Maison"})
    made = {line.item.row.item: line.item.price for line in drafted(house(tariff)).items}
    assert made["IMG-20"][::2] == (65_000, False)
    assert made["IMG-40"][::2] == (65_000, False)
    assert made["IMG-50"][::2] == (130_000, True)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, (200_000, 124_000, True)),
        ({"film_price_cents": 210_000, "film_cost_cents": None}, (210_000, 80_600, False)),
        ({"film_price_cents": 210_000}, (210_000, 124_000, False)),
        # The house has set its price and says nothing of films: they have the same.
        (
            {"price_cents": 150_000, "film_price_cents": None, "film_cost_cents": None},
            (150_000, 80_600, False),
        ),
        (
            {"price_origin": "Maison", "film_price_cents": None, "film_cost_cents": None},
            (130_000, 80_600, False),
        ),
        # Its own cost, our price: an estimate still.
        ({"cost_cents": 70_000, "film_price_cents": None, "film_cost_cents": None}, (200_000, 70_000, True)),
    ],
)
def test_a_feature_film_has_its_own_price_and_cost(cells: dict[str, Any], expected: tuple[int, int, bool]):
    made = drafted(house(rates(IMG_50=cells)), "LM90")
    assert next(line.item.price for line in made.items if line.item.row.item == "IMG-50") == expected


def test_an_item_of_the_house_alone_is_fixed_until_it_says_its_scale():
    cells = {"unit": "unité", "price_cents": 9_900, "quantity_doc52": Decimal(3)}
    for scale, expected in (("", 3), ("Par épisode", 12), ("Par minute", 6)):
        made = drafted(house(rates(KDM_10={**cells, "scale": scale})), minutes=26, episodes=4)
        assert quantities(made)["KDM-10"] == expected
    assert [line.quantity[1:3] for line in made.items if line.item.row.item == "KDM-10"] == [(None, None)]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, ["Par jour de tournage : 11", "Par minute : 20", "Par épisode : 2"]),
        (
            {"minutes": 45, "episodes": 6},
            ["Par jour de tournage : 11 × 6", "Par minute : 20 × 45/52 × 6", "Par épisode : 2 × 6"],
        ),
        (
            {"episodes": 6, "shooting_days": 60},
            ["Par jour de tournage : 11 × 60/11", "Par minute : 20 × 6", "Par épisode : 2 × 6"],
        ),
    ],
)
def test_each_line_says_the_sum_that_gives_its_quantity(sizes: dict[str, int], expected: list[str]):
    lines = drafted(house(), "SER52", **sizes).rows["Devis"].by_key("item", "scaling")
    assert [lines[item] for item in ("IMG-10", "IMG-20", "IMG-30")] == expected


def test_the_scale_and_the_limits_of_the_house_come_before_those_of_the_estimates():
    tariff = rates(IMG_20={"scale": "Fixe", "quantity_doc52": Decimal(30), "most_doc52": Decimal(31)})
    line = next(line for line in drafted(house(tariff), minutes=26).items if line.item.row.item == "IMG-20")
    assert line.quantity == (30, 25, 31, "")


def test_an_item_whose_quantity_is_blank_is_named_and_one_at_zero_is_left_out():
    made = drafted(house(rates(IMG_30={"quantity_doc52": None})))
    assert made.silent == ["IMG-30"]
    assert "sans quantité DOC52 dans Tarifs, non chiffrés : IMG-30" in made.lines
    assert not {"IMG-30", "SON-20"} & quantities(made).keys()


def test_a_line_keeps_its_code_and_a_new_one_takes_none_that_is_held():
    held = [
        {"line": "MONTAGE", "project": "NEUF", "version": 2, "item": "IMG-20"},
        {"line": "ANCIEN", "project": "NEUF", "version": 1, "item": "IMG-20"},
        {"line": "neuf-img-40", "project": "AUTRE", "version": 1, "item": "IMG-40"},
        {"line": "NEUF-IMG-50", "project": "NEUF", "version": 2, "item": "IMG-70"},
    ]
    given = house(lines=table_rows("Devis", held))
    version = {"project": "NEUF", "version": 2, "status": "Envoyé"}
    made = drafted(given.with_rows("Versions", table_rows("Versions", [version])))
    codes = {line.item.row.item: line.code for line in made.items}
    assert made.number == 3
    assert codes["IMG-20"] == "MONTAGE" and codes["IMG-40"] == "NEUF-IMG-40-2"
    # The code that would be its own is that of another item: it stays with it.
    assert codes["IMG-70"] == "NEUF-IMG-50" and codes["IMG-50"] == "NEUF-IMG-50-2"
    assert len(set(codes.values())) == len(codes)


def test_a_line_keeps_the_chapter_that_the_project_gave_it_and_has_only_one():
    own = {"line": "MONTAGE", "project": "NEUF", "version": 1, "item": "IMG-20", "cnc_chapter": 3}
    given = house(lines=table_rows("Devis", [own]))
    lines = drafted(given).rows["Devis"]
    chapters = dict(lines.select("item", "cnc_chapter"))
    assert chapters.pop("IMG-20") == 3 and not any(chapters.values())
    whole = given.with_rows("Devis", given["Devis"].followed_by(lines))
    assert not list(chapter_problems(whole))


def test_a_code_that_two_versions_give_to_two_items_names_one_line():
    held = [
        {"line": "L1", "project": "NEUF", "version": version, "item": item}
        for version, item in ((1, "IMG-20"), (2, "IMG-40"))
    ]
    made = drafted(house(lines=table_rows("Devis", held)))
    codes = {line.item.row.item: line.code for line in made.items}
    assert (codes["IMG-20"], codes["IMG-40"]) == ("L1", "NEUF-IMG-40")


def test_an_item_that_the_house_sells_in_another_unit_takes_no_quantity_and_no_price_of_the_estimates():
    halves = {"unit": "demi-journée", "quantity_lm90": Decimal(20), "least_lm90": None, "most_lm90": None}
    tariff = rates(IMG_50={**halves, "film_price_cents": None, "film_cost_cents": None})
    line = next(
        line for line in drafted(house(tariff), "LM90", minutes=110).items if line.item.row.item == "IMG-50"
    )
    # 20 × 110/90 = 24,44 : une demi-journée se vend par moitiés.
    assert line.quantity == (Decimal("24.5"), None, None, "")
    assert line.item.price == (130_000, 80_600, True)
    halves = {"unit": "demi-journée", "quantity_ep26": Decimal(3), "price_origin": ""}
    line = next(
        line for line in drafted(house(rates(IMG_50=halves)), "QUO26").items if line.item.row.item == "IMG-50"
    )
    assert line.quantity.usual == 3 and not line.item.price.is_estimate


@pytest.mark.parametrize(("quantity", "expected"), [(None, "silent"), (Decimal(0), "left out")])
def test_a_daily_serial_leaves_out_what_the_house_does_not_quote(quantity: Decimal | None, expected: str):
    made = drafted(house(rates(IMG_20={"quantity_ep26": quantity})), "QUO26")
    assert "IMG-20" not in quantities(made)
    assert ("IMG-20" in made.silent) is (expected == "silent")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (WantedQuote("NEUFS", "DOC52"), "le projet « NEUFS » n'existe pas ; vouliez-vous dire « NEUF » ?"),
        (WantedQuote("NEUF", "DOC53"), "type de programme « DOC53 » inconnu, attendu : LM90, TF90"),
        (WantedQuote("NEUF"), "le type de NEUF ne dit pas son programme, précisez-le : LM90, TF90"),
        (
            WantedQuote("NEUF", "DOC52", 0),
            "0 pour « Durée (min) » de NEUF ; attendu : un nombre entre 1 et 1000",
        ),
        (WantedQuote("NEUF", "DOC52", 5000), "5000 pour « Durée (min) » de NEUF ; attendu"),
        (WantedQuote("NEUF", "DOC52", None, 0), "0 pour « Épisodes » de NEUF ; attendu"),
        (WantedQuote("NEUF", "DOC52", None, 5000), "5000 pour « Épisodes » de NEUF ; attendu"),
        (WantedQuote("NEUF", "DOC52", None, None, 0), "0 pour « Jours de tournage » de NEUF ; attendu"),
    ],
)
def test_what_cannot_be_quoted_is_refused_in_one_line(wanted: WantedQuote, expected: str):
    (message,) = refusal(house(), wanted)
    assert message.startswith(expected) and "\n" not in message


@pytest.mark.parametrize(
    ("tariff", "expected"),
    [
        (
            table_rows("Tarifs", []),
            ["Tarifs est vide : tapez-y vos postes, ou copiez ceux d'un classeur neuf"],
        ),
        (
            table_rows(
                "Tarifs", [{"item": "X", "unit": "jour", "price_cents": 1, "quantity_lm90": Decimal(1)}]
            ),
            ["aucun poste n'a de quantité pour un documentaire de 52 min : remplissez la colonne DOC52"],
        ),
        (
            rates(IMG_20={"price_cents": None, "unit": ""}, SON_11={"price_cents": -100}),
            [
                "IMG-20 n'a pas de prix : tapez-le, ou videz sa quantité pour ne pas le chiffrer",
                "IMG-20 n'a pas d'unité : sa quantité ne peut pas être chiffrée",
                "SON-11 a un prix négatif : une remise se tape dans le devis, pas dans le tarif",
            ],
        ),
    ],
    ids=["empty", "other type", "faulty items"],
)
def test_a_rate_card_that_cannot_price_a_line_is_refused_cell_by_cell(tariff: Rows, expected: list[str]):
    assert refusal(house(tariff), WantedQuote("NEUF", "DOC52")) == expected


def test_a_film_price_that_is_negative_is_refused_in_its_own_cell_and_a_price_of_nothing_is_none():
    with pytest.raises(ProgrammeRefused) as refused:
        drafted(house(rates(IMG_50={"film_price_cents": -1}, IMG_20={"price_cents": 0})), "LM90")
    assert [(problem.heading, problem.found) for problem in refused.value.problems] == [
        ("Prix HT", "0"),
        ("Prix HT long métrage", "-0,01\u00a0€"),
    ]


def test_a_quantity_that_no_cell_may_hold_is_refused():
    tariff = rates(IMG_60={"quantity_doc52": Decimal(900), "most_doc52": Decimal(1_200)})
    expected = "IMG-60 : 1200000 plans à cette échelle, attendu : 1000000 au plus"
    assert refusal(house(tariff), WantedQuote("NEUF", "DOC52", None, 1000)) == [expected]


def test_an_item_without_price_that_the_type_does_not_use_refuses_nothing():
    assert drafted(house(rates(LIV_20={"price_cents": None}))).items


@pytest.mark.parametrize("status", ["Annulé", "Soldé", "Livré"])
def test_a_project_that_is_over_is_not_quoted(status: str):
    expected = f"NEUF est « {status} » : il n'a plus rien à chiffrer"
    assert refusal(house(status=status), WantedQuote("NEUF", "DOC52")) == [expected]


def test_a_length_of_nothing_in_the_project_is_refused_in_its_cell():
    with pytest.raises(ProgrammeRefused) as refused:
        drafted(house(length_minutes=0))
    assert (refused.value.problem.table, refused.value.problem.row) == ("Projets", 5)
