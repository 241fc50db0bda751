"""How the workbook looks: colours, number formats, widths, families of tabs. No cell is written here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Role, Table, TableKind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT_SIZE = 10
FONT = {"font_name": "Calibri", "font_size": FONT_SIZE}
INK, PALE_INK, LINE, LINK = "#1F2A37", "#6B7480", "#DDE1E6", "#1F5FA8"
HEADER_TYPED, HEADER_COMPUTED, HEADER_COMPLETED = "#2F4858", "#7C8894", "#8A6A1F"
FILL_COMPUTED, FILL_RESULT, FILL_COMPLETED = "#F2F2F2", "#F9F9FA", "#FFF8E3"
INK_COMPUTED = "#4A4F55"


# The calculation engine of Excel 2019 and later: Excel computes anew what an older one computed.
_CALCULATOR = 191029


def leave_as_computed(book: Workbook) -> None:
    """Have Excel show the values written, all right: nothing to compute, nor to propose to save, on opening."""
    book.set_calc_mode("auto", _CALCULATOR)
    book.calc_on_load = False


@dataclass(frozen=True)
class Family:
    """Tables that belong together: one colour of tab, one block of links on the home page."""

    title: str
    colour: str
    tables: tuple[str, ...]


FAMILIES = (
    Family("Tableau de bord", "#1F2A37", ("Actions", "Accueil")),
    Family("Projets et tarif", "#2F6DB5", ("Projets", "Episodes", "Clients", "Tarifs")),
    Family(
        "Devis et avenants", "#6A4C93", ("Versions", "Devis", "Comparaison", "VersionsFigees", "Avenants")
    ),
    Family("Équipe et salles", "#2A9D8F", ("Equipe", "Affinites", "Salles", "Absences")),
    Family("Planning", "#E0A030", ("Planning", "Reservations", "Promesses")),
    Family(
        "Technique",
        "#4A6FA5",
        (
            "Sources",
            "Flux",
            "Livrables",
            "Pieces",
            "Specifications",
            "ReglesTechniques",
            "Derogations",
            "Medias",
            "Compatibilites",
        ),
    ),
    Family(
        "Catalogue : droits",
        "#66702E",
        (
            "Oeuvres",
            "VersionsOeuvre",
            "AyantsDroit",
            "Mandats",
            "TermesMandat",
            "Ventes",
            "TermesVente",
            "Holdbacks",
            "QuestionsDroits",
            "DroitsDisponibles",
            "ConflitsDroits",
            "EcheancesDroits",
            "FenetresMedias",
        ),
    ),
    Family("Séances et dépassements", "#D9663F", ("Seances", "Depassements", "Historique")),
    Family(
        "Facturation",
        "#4C8F50",
        ("Echeancier", "Avancements", "Factures", "LignesFacture", "Originaux", "Reglements", "Relances"),
    ),
    Family("Achats", "#8C6D46", ("Achats", "AchatsAttendus")),
    Family(
        "Paie",
        "#A23B72",
        (
            "Contrats",
            "DPAE",
            "CodesPaie",
            "Rubriques",
            "Paie",
            "Repartition",
            "RecapPaie",
            "Declarations",
            "MoisExportes",
            "Corrections",
            "CorrectionsExportees",
        ),
    ),
    Family("Comptes", "#35605A", ("Comptes", "TotalComptes", "Tresorerie")),
    Family(
        "Catalogue : comptes et matériel",
        "#7F8433",
        (
            "Baremes",
            "Encaissements",
            "Frais",
            "Avances",
            "Repartitions",
            "Releves",
            "LignesReleve",
            "Materiel",
            "MaterielLivre",
            "DeclarationsOeuvre",
            "RelevesMusicaux",
            "GroupesDroits",
        ),
    ),
    Family(
        "Contrôle et réglages",
        "#7A7F87",
        ("Controles", "Retours", "Parametres", "Conventions", "Minima", "Journal"),
    ),
)

NUMBER_FORMATS = {
    Kind.EURO: '#,##0.00 "€"',
    Kind.AMOUNT: "#,##0.00",
    Kind.PERCENT: "0.0 %",
    Kind.HOURS: "#,##0.00",
    Kind.CLOCK: "hh:mm",
    Kind.DAY: "dd/mm/yyyy",
    Kind.INT: "0",
    Kind.INSTANT: "dd/mm/yyyy hh:mm",
}
# A rate that an amount is found again from is shown whole.
_EXACT_PERCENT = "0.0## %"
# Numbers whose leading zeros count, and codes that Excel would take for dates or exponents.
_AS_TEXT = frozenset({
    "postcode", "siren", "siret", "vat_number", "phone", "object_number", "purchase_order",
    "payroll_id", "software_code", "department", "month", "idcc", "invoice",
    "chroma", "frame_rate", "timeline_rate", "subtitle_rate", "first_timecode", "locked_duration", "raster", "reel",
    "required_value",
    "timecode", "isan", "eidr", "iswc", "isrc", "rca", "visa", "period", "instalments",
})  # fmt: skip
# Fractions that Excel would take for dates, where other tables have a column of that name.
_AS_TEXT_OF_TABLE = frozenset({("Repartitions", "share")})
_CENTRED = frozenset({Kind.CHOICE, Kind.BOOL, Kind.DAY, Kind.CLOCK, Kind.INSTANT, Kind.INT})
_WIDTHS = {
    Kind.EURO: 13.0,
    Kind.AMOUNT: 13.0,
    Kind.PERCENT: 9.5,
    Kind.HOURS: 9.5,
    Kind.CLOCK: 8.5,
    Kind.DAY: 11.5,
    Kind.DAYS: 9.0,
    Kind.INT: 8.5,
    Kind.NUMBER: 9.5,
    Kind.BOOL: 9.0,
    Kind.INSTANT: 16.0,
}
# Text that a command will write, or a person: the column is wide before anything stands in it.
_LONG = frozenset({
    "title", "label", "detail", "message", "summary", "reason", "alert", "action", "remarks",
    "technical_advice", "subject", "expected", "found", "comment", "source", "conflict", "file",
    "predecessors", "street", "adviser", "client_name", "reference", "missing", "unknown", "article",
    "published_source", "published_value",
    "media", "territories", "excluded_territories", "members", "works", "rights", "free_days", "in_force", "material",
    "address", "withholding_source", "doubt",
})  # fmt: skip
_CODES = frozenset({
    "task", "line", "contract", "assigned_technician", "assigned_room", "technician", "room",
    "number", "invoice", "origin", "siren", "vat_number", "object_number", "payment", "bank_line", "work",
})  # fmt: skip
# Codes and short texts that the program writes once the table is full: they are read whole.
_WHOLE_CODES = frozenset({
    "promised_task", "rate_note", "chapter_title", "scaling", "changed", "fingerprint", "iban", "figure",
    "value_unit", "confidence", "house_value", "confirmed_by", "full_name", "employment", "dsn_gap",
    "row_name", "receiver", "window", "obstacle", "last_statement",
})  # fmt: skip
# Sentences that the program writes once the table is full.
_SENTENCES = frozenset({"reason", "alert", "action", "conflict", "broken_promises"})
# Names that the program writes once the table is there, in an upgraded workbook too: they are read whole.
_NAMES = frozenset({"rule"})
# Texts that are the same down most of a table, or that may be long: narrow, so that a row fits one screen.
_ASIDE = {
    ("Conventions", "label"): 32.0,
    ("Compatibilites", "rule"): 22.0,
    ("Compatibilites", "message"): 50.0,
    ("Compatibilites", "fix"): 50.0,
    ("Compatibilites", "consult"): 34.0,
    ("Compatibilites", "proposed_task"): 50.0,
    ("Compatibilites", "waiver"): 34.0,
    ("Compatibilites", "sources"): 34.0,
    ("Compatibilites", "confidence"): 12.0,
    ("Conventions", "source"): 24.0,
    ("Conventions", "article"): 34.0,
    ("Conventions", "published_source"): 20.0,
    ("ConflitsDroits", "rule"): 10.0,
    ("ConflitsDroits", "languages"): 20.0,
    ("ConflitsDroits", "message"): 80.0,
    ("ConflitsDroits", "fix"): 50.0,
    ("DroitsDisponibles", "languages"): 20.0,
    ("DroitsDisponibles", "message"): 60.0,
    ("EcheancesDroits", "message"): 80.0,
    ("EcheancesDroits", "party"): 22.0,
    ("EcheancesDroits", "fix"): 50.0,
    ("FenetresMedias", "doubt"): 60.0,
    ("GroupesDroits", "members"): 40.0,
    ("GroupesDroits", "program_members"): 50.0,
    ("GroupesDroits", "program_source"): 50.0,
    ("LignesReleve", "statement"): 15.0,
    ("Releves", "name"): 28.0,
    ("Releves", "corrects"): 15.0,
    ("Retours", "before"): 24.0,
    ("Retours", "after"): 44.0,
}
_NARROW, _CODE, _WHOLE_CODE, _LONG_TEXT, _SENTENCE, _FILTER_BUTTON = 10.0, 15.0, 28.0, 34.0, 50.0, 3.0
_WIDEST, _WIDEST_IN_SMALL_TABLES, _SMALL_TABLE = 50.0, 78.0, 8
_SIGNED_EURO = 15.5
"""Ten million euros given back: a ledger shows credit notes as negative."""
_DIGEST = 68.0
"""The 64 characters of a SHA-256: it is compared whole."""
_OF_FILES = frozenset({"Factures", "Achats", "MoisExportes", "Releves"})
"""The tables whose fingerprints are those of files; others hold short marks."""
_PAGE = 220.0
"""Characters that stay legible across a landscape A4 page."""


class Formats:
    """The cell formats of one workbook under construction, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **look: Any) -> Format:
        """The format of these XlsxWriter properties over the house font."""
        key = tuple(sorted(look.items()))
        if key not in self._known:
            self._known[key] = self.book.add_format({**FONT, "font_color": INK, "valign": "vcenter", **look})
        return self._known[key]

    def overlay(self, **look: Any) -> Format:
        """A conditional format: only what it changes."""
        key = (("overlay", True), *sorted(look.items()))
        if key not in self._known:
            self._known[key] = self.book.add_format(look)
        return self._known[key]

    def header(self, column: Column) -> Format:
        fill = {Role.TYPED: HEADER_TYPED, Role.COMPUTED: HEADER_COMPUTED, Role.COMPLETED: HEADER_COMPLETED}
        return self.heading(fill[column.role])

    def heading(self, fill: str) -> Format:
        """The format of a heading on a ground of its own."""
        return self(
            bold=True,
            font_color="#FFFFFF",
            bg_color=fill,
            text_wrap=True,
            align="center",
            border=1,
            border_color="#FFFFFF",
        )

    def cell(self, table: Table, column: Column, **more: Any) -> Format:
        """The format of a data cell, with some properties replaced."""
        return self(**{**cell_look(table, column), **more})

    def below(self, table: Table, column: Column) -> Format:
        """The format of the rows under the table: a value typed there is shown as in the table."""
        return self(num_format=number_format(table, column), **_alignment(column))


def cell_look(table: Table, column: Column) -> dict[str, Any]:
    """XlsxWriter properties of a data cell: white when typed, grey when computed, tinted when completed."""
    look = {
        "num_format": number_format(table, column),
        **_alignment(column),
        "border": 1,
        "border_color": LINE,
    }
    if column.role is Role.COMPLETED:
        return {**look, "bg_color": FILL_COMPLETED}
    if column.role is Role.COMPUTED:
        fill = FILL_COMPUTED if table.kind is TableKind.INPUT else FILL_RESULT
        return {
            **look,
            "bg_color": fill,
            "font_color": INK_COMPUTED if table.kind is TableKind.INPUT else INK,
        }
    return look


def number_format(table: Table, column: Column) -> str:
    """The Excel number format of a column.

    Typed durations stay General, so that `7:30` becomes a time when it is typed; codes are text.
    """
    if column.kind is Kind.HOURS and not column.is_computed:
        return "General"
    if column.name == "done_rate":
        return "0 %"
    if column.kind is Kind.PERCENT and (table.kind is TableKind.LEDGER or not column.is_computed):
        return _EXACT_PERCENT
    if _is_kept_as_text(table, column):
        return "@"
    return NUMBER_FORMATS.get(column.kind, "General")


def _is_kept_as_text(table: Table, column: Column) -> bool:
    if column.name in _AS_TEXT or (table.name, column.name) in _AS_TEXT_OF_TABLE:
        return True
    return column.kind is Kind.TEXT and bool(column.references or column.name in table.key)


def width(table: Table, column: Column, shown: list[str]) -> float:
    """A column's width in characters, for its heading, what it shows and what will be written there."""
    longest_word = max(len(word) for word in column.heading.split()) + _FILTER_BUTTON
    if (table.name, column.name) in _ASIDE:
        return _ASIDE[table.name, column.name]
    if column.name == "fingerprint" and table.name in _OF_FILES:
        return _DIGEST
    if column.kind is Kind.EURO and table.kind is TableKind.LEDGER:
        return max(_SIGNED_EURO, longest_word)
    if column.kind in _WIDTHS:
        return max(_WIDTHS[column.kind], longest_word)
    longest = max([len(text) for text in (*shown, *column.choices)], default=0) + 3.0
    widest = _WIDEST_IN_SMALL_TABLES if len(table.columns) <= _SMALL_TABLE else _WIDEST
    return max(min(max(longest, _expected_width(column)), widest), longest_word)


def pages_across(widths: list[float]) -> int:
    """How many pages a table of these widths is printed across."""
    return max(1, math.ceil(sum(widths) / _PAGE))


def _expected_width(column: Column) -> float:
    if column.name in _NAMES or (column.name in _SENTENCES and column.is_computed):
        return _SENTENCE
    if column.name in _LONG:
        return _LONG_TEXT
    if column.name in _WHOLE_CODES:
        return _WHOLE_CODE
    return _CODE if column.name in _CODES else _NARROW


def family_of(table: Table) -> Family:
    """The family of a table.

    Raises
    ------
    KeyError
        The table belongs to no family.
    """
    for family in FAMILIES:
        if table.name in family.tables:
            return family
    raise KeyError(table.name)


def _alignment(column: Column) -> dict[str, Any]:
    if column.kind in _CENTRED:
        return {"align": "center"}
    if column.kind in (Kind.TEXT, Kind.ANY):
        return {"align": "left", "indent": 1}
    return {"align": "right"}
