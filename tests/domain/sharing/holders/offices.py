"""A small catalogue of two rights holders, the rows of each said: whose they are is written here by hand.

MOLE grants CRUE, with an amendment, and PONT, of which RIVE has a third; RIVE grants MER; of DUNE, MOLE grants France
and RIVE Belgium. V1 is a package of CRUE and MER, V3 covers both countries of DUNE. ADA has the music of MER,
and no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.sharing import share
from postprod_xl.documents.sharing.copy import SharedCopy, SharedTable
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office

TODAY = date(2026, 11, 30)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
SIGNED = date(2025, 12, 1)
MOLE, RIVE, ADA = "MOLE", "RIVE", "ADA"
BOTH, NOBODY = f"{MOLE} {RIVE}", ""

Record = dict[str, Any]


def _mandate(contract: str, grantor: str, works: str, **cells: Any) -> Record:
    nature = {"nature": "Mandat de distribution", "state": "Signé", "signature_day": SIGNED}
    return {"contract": contract, "grantor": grantor, "works": works, **nature, **cells}


def _given(contract: str, **cells: Any) -> Record:
    whole = {"media": "TV ; VOD", "territories": "Monde", "is_exclusive": True}
    return {"term": "1", "contract": contract, **whole, "first_day": FIRST, "last_day": LAST, **cells}


def _sale(sale: str, client: str, works: str, price: int | None, **cells: Any) -> Record:
    signed = {"state": "Signé", "signature_day": date(2026, 2, 1), "price_nature": "Prix fixe"}
    return {
        "sale": sale,
        "client": client,
        "works": works,
        "price": price and Decimal(price),
        **signed,
        **cells,
    }


def _sold(sale: str, term: str = "1", **cells: Any) -> Record:
    whole = {"media": "SVOD", "territories": "FR", "is_exclusive": True}
    days = {"first_day": date(2026, 3, 1), "last_day": date(2027, 2, 28)}
    return {"term": term, "sale": sale, **whole, **days, **cells}


def _held_back(holdback: str, sale: str, media: str) -> Record:
    days = {"first_day": date(2026, 3, 1), "last_day": date(2027, 2, 28)}
    return {"holdback": holdback, "sale": sale, "media": media, "territories": "FR", **days}


def _collected(collection: str, sale: str, work: str, amount: int, **cells: Any) -> Record:
    paid = {"day": date(2026, 5, 4), "media": "SVOD", "territory": "FR"}
    return {"collection": collection, "sale": sale, "work": work, "amount": Decimal(amount), **paid, **cells}


def _cost(cost: str, contract: str, amount_cents: int, **cells: Any) -> Record:
    charged = {
        "day": date(2026, 4, 1),
        "nature": "Promotion",
        "label": f"affiches {cost}",
        "is_opposable": True,
    }
    return {"cost": cost, "contract": contract, "amount_cents": amount_cents, **charged, **cells}


ROWS: Mapping[str, list[tuple[str, Record]]] = {
    "Clients": [
        (NOBODY, {"code": "NORD", "name": "Studio Nord"}),
        (NOBODY, {"code": "SUD", "name": "Canal Sud"}),
        (NOBODY, {"code": "LEVANT", "name": "Est Télévision"}),
    ],
    "Projets": [(NOBODY, {"code": "P1", "title": "Secret de fabrication", "client": "LEVANT"})],
    "Oeuvres": [
        (MOLE, {"work": "CRUE", "title": "La Crue", "type": "Fiction unitaire"}),
        (f"{RIVE} {ADA}", {"work": "MER", "title": "La Mer", "type": "Fiction unitaire"}),
        (BOTH, {"work": "PONT", "title": "Le Pont", "type": "Fiction unitaire"}),
        (BOTH, {"work": "DUNE", "title": "La Dune", "type": "Fiction unitaire"}),
    ],
    "VersionsOeuvre": [
        (MOLE, {"work": "CRUE", "version": "VF", "title": "Version française"}),
        (f"{RIVE} {ADA}", {"work": "MER", "version": "VF", "title": "Version longue"}),
    ],
    "AyantsDroit": [
        (MOLE, {"holder": MOLE, "name": "Films du Môle", "role": "Producteur délégué"}),
        (RIVE, {"holder": RIVE, "name": "Rive Gauche", "role": "Coproducteur"}),
        (ADA, {"holder": ADA, "name": "Ada Lenoir", "role": "Compositeur"}),
    ],
    "Mandats": [
        (MOLE, _mandate("M1", MOLE, "CRUE")),
        (MOLE, _mandate("M1-A1", MOLE, "CRUE", root="M1", signature_day=date(2026, 6, 1))),
        (NOBODY, _mandate("M1-A2", MOLE, "CRUE", root="M1", state="En négociation", signature_day=None)),
        (RIVE, _mandate("M2", RIVE, "MER")),
        (BOTH, _mandate("M3", MOLE, "PONT")),
        (MOLE, _mandate("M4", MOLE, "DUNE")),
        (RIVE, _mandate("M5", RIVE, "DUNE")),
        (ADA, _mandate("M6", ADA, "MER", nature="Droits musicaux")),
    ],
    "TermesMandat": [
        (MOLE, _given("M1")),
        (MOLE, _given("M1-A1", media="TV ; VOD ; FAST")),
        (NOBODY, _given("M1-A2", media="Tous")),
        (RIVE, _given("M2")),
        (BOTH, _given("M3")),
        (MOLE, _given("M4", territories="FR")),
        (RIVE, _given("M5", territories="BE")),
        (ADA, _given("M6", is_exclusive=False)),
    ],
    "Ventes": [
        (BOTH, _sale("V1", "NORD", "CRUE ; MER", 9100)),
        (BOTH, _sale("V2", "SUD", "PONT", 3300)),
        (BOTH, _sale("V3", "NORD", "DUNE", 7700)),
        (NOBODY, _sale("V4", "LEVANT", "CRUE", 8800, state="En négociation", signature_day=None)),
        (MOLE, _sale("V5", "SUD", "CRUE", 6600, state="En option", signature_day=None, option_until=LAST)),
        (RIVE, _sale("V6", "LEVANT", "MER", 5500)),
        (MOLE, _sale("V7", "SUD", "CRUE", 4400)),
    ],
    "TermesVente": [
        (BOTH, _sold("V1")),
        (BOTH, _sold("V2")),
        (MOLE, _sold("V3")),
        (RIVE, _sold("V3", "2", territories="BE")),
        (NOBODY, _sold("V4", territories="IT")),
        (MOLE, _sold("V5", media="TV gratuite", territories="DE")),
        (RIVE, _sold("V6", media="TVOD")),
        (MOLE, _sold("V7", media="TVOD")),
    ],
    "Holdbacks": [
        (MOLE, _held_back("G1", "V7", "FAST")),
        (RIVE, _held_back("G2", "V6", "EST")),
    ],
    "Baremes": [
        (owner, {"contract": contract, "media": "Tous", "territories": "Monde", "commission_rate": Decimal("0.25")})
        for owner, contract in ((MOLE, "M1"), (RIVE, "M2"), (BOTH, "M3"), (MOLE, "M4"), (RIVE, "M5"))
    ],
    "Encaissements": [
        (MOLE, _collected("E1", "V1", "CRUE", 4100)),
        (RIVE, _collected("E2", "V1", "MER", 5000)),
        (BOTH, _collected("E3", "V2", "PONT", 3300)),
        (MOLE, _collected("E4", "V3", "DUNE", 4000)),
        (RIVE, _collected("E5", "V3", "DUNE", 3700, territory="BE")),
        (RIVE, _collected("E6", "V6", "MER", 5500, media="TVOD")),
        (MOLE, _collected("E7", "V7", "", 4400, media="TVOD")),
    ],
    "Frais": [
        (MOLE, _cost("F1", "M1", 40_000, work="CRUE", media="SVOD")),
        (NOBODY, _cost("F2", "M1", 90_000, work="CRUE", media="SVOD", is_opposable=False)),
        (RIVE, _cost("F3", "M2", 30_000, work="MER", media="SVOD")),
        (BOTH, _cost("F4", "M3", 20_000, work="PONT", media="SVOD")),
    ],
    "Avances": [
        (MOLE, {"advance": "A1", "contract": "M1", "nature": "Minimum garanti", "amount_cents": 50_000,
                "paid_day": FIRST, "work": "CRUE", "media": "SVOD"}),
        (RIVE, {"advance": "A2", "contract": "M2", "nature": "Minimum garanti", "amount_cents": 70_000,
                "paid_day": FIRST, "work": "MER", "media": "SVOD"}),
    ],
    "Repartitions": [
        (MOLE, {"contract": "M3", "rank": 1, "holder": MOLE, "share": "2/3"}),
        (RIVE, {"contract": "M3", "rank": 1, "holder": RIVE, "share": "1/3"}),
    ],
    "Releves": [
        (MOLE, {"number": "REL-2026-0001", "day": date(2026, 7, 1), "holder": MOLE, "name": "Films du Môle",
                "period": "2026-S1", "first_day": FIRST, "last_day": date(2026, 6, 30), "prior_cents": 0,
                "period_cents": 1_100_11, "cumulative_cents": 1_100_11, "due_cents": 1_100_11, "state": "Adressé"}),
        (RIVE, {"number": "REL-2026-0002", "day": date(2026, 7, 1), "holder": RIVE, "name": "Rive Gauche",
                "period": "2026-S1", "first_day": FIRST, "last_day": date(2026, 6, 30), "prior_cents": 0,
                "period_cents": 2_200_22, "cumulative_cents": 2_200_22, "due_cents": 2_200_22, "state": "Adressé"}),
    ],
    "LignesReleve": [
        (MOLE, {"statement": "REL-2026-0001", "rank": 1, "contract": "M1", "work": "CRUE",
                "section": "Part de l'ayant droit", "label": "Rang 1, part 100 %", "period_cents": 1_100_11}),
        (RIVE, {"statement": "REL-2026-0002", "rank": 1, "contract": "M2", "work": "MER",
                "section": "Part de l'ayant droit", "label": "Rang 1, part 100 %", "period_cents": 2_200_22}),
    ],
    "Materiel": [
        (MOLE, {"element": "EL-CRUE", "work": "CRUE", "nature": "Fichier PAD", "out_to": "Canal Sud"}),
        (RIVE, {"element": "EL-MER", "work": "MER", "nature": "Fichier PAD"}),
    ],
    "DeclarationsOeuvre": [
        (MOLE, {"work": "CRUE", "society": "SACD", "state": "Enregistrée", "number": "S-1"}),
        (f"{RIVE} {ADA}", {"work": "MER", "society": "SACD", "state": "Enregistrée", "number": "S-2"}),
    ],
    "RelevesMusicaux": [
        (MOLE, {"work": "CRUE", "rank": 1, "title": "Générique", "composers": "Élise Roumieu"}),
        (f"{RIVE} {ADA}", {"work": "MER", "rank": 1, "title": "Houle", "composers": "Ada Lenoir"}),
    ],
    "QuestionsDroits": [
        (NOBODY, {"question": "Q1", "work": "CRUE", "media": "SVOD", "territories": "IT", "first_day": FIRST,
                  "last_day": LAST, "asked_by": "Est Télévision"}),
    ],
}  # fmt: skip
"""Every row, and the codes of the holders whose copies may show it."""


def records(**more: list[Record]) -> dict[str, list[Record]]:
    """The rows by table; a table that is given takes the place of its own."""
    return {name: [dict(row) for _, row in rows] for name, rows in ROWS.items()} | more


def two_holders(**more: list[Record]) -> Office:
    """The office of both."""
    return office(
        TODAY,
        {"company_name": "Studio des Quais"},
        **{name: rows_of(BY_NAME[name], given, 5) for name, given in records(**more).items()},
    )


def changed(table: str, key: str, **cells: Any) -> dict[str, list[Record]]:
    """The rows of a table, that of a key changed."""
    first = BY_NAME[table].key[0]
    return {table: [{**row, **cells} if row[first] == key else row for row in records()[table]]}


def shared_with(holder: str, home: Office | None = None) -> Outcome:
    """What the command gives of a holder."""
    return share(home or two_holders(), holder=holder)


def copy_of(holder: str, home: Office | None = None) -> SharedCopy:
    """His copy."""
    outcome = shared_with(holder, home)
    assert outcome.copy is not None, [problem.message for problem in outcome.problems]
    return outcome.copy


def tab(copy: SharedCopy, table: str) -> SharedTable:
    """A tab of a copy, by the name of its table."""
    (found,) = (shared for shared in copy.tables if shared.table.name == table)
    return found


def values(copy: SharedCopy, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a tab, row by row."""
    return zip(*(tab(copy, table).values(name) for name in names), strict=True)
