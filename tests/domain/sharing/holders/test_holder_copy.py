"""The copy of a rights holder: what is his, what is said of the others, what is recomputed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.commands.sharing import share
from postprod_xl.documents.sharing.manifest import from_json
from postprod_xl.documents.sharing.printed import printed
from postprod_xl.documents.sharing.sending import WrittenCopy, manifest_of
from postprod_xl.domain.sharing.holders.views import HOLDER_VIEWS
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.catalogue import SALES
from postprod_xl.schema.vocabulary import Audience
from tests.domain.offices import office
from tests.domain.sharing.holders.offices import (
    ADA,
    FIRST,
    LAST,
    MOLE,
    RIVE,
    ROWS,
    changed,
    copy_of,
    records,
    shared_with,
    tab,
    two_holders,
    values,
)

KEYS = {
    "Oeuvres": "work", "VersionsOeuvre": "work", "AyantsDroit": "name", "Mandats": "contract",
    "TermesMandat": "contract", "Ventes": "sale", "TermesVente": "sale", "Holdbacks": "sale", "Baremes": "contract",
    "Encaissements": "collection",
    "Frais": "cost", "Avances": "advance", "Repartitions": "share", "Releves": "number", "LignesReleve": "statement",
    "Materiel": "element", "DeclarationsOeuvre": "number", "RelevesMusicaux": "title",
}  # fmt: skip


@pytest.mark.parametrize("holder", [MOLE, RIVE])
@pytest.mark.parametrize("table", KEYS)
def test_a_holder_reads_the_rows_that_are_his_and_no_other(holder: str, table: str):
    his = [row[KEYS[table]] for owners, row in ROWS[table] if holder in owners.split()]
    assert list(tab(copy_of(holder), table).values(KEYS[table])) == his


def test_who_only_granted_an_authorisation_reads_it_and_the_work_neither_its_sales_nor_its_money():
    copy = copy_of(ADA)
    assert {shared.table.name for shared in copy.tables} == {
        "AyantsDroit", "Oeuvres", "VersionsOeuvre", "Mandats", "TermesMandat", "DeclarationsOeuvre", "RelevesMusicaux",
    }  # fmt: skip
    assert list(values(copy, "Mandats", "contract", "works")) == [("M6", "MER")]


def test_a_sale_of_several_works_names_his_alone_and_no_amount():
    copy = copy_of(MOLE)
    rows = {sale: cells for sale, *cells in values(copy, "Ventes", "sale", "client", "works", "price")}
    assert rows["V1"] == ["Studio Nord", "CRUE", None]
    assert rows["V7"] == ["Canal Sud", "CRUE", Decimal(4400)]
    sales = tab(copy, "Ventes")
    at = sales.values("sale").index("V1")
    for name in ("currency", "price_nature", "instalments", "collected_cents", "outstanding"):
        assert not sales.values(name)[at], name


def test_a_sale_of_one_work_that_also_takes_what_another_holder_gave_has_no_amount():
    assert dict(values(copy_of(MOLE), "Ventes", "sale", "price"))["V3"] is None
    assert dict(values(copy_of(RIVE), "Ventes", "sale", "price"))["V3"] is None
    own = changed("TermesVente", "V3", territories="FR")
    assert dict(values(copy_of(MOLE, two_holders(**own)), "Ventes", "sale", "price"))["V3"] == Decimal(7700)


def test_of_a_work_of_two_holders_each_reads_the_lines_that_take_what_he_gave():
    lines = {holder: list(values(copy_of(holder), "TermesVente", "sale", "term")) for holder in (MOLE, RIVE)}
    assert ("V3", "1") in lines[MOLE] and ("V3", "2") not in lines[MOLE]
    assert ("V3", "2") in lines[RIVE] and ("V3", "1") not in lines[RIVE]


def test_an_option_is_told_without_its_price_and_what_is_negotiated_is_not_told():
    copy = copy_of(MOLE)
    rows = dict(values(copy, "Ventes", "sale", "price"))
    assert rows["V5"] is None and "V4" not in rows
    assert "M1-A2" not in tab(copy, "Mandats").values("contract")


def test_what_is_negotiated_of_a_work_of_two_holders_is_told_to_neither():
    proposed = changed("Ventes", "V3", state="En négociation", signature_day=None)
    for holder in (MOLE, RIVE):
        assert "V3" not in tab(copy_of(holder, two_holders(**proposed)), "Ventes").values("sale")
        assert "V3" not in tab(copy_of(holder, two_holders(**proposed)), "TermesVente").values("sale")


def test_of_the_accounts_to_be_given_a_holder_reads_his_own():
    for holder in (MOLE, RIVE):
        days = list(values(copy_of(holder), "EcheancesDroits", "nature", "contract"))
        assert days.count(("Relevé à rendre", "M3")) == 1, holder


def test_a_holder_reads_his_own_part_and_its_rank_and_nothing_of_who_shares_with_him():
    copy = copy_of(RIVE)
    assert list(values(copy, "Repartitions", "contract", "rank", "share")) == [("M3", 1, "1/3")]
    assert "grantor" not in tab(copy, "Mandats").by_name
    # 3 300 € less 25 %, less 200 €: 2 275 €, of which a third.
    assert tab(copy, "Repartitions").values("received_cents") == (75_833,)


def test_a_part_in_one_work_of_a_contract_is_no_part_in_the_others():
    wide = changed("Mandats", "M3", works="PONT ; CRUE")
    parts = [
        {"contract": "M3", "work": "PONT", "rank": 1, "holder": RIVE, "share": "1/3"},
        {"contract": "M3", "work": "PONT", "rank": 1, "holder": MOLE, "share": "2/3"},
    ]
    copy = copy_of(RIVE, two_holders(**wide, Repartitions=parts))
    assert dict(values(copy, "Mandats", "contract", "works"))["M3"] == "PONT"
    assert "CRUE" not in tab(copy, "Oeuvres").values("work")
    without = changed("Frais", "F4", work="")
    copy = copy_of(RIVE, two_holders(**wide, Repartitions=parts, **without))
    assert "F4" not in tab(copy, "Frais").values("cost")


def test_who_granted_a_contract_that_another_now_grants_reads_what_he_signed_and_nothing_since():
    resold = changed("Mandats", "M1-A1", grantor=RIVE)
    former, now = copy_of(MOLE, two_holders(**resold)), copy_of(RIVE, two_holders(**resold))
    assert ("M1", None) in values(former, "Mandats", "contract", "last_day")
    assert "M1-A1" not in tab(former, "Mandats").values("contract")
    for table, name, theirs in (
        ("Ventes", "sale", "V7"),
        ("Encaissements", "collection", "E1"),
        ("Frais", "cost", "F1"),
        ("Materiel", "element", "EL-CRUE"),
        ("DeclarationsOeuvre", "number", "S-1"),
    ):
        shown = [value for each in former.tables if each.table.name == table for value in each.values(name)]
        assert theirs not in shown, table
        assert theirs in tab(now, table).values(name), table
    assert "M1" not in tab(now, "Mandats").values("contract")


def test_what_is_free_is_what_his_contracts_give_and_nothing_takes():
    free = list(
        values(copy_of(MOLE), "DroitsDisponibles", "work", "media", "territories", "first_day", "last_day")
    )
    dune = [row for row in free if row[0] == "DUNE"]
    # France alone, which he gave; its SVOD is sold until the end of February 2027.
    assert {row[2] for row in dune} == {"France"}
    assert ("DUNE", "SVOD", "France", date(2027, 3, 1), LAST) in dune
    assert not [row for row in free if row[0] == "MER"]


def test_of_a_work_that_has_a_contract_nobody_could_read_nothing_is_known_and_the_house_is_told():
    unread = changed("TermesVente", "V3", media="Trucs")
    outcome = shared_with(RIVE, two_holders(**unread))
    free = list(values(outcome.copy, "DroitsDisponibles", "work", "freedom", "media"))
    assert ("DUNE", "Non connu", "") in free
    # Of a work that another holder gave rights of too, nobody knows whose the sale is.
    assert "V3" not in tab(outcome.copy, "Ventes").values("sale")
    assert any("V3" in line and "n'est pas connu" in line for line in outcome.lines)


def test_a_collection_of_an_unknown_mandate_is_left_out_and_the_house_is_told():
    extra = [*records()["Encaissements"], {**records()["Encaissements"][0], "collection": "E9", "work": ""}]
    outcome = shared_with(MOLE, two_holders(Encaissements=extra))
    assert "E9" not in tab(outcome.copy, "Encaissements").values("collection")
    assert any("le mandat de E9 n'est pas connu" in line for line in outcome.lines)


def test_figures_are_those_of_the_day_and_a_workbook_behind_them_is_said():
    outcome = shared_with(MOLE)
    assert dict(values(outcome.copy, "Ventes", "sale", "collected_cents"))["V7"] == 440_000
    assert outcome.lines[0].startswith("le catalogue n'est plus à jour pour MOLE")
    assert {row.holder: row.due_cents for row in two_holders()["AyantsDroit"]}[MOLE] is None
    assert tab(outcome.copy, "AyantsDroit").values("due_cents") == (110_011,)


def test_a_text_that_names_another_holder_or_another_client_is_to_be_read_again():
    told = changed("Frais", "F1", label="affiches payées par Rive Gauche")
    lines = shared_with(MOLE, two_holders(**told)).lines
    assert (
        "À relire avant l'envoi, Frais de distribution : « affiches payées par Rive Gauche » nomme RIVE, un autre "
        "ayant droit"
    ) in lines
    told = changed("Materiel", "EL-CRUE", place="chez Est Télévision")
    lines = shared_with(MOLE, two_holders(**told)).lines
    assert any("« chez Est Télévision » nomme Est Télévision, un client" in line for line in lines)


def test_a_statement_changed_by_hand_is_to_be_read_again_in_his_copy_alone():
    outcome = shared_with(MOLE)
    assert any(line.startswith("À relire avant l'envoi, Relevés") for line in outcome.lines)
    assert not any("REL-2026-0002" in line for line in outcome.lines)


def test_nothing_is_answered_in_it_and_no_row_bears_a_code_of_the_house():
    copy = copy_of(MOLE)
    assert copy.audience is Audience.HOLDER and copy.title == "Films du Môle"
    for shared in copy.tables:
        assert not shared.is_answered and not any(shared.identifiers) and not shared.spare_rows


def test_only_columns_that_may_leave_are_shown_and_none_is_private():
    for view in HOLDER_VIEWS:
        for name in view.columns:
            column = view.table.by_name[name]
            assert column.shared and not column.private, (view.table.name, name)


def test_an_amount_in_its_currency_is_printed_and_kept_as_any_amount():
    price = SALES.by_name["price"]
    assert printed(price, Decimal("12345.5"), Language.FRENCH).replace("\u202f", " ") == "12 345,5"
    assert printed(price, Decimal("12345.5"), Language.ENGLISH) == "12,345.5"
    kept = manifest_of(copy_of(MOLE), WrittenCopy("mole.xlsx", "0", "0"))
    assert from_json(kept.to_json()) == kept


def test_an_english_copy_has_its_headings_in_english():
    copy = share(two_holders(), holder=MOLE, language="en").copy
    assert copy.language is Language.ENGLISH
    assert [shared.title for shared in copy.tables][:3] == ["Rights holders", "Works", "Work versions"]
    assert "Rights still free" in [shared.title for shared in copy.tables]


def test_an_unknown_holder_or_one_of_whom_nothing_leaves_is_refused():
    (problem,) = shared_with("MOLLE").problems
    assert problem.message == "l'ayant droit « MOLLE » n'existe pas ; vouliez-vous dire « MOLE » ?"
    alone = [*records()["AyantsDroit"], {"holder": "NEUF", "name": "Neuf"}]
    (problem,) = shared_with("NEUF", two_holders(AyantsDroit=alone)).problems
    assert problem.message.startswith(
        "NEUF n'a ni œuvre, ni contrat signé, ni part, ni relevé : rien n'est écrit"
    )


def test_a_workbook_without_a_catalogue_is_told_how_to_have_one():
    (problem,) = share(office(FIRST), holder=MOLE).problems
    assert "postprod add FICHIER catalogue" in problem.message
