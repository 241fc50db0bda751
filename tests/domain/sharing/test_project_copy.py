"""What leaves the house in a producer's copy: planted words tell every cell that does, and every one that does not."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from openpyxl import load_workbook

from postprod_xl.commands.sharing import share
from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.holders.views import HOLDER_VIEWS
from postprod_xl.domain.sharing.leaving import Receiver
from postprod_xl.domain.sharing.project_copy import project_copy
from postprod_xl.domain.sharing.views import VIEWS
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, text
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, VERSIONS
from postprod_xl.schema.tables.technique import COMPATIBILITIES
from postprod_xl.schema.vocabulary import Audience
from postprod_xl.workbook.draw.sharing.copy_workbook import copy_workbook
from tests.domain.invoicing.houses import PROJECT, house, issued, written
from tests.domain.offices import office, records_of, table_rows
from tests.masters import contents

OURS, THEIRS = "P1", "P2"
# Whoever lets another column out says it here too: a producer will read whatever anybody typed in it.
SHARED = {
    "Projets": "title delivery_day promised_day actual_day promise_gap_days",
    "Planning": "task episode label due_day state start_day end_day assigned_technician assigned_room late_days"
    " promised_day actual_day promise_gap_days validation wished_day",
    "Reservations": "day half_day task technician room state",
    "Episodes": "number title director rushes_day lock_day due_day delivery_day expected_day late_days promised_day"
    " actual_day promise_gap_days wished_day",
    "Seances": "number day task room start end pause_minutes done_rate remaining_days",
    "Devis": "line label quantity unit unit_price_cents discount_rate amount_cents chapter_title",
    # Those of the version shown, under its lines.
    "Versions": "version status day discount_rate contingency_rate overhead_rate total_cents vat_cents"
    " total_with_vat_cents",
    "Depassements": "line label sold_minutes projected_minutes variance_minutes unit sold_units projected_units"
    " variance_units main_cause",
    "Avenants": "number day type label quantity unit_price_cents client_reason status amount_cents",
    "Factures": "number type day subject total_cents vat_cents total_with_vat_cents deposits_cents payable_cents"
    " due_day paid_day paid_cents due_cents",
    "Sources": "source role camera codec gop raster frame_rate is_constant scan deinterlacing chroma bit_depth gamma"
    " sound audio_hz has_timecode timecode_mode reel cut_share verified_copies",
    "Flux": "timeline_rate scan rate_conversion pitch has_proxies editing_lut colour_management grading_space"
    " conform_from sound_exchange handle_seconds has_burnt_timecode has_two_pop rushes_copies lto_generation"
    " lto_reader locked_duration",
    "Livrables": "deliverable episode type standard recipient raster frame_rate scan codec container colour_space gamma"
    " bit_rate_mbps audio_hz audio_bits audio_tracks audio_layout mix loudness_lufs true_peak_dbtp first_timecode"
    " subtitle_format has_sme has_audio_description has_me has_textless is_encrypted has_kdm specification"
    " specification_version due_day state state_day measured_loudness measured_true_peak measured_duration ready_day"
    " late_days",
    "Pieces": "deliverable nature day author is_passed reference",
    # Neither whom the house asks, nor what it accepted and why, nor what it would plan.
    "Compatibilites": "severity rule object state message expected fix",
}
# What a rights holder reads of the catalogue, in the rows that are his.
OF_HOLDERS = {
    "AyantsDroit": "name role due_cents last_statement",
    "Oeuvres": "work title original_title type minutes year countries original_language release_day"
    " four_week_admissions visa rca isan eidr deposit_day",
    "VersionsOeuvre": "work version title sound_language subtitle_languages cut minutes eidr isan",
    "Mandats": "contract root nature works signature_day state termination_day rca is_renewed renewal_months"
    " notice_days last_day",
    "TermesMandat": "term contract work version media territories excluded_territories languages is_exclusive first_day"
    " last_day runs",
    "Ventes": "sale root client works state signature_day option_until termination_day price currency price_nature"
    " instalments collected_cents outstanding",
    "TermesVente": "term sale work version media territories excluded_territories languages is_exclusive first_day"
    " last_day runs window",
    "Holdbacks": "sale work version media territories excluded_territories languages first_day last_day",
    "DroitsDisponibles": "work first_day last_day freedom media territories languages message",
    "FenetresMedias": "work release_day window months opening_day closing_day doubt",
    "EcheancesDroits": "day days_left nature work contract",
    "Baremes": "contract media territories commission_rate base order cost_cap_cents cost_cap_rate is_crossed",
    "Encaissements": "collection sale contract work media territory day amount currency rate withholding gross_cents"
    " withholding_cents net_cents",
    "Frais": "cost contract work media nature label day amount_cents is_capped",
    "Avances": "advance contract work media nature amount_cents paid_day recouped_cents balance_cents",
    "Repartitions": "contract work rank share threshold_cents cap_cents received_cents",
    "Releves": "number day period first_day last_day corrects prior_cents period_cents cumulative_cents"
    " withholding_cents due_cents carried_cents state paid_day paid_cents",
    "LignesReleve": "statement rank contract work section label prior_cents period_cents cumulative_cents"
    " remaining_cents",
    "Materiel": "element work version nature languages format frame_rate place provider conservation_end checked_day"
    " out_day back_due_day back_day",
    "MaterielLivre": "work nature label format frame_rate delivered_day",
    "DeclarationsOeuvre": "work society state number day",
    "RelevesMusicaux": "work version rank timecode duration_seconds title composers authors publishers label performers"
    " iswc isrc use music_origin",
}
# What the others read of what is planted, by table.
OTHERS = {
    Audience.DIRECTOR: {
        "Projets": "title", "Planning": "task label episode state start_day end_day",
        "Episodes": "number title director rushes_day lock_day delivery_day",
        "Equipe": "first_name last_name", "Salles": "name",
    },
    Audience.TECHNICIAN: {
        "Projets": "title", "Planning": "task label episode due_day start_day end_day",
        "Equipe": "first_name last_name", "Salles": "name",
        "Sources": "source role camera codec raster frame_rate scan chroma bit_depth gamma sound audio_hz reel"
        " cut_share",
        "Flux": "timeline_rate scan rate_conversion pitch editing_lut colour_management grading_space conform_from"
        " sound_exchange handle_seconds locked_duration",
        "Livrables": "deliverable episode type standard raster frame_rate scan codec colour_space gamma audio_layout"
        " mix loudness_lufs true_peak_dbtp first_timecode subtitle_format specification specification_version",
    },
    Audience.BROADCASTER: {
        "Projets": "title actual_day", "Planning": "task label episode start_day end_day actual_day",
        "Episodes": "number title delivery_day expected_day actual_day",
        "Livrables": "deliverable episode type standard raster frame_rate scan codec container audio_tracks"
        " audio_layout loudness_lufs true_peak_dbtp first_timecode subtitle_format specification specification_version"
        " due_day state state_day measured_duration measured_loudness measured_true_peak",
        "Pieces": "deliverable nature day author reference",
    },
    Audience.LABORATORY: {
        "Projets": "title", "Planning": "task label episode start_day end_day", "Salles": "name",
        "Sources": "source role camera codec gop raster frame_rate scan deinterlacing chroma bit_depth gamma sound"
        " audio_hz timecode_mode reel cut_share verified_copies",
        "Flux": "timeline_rate scan rate_conversion pitch editing_lut colour_management grading_space conform_from"
        " sound_exchange handle_seconds rushes_copies lto_generation lto_reader locked_duration",
        "Livrables": "deliverable episode type standard recipient raster frame_rate scan codec container colour_space"
        " gamma bit_rate_mbps audio_hz audio_bits audio_tracks audio_layout mix loudness_lufs true_peak_dbtp"
        " first_timecode subtitle_format specification specification_version due_day state state_day",
        "Pieces": "deliverable nature day author reference",
    },
}  # fmt: skip
PRODUCER = Receiver(Audience.PRODUCER)
# Every word of every state, and whether a row of it leaves the house.
LEAVES = {
    PLANNING: {
        "": True, "Option 2": True, "Option 1": True, "Confirmé": True, "En cours": True, "Terminé": True,
        "Annulé": False, "Inconnu": False,
    },
    VERSIONS: {
        "": False, "Brouillon": False, "Envoyé": True, "Accepté": True, "Remplacé": False, "Refusé": False,
        "Inconnu": False,
    },
    CHANGE_ORDERS: {
        "": False, "À négocier": False, "Envoyé": True, "Accepté": True, "Refusé": False, "Inconnu": False,
    },
    COMPATIBILITIES: {
        "": False, "Constat": True, "À confirmer au cahier": True, "Accepté par dérogation": True,
        "Non évalué": False, "À renseigner": False, "Inconnu": False,
    },
}  # fmt: skip
# What a producer may know besides: by table, the column and what its row is.
NAMES = {"Projets": "title", "Clients": "name", "Equipe": "first_name last_name", "Salles": "name"}
# Cells that place a row, or that the copy shows in another way: nothing is planted in them.
PLACES = {
    "Projets": {"code": "{project}", "client": "C-{project}", "delivery_day": date(2026, 12, 18)},
    "Clients": {"code": "C-{project}", "vat_regime": "France"},
    "Equipe": {"code": "T-{project}"},
    "Salles": {"code": "S-{project}"},
    # A step that every audience is shown.
    "Planning": {"assigned_technician": "T-{project}", "assigned_room": "S-{project}", "step": "PAD"},
    "Factures": {"client": "C-{project}"},
    "Devis": {"amount_cents": 0, "cnc_chapter": 7},
    "Tarifs": {"cnc_chapter": 7},
    # Its day gives the rate of VAT, its totals are computed again.
    "Versions": {"day": date(2026, 9, 1), "total_cents": 0, "vat_cents": 0, "total_with_vat_cents": 0},
    "Avenants": {"amount_cents": 0},
    # A type that every audience is shown, and a deliverable of the project.
    "Livrables": {"deliverable": "L-{project}", "type": "PAD HD"},
    "Pieces": {"deliverable": "L-{project}"},
}


def producer_copy(office: Office, project: str) -> SharedCopy:
    return project_copy(office, project, PRODUCER)


def tab(copy: SharedCopy, table: str):
    (found,) = (shared for shared in copy.tables if shared.table.name == table)
    return found


@dataclass
class Planted:
    """An office whose every cell holds something that stands nowhere else; `cells` says what and where."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cells: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def office(self) -> Office:
        return office(**{name: table_rows(name, records) for name, records in self.tables.items()})

    def add(self, name: str, project: str, status: str = "", version: int | None = None) -> None:
        table = BY_NAME[name]
        record: dict[str, Any] = {"project": project} if "project" in table.by_name else {}
        for column, held in PLACES.get(name, {}).items():
            record[column] = held.format(project=project) if isinstance(held, str) else held
        if table.shared_when:
            record[table.shared_when[0]] = status
        if version:
            record["version"] = version
        for column in table.columns:
            if column.name not in record and column.kind not in (Kind.BOOL, Kind.INSTANT):
                record[column.name], seen = planted(column, next(self.numbers))
                self.cells[seen] = (name, column.name, project, status)
        self.tables.setdefault(name, []).append(record)


def planted(column: Column, number: int) -> tuple[Any, str]:
    """A value of a column that stands nowhere else, and what would be read of it in the parts of a package."""
    if column.kind in (Kind.TEXT, Kind.CHOICE, Kind.ANY):
        # Characters that XML escapes, and accents.
        return f"fuite{number:04d} é<&>\"' ", f"fuite{number:04d} "
    if column.kind is Kind.DAY:
        day = date(1950, 1, 1) + timedelta(days=number)
        return day, f"<v>{(day - date(1899, 12, 30)).days}</v>"
    if column.kind is Kind.PERCENT:
        # A fraction of a power of two: a float holds it whole, however it was computed.
        return Decimal(4096 + number) / 8192, f"<v>{(4096 + number) / 8192!r}</v>"
    if column.kind is Kind.CLOCK:
        # An odd minute: its fraction of a day is no rate of VAT.
        minute = (2 * number + 1) % 1440
        return minute, f"<v>{minute / 1440:.16G}</v>"
    whole = 7_000_000 + number
    value = {Kind.EURO: 100 * whole, Kind.HOURS: 60 * whole, Kind.INT: whole}.get(column.kind, Decimal(whole))
    return value, str(whole)


def planted_office(statuses: Iterable[str] = LEAVES[VERSIONS]) -> Planted:
    """Two projects, a row of every table for each, and one of every state for ours."""
    made = Planted()
    for table in TABLES:
        if table.name not in ("Versions", "Devis"):
            for status in LEAVES.get(table, [""]):
                made.add(table.name, OURS, status)
            made.add(table.name, THEIRS, *(table.shared_when[1][-1:] if table.shared_when else ()))
    for version, status in enumerate(statuses, 1):
        made.add("Versions", OURS, status, version)
        made.add("Devis", OURS, status, version)
    made.add("Versions", THEIRS, "Accepté", 3)
    made.add("Devis", THEIRS, "Accepté", 3)
    return made


def package_text(copy: SharedCopy) -> str:
    parts = contents(io.BytesIO(copy_workbook(copy)))
    return html.unescape("\n".join(f"{name}\n{data.decode()}" for name, data in parts.items()))


def expected(made: Planted, version: str) -> set[str]:
    """What must be read in the copy of ours, `version` being the status of the lines that it shows."""
    leaving = {table.name: states for table, states in LEAVES.items()}
    leaving["Devis"] = leaving["Versions"] = {version: True}
    return {
        seen
        for seen, (table, column, project, state) in made.cells.items()
        if project == OURS
        and (
            column in NAMES.get(table, "").split()
            or (column in seen_by_the_producer(table) and leaving.get(table, {"": True}).get(state))
        )
    }


def seen_by_the_producer(table: str) -> set[str]:
    """The columns of a table that a producer's copy shows; those of the version are under the lines of the quote.

    Nobody chose to show the overrun of the lines planted.
    """
    if table == "Depassements":
        return set()
    if table == "Versions":
        return set(SHARED[table].split())
    return {name for view in VIEWS[Audience.PRODUCER] if view.table.name == table for name in view.shown}


def test_the_columns_that_leave_the_house_are_these_and_no_other():
    assert {
        table.name: {column.name for column in table.columns if column.shared}
        for table in TABLES
        if any(column.shared for column in table.columns)
    } == {table: set(names.split()) for table, names in (SHARED | OF_HOLDERS).items()}
    seen = {view.table.name for views in VIEWS.values() for view in views}
    assert {*seen, "Versions"} == set(SHARED)
    assert {view.table.name: set(view.shown) for view in HOLDER_VIEWS} == {
        table: set(names.split()) for table, names in OF_HOLDERS.items()
    }
    assert not [c.name for table in TABLES for c in table.columns if c.shared and c.private]


def test_a_view_shows_shared_columns_only_and_is_answered_in_typed_ones():
    for views in VIEWS.values():
        for view in views:
            assert not [name for name in view.shown if not view.table.by_name[name].shared]
            answered = [view.table.by_name[name] for name in (*view.answered, *view.added)]
            assert not [column.name for column in answered if column.is_computed]


def test_money_and_lateness_are_shown_to_the_production_alone():
    for audience, views in VIEWS.items():
        shown = [view.table.by_name[name] for view in views for name in view.columns]
        told = {column.name for column in shown if column.kind is Kind.EURO or "late" in column.name}
        assert bool(told) is (audience is Audience.PRODUCER)


def test_a_column_added_later_stays_in_the_house_until_it_says_otherwise():
    assert not text("new", "Nouvelle", "Une colonne ajoutée plus tard.").shared


def test_the_words_with_which_a_row_leaves_the_house_are_these_and_no_other():
    assert {table for table in TABLES if table.shared_when} == set(LEAVES)
    for table, states in LEAVES.items():
        name, words = table.shared_when
        assert {"", "Inconnu", *table.by_name[name].choices} == set(states), table.name
        assert set(words) == {word for word, leaves in states.items() if leaves}, table.name


@pytest.mark.parametrize(
    ("statuses", "version"),
    [
        (["Brouillon", "Envoyé", "Accepté", "Remplacé", "Refusé", "", "Inconnu"], "Accepté"),
        (["Envoyé", "Brouillon", "Refusé", "Remplacé"], "Envoyé"),
        (["Brouillon", "Refusé", "Remplacé", "", "Inconnu"], "aucune"),
    ],
)
def test_of_words_planted_in_every_cell_only_those_sent_or_agreed_are_in_the_copy(statuses, version):
    made = planted_office(statuses)
    package = package_text(producer_copy(made.office(), OURS))
    found = {seen for seen in made.cells if seen in package}
    due = expected(made, version)
    assert {made.cells[seen] for seen in found - due} == set()
    assert {made.cells[seen] for seen in due - found} == set()
    assert THEIRS not in package and "T-P1" not in package and "C-P1" not in package


@pytest.mark.parametrize("audience", OTHERS)
def test_of_values_of_every_kind_planted_in_every_cell_an_audience_reads_those_of_its_own(audience: Audience):
    made = planted_office()
    receiver = Receiver(audience, f"T-{OURS}" if audience is Audience.TECHNICIAN else "")
    package = package_text(project_copy(made.office(), OURS, receiver))
    found = [made.cells[seen] for seen in made.cells if seen in package]
    read = {(table, name) for table, names in OTHERS[audience].items() for name in names.split()}
    assert {(table, column) for table, column, *_ in found} <= read
    assert {project for _, _, project, _ in found} == {OURS}
    held_back = {word for word, leaves in LEAVES[PLANNING].items() if not leaves}
    assert not held_back & {state for table, _, _, state in found if table == "Planning"}
    assert ("Planning", "label") in {(table, column) for table, column, *_ in found}


def rows_of(audience: Audience, home: Office, table: str, column: str) -> tuple[Any, ...]:
    copy = project_copy(home, OURS, Receiver(audience))
    return next((shared.values(column) for shared in copy.tables if shared.table.name == table), ())


def test_a_broadcaster_reads_the_programmes_that_it_receives_and_their_attestations_alone():
    promised = [("PAD", "PAD HD"), ("DCP", "DCP 2K"), ("FLIX", "Plateforme Netflix"), ("SANS", "")]
    home = office(
        Projets=table_rows("Projets", [{"code": OURS}]),
        Livrables=table_rows(
            "Livrables", [{"project": OURS, "deliverable": code, "type": type} for code, type in promised]
        ),
        Pieces=table_rows(
            "Pieces",
            [{"project": OURS, "deliverable": code, "nature": "Rapport QC"} for code in ("pad", "DCP")],
        ),
    )
    every = ("PAD", "DCP", "FLIX", "SANS")
    assert rows_of(Audience.BROADCASTER, home, "Livrables", "deliverable") == ("PAD",)
    assert rows_of(Audience.BROADCASTER, home, "Pieces", "deliverable") == ("pad",)
    assert rows_of(Audience.LABORATORY, home, "Livrables", "deliverable") == every
    assert rows_of(Audience.LABORATORY, home, "Pieces", "deliverable") == ("pad", "DCP")
    assert rows_of(Audience.PRODUCER, home, "Livrables", "deliverable") == every
    assert rows_of(Audience.PRODUCER, home, "Pieces", "deliverable") == ()


def test_what_the_house_lacks_in_its_plan_or_its_quote_is_its_own():
    found = [
        {"project": OURS, "rule": rule, "state": "Constat"}
        for rule in ("IMG-04", "LIV-08", "PLN-01", "PLN-07", "PLN-08", "PRO-RT040-CODEC")
    ]
    home = office(
        Projets=table_rows("Projets", [{"code": OURS}]), Compatibilites=table_rows("Compatibilites", found)
    )
    kept = ("IMG-04", "PLN-08", "PRO-RT040-CODEC")
    assert rows_of(Audience.PRODUCER, home, "Compatibilites", "rule") == kept


def test_a_copy_of_a_workbook_without_technique_has_no_tab_of_it():
    home = office(Projets=table_rows("Projets", [{"code": OURS}]))
    for audience in (Audience.PRODUCER, Audience.LABORATORY, Audience.BROADCASTER):
        tables = {shared.table.family for shared in project_copy(home, OURS, Receiver(audience)).tables}
        assert tables <= {""}


def test_the_rank_of_an_option_is_not_told():
    package = package_text(producer_copy(planted_office().office(), OURS))
    assert "<t>Option</t>" in package and "Option 1" not in package and "Option 2" not in package


def test_of_two_versions_sent_the_latest_is_in_the_copy():
    home = office(
        Projets=table_rows("Projets", [{"code": OURS}]),
        Versions=table_rows(
            "Versions", [{"project": OURS, "version": number, "status": "Envoyé"} for number in (1, 2)]
        ),
        Devis=table_rows(
            "Devis", [{"project": OURS, "version": number, "line": f"L{number}"} for number in (1, 2)]
        ),
    )
    assert tab(producer_copy(home, OURS), "Devis").values("line") == ("L2",)


def test_tasks_are_in_the_order_of_their_first_days_and_those_without_one_come_last():
    days = {"Sans date": None, "Mixage": date(2026, 12, 1), "Montage": date(2026, 11, 30)}
    tasks = [{"project": OURS, "label": label, "start_day": day} for label, day in days.items()]
    home = office(Projets=table_rows("Projets", [{"code": OURS}]), Planning=table_rows("Planning", tasks))
    planning = tab(producer_copy(home, OURS), "Planning")
    assert planning.values("label") == ("Montage", "Mixage", "Sans date")


def test_an_invoice_to_the_former_client_of_the_project_is_theirs():
    made = planted_office()
    made.tables["Factures"][0]["client"] = "C-P2"
    copy = producer_copy(made.office(), OURS)
    assert "Factures" not in [shared.table.name for shared in copy.tables]


def test_the_amounts_of_a_copy_are_those_of_the_quantities_and_prices_beside_them():
    made = planted_office()
    for table in ("Devis", "Avenants"):
        for record in made.tables[table]:
            record.update(quantity=Decimal(3), unit_price_cents=1_000, amount_cents=999_999)
            record.update({"discount_rate": Decimal("0.1")} if table == "Devis" else {})
    copy = producer_copy(made.office(), OURS)
    amounts = [tab(copy, table).values("amount_cents") for table in ("Devis", "Avenants")]
    assert amounts == [(2_700,), (3_000, 3_000)]


def test_under_the_lines_of_a_copy_stand_its_discount_its_additions_its_vat_and_its_total():
    version = {
        "project": OURS, "version": 2, "status": "Envoyé", "day": date(2026, 9, 1),
        "discount_rate": Decimal("0.1"), "contingency_rate": Decimal("0.05"),
    }  # fmt: skip
    line = {"project": OURS, "version": 2, "line": "L1", "quantity": Decimal(10), "unit_price_cents": 10_000}
    home = office(
        Projets=table_rows("Projets", [{"code": OURS}]),
        Versions=table_rows("Versions", [version]),
        Devis=table_rows("Devis", [line]),
    )
    quote = tab(producer_copy(home, OURS), "Devis")
    assert quote.about == "Devis P1, version 2, Envoyé, 01/09/2026"
    # 1 000 − 10 % = 900; 5 % = 45: 945; 20 % = 189.
    assert [(total.label, total.cents) for total in quote.totals] == [
        ("Total des lignes", 100_000),
        ("Remise globale", -10_000),
        ("Imprévus", 4_500),
        ("Total HT", 94_500),
        ("Total TVA", 18_900),
        ("Total TTC", 113_400),
    ]
    book = load_workbook(io.BytesIO(copy_workbook(producer_copy(home, OURS))))
    cells = {cell.value for row in book["Devis"].iter_rows() for cell in row}
    assert {"Remise globale", 0.1, -100, "Total TTC", 1134} <= cells


def test_a_copy_is_signed_by_nobody_and_hides_nothing():
    parts = contents(io.BytesIO(copy_workbook(producer_copy(planted_office().office(), OURS))))
    properties = parts["docProps/core.xml"].decode() + parts["docProps/app.xml"].decode()
    assert (
        "<dc:creator></dc:creator>" in properties and "<cp:lastModifiedBy></cp:lastModifiedBy>" in properties
    )
    assert "<Company></Company>" in properties
    assert not [
        name for name in parts if "comments" in name or "custom" in name or "external" in name.lower()
    ]
    book = parts["xl/workbook.xml"].decode()
    assert 'state="hidden"' not in book and "<f>" not in "".join(part.decode() for part in parts.values())


def to_read_again(home: Office, project: str) -> list[str]:
    return [line for line in share(home, project=project).lines if line.startswith("À relire")]


def test_a_text_that_names_another_project_or_client_is_to_be_read_again():
    home = office(
        Projets=table_rows(
            "Projets",
            [
                {"code": "CRUE", "title": "La Crue", "client": "MOLE"},
                {"code": "MAREE", "title": "La Marée", "client": "PORT"},
                {"code": "N", "title": "", "client": "MOLE"},
                {"code": "CAP", "title": "", "client": "MOLE"},
            ],
        ),
        Clients=table_rows(
            "Clients", [{"code": "MOLE", "name": "Films du Môle"}, {"code": "PORT", "name": "Port Films"}]
        ),
        Planning=table_rows(
            "Planning",
            [
                {"project": "CRUE", "label": "Synchro, après MAREE-E04-SYNCHRO"},
                {"project": "CRUE", "label": "Montage de la marée"},
                {"project": "CRUE", "label": "Mixage de La Crue, Films du Môle, N"},
                {"project": "CRUE", "label": "Conformation pour PORT FILMS"},
                {"project": "CRUE", "label": "Étalonnage avec CAP"},
            ],
        ),
    )
    assert to_read_again(home, "CRUE") == [
        "À relire avant l'envoi, Planning : « Synchro, après MAREE-E04-SYNCHRO » nomme MAREE, un autre projet",
        "À relire avant l'envoi, Planning : « Montage de la marée » nomme MAREE, un autre projet",
        "À relire avant l'envoi, Planning : « Conformation pour PORT FILMS » nomme Port Films, un autre client",
        "À relire avant l'envoi, Planning : « Étalonnage avec CAP » nomme CAP, un autre projet",
    ]


def test_an_invoice_typed_over_since_it_was_issued_is_to_be_read_again():
    home = house()
    home = written(home, issued(home))
    assert to_read_again(home, "P001") == []
    records = records_of(home["Factures"])
    records[0]["payable_cents"] = 99_900
    home = home.with_rows("Factures", table_rows("Factures", records))
    [line] = to_read_again(home, "P001")
    assert line.startswith("À relire avant l'envoi, Factures : FA-2026-0001 : « Net à payer » de 999,00")
    elsewhere = house(Projets=[PROJECT, {**PROJECT, "code": "P002"}], Planning=[{"project": "P002"}])
    assert to_read_again(elsewhere.with_rows("Factures", home["Factures"]), "P002") == []


MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def shared_office(**tables: list[dict[str, Any]]) -> Office:
    """A project of one client with two tasks of two people, on 30 November."""
    usual = {
        "Projets": [{"code": OURS, "title": "La Crue", "client": "MOLE", "delivery_day": date(2026, 12, 18)}],
        "Clients": [{"code": "MOLE", "name": "Films du Môle"}],
        "Equipe": [{"code": code, "last_name": code.title()} for code in ("CARREL", "AUBRY")],
        "Salles": [{"code": "MON1", "name": "Agnès"}],
        "Planning": [
            {"task": "MON", "project": OURS, "label": "Montage", "step": "MONTAGE_IMAGE", "state": "Confirmé",
             "assigned_technician": "CARREL", "assigned_room": "MON1", "start_day": MONDAY,
             "validation": "À valider", "wished_day": TUESDAY, "comment": "pas avant mardi"},
            {"task": "DCP", "project": OURS, "label": "DCP", "step": "dcp", "state": "Option 2",
             "assigned_technician": "AUBRY", "late_days": Decimal(3), "start_day": TUESDAY},
        ],
        "Reservations": [
            {"day": MONDAY, "half_day": "Journée", "project": OURS, "task": "MON", "technician": "CARREL",
             "room": "MON1", "state": "Confirmé", "conflict": "Conflit avec P2"},
            {"day": TUESDAY, "half_day": "Matin", "project": OURS, "task": "DCP", "technician": "AUBRY",
             "state": "Option 2"},
            {"day": date(2026, 11, 27), "half_day": "Journée", "project": OURS, "task": "MON",
             "technician": "CARREL", "room": "MON1", "state": "Confirmé"},
        ],
    }  # fmt: skip
    rows = {name: table_rows(name, records) for name, records in {**usual, **tables}.items()}
    return replace(office(**rows), today=MONDAY)


def of_audience(home: Office, audience: Audience, technician: str = "") -> SharedCopy:
    return project_copy(home, OURS, Receiver(audience, technician))


def test_what_one_receiver_answered_is_told_to_the_production_alone_and_a_comment_to_nobody():
    copies = {audience: of_audience(shared_office(), audience, "CARREL") for audience in VIEWS}
    answers = {
        audience: [
            (tab(copy, "Planning").values(name)[0], dict(tab(copy, "Planning").held[0]).get(name))
            for name in ("validation", "wished_day", "comment")
            if name in tab(copy, "Planning").by_name
        ]
        for audience, copy in copies.items()
        if "MON" in tab(copy, "Planning").values("task")
    }
    assert answers == {
        Audience.PRODUCER: [("À valider", None), (TUESDAY, None), ("", "pas avant mardi")],
        Audience.DIRECTOR: [("", "À valider"), (None, TUESDAY), ("", "pas avant mardi")],
        Audience.TECHNICIAN: [],
    }


def test_the_laboratory_and_the_broadcaster_see_their_steps_however_they_are_written():
    for audience in (Audience.LABORATORY, Audience.BROADCASTER):
        planning = tab(of_audience(shared_office(), audience), "Planning")
        assert planning.values("task") == ("DCP",)
        assert not {"state", "late_days", "assigned_technician"} & planning.by_name.keys()


def test_a_technician_sees_his_own_days_from_now_on_and_his_own_sessions_still_to_validate():
    sessions = [
        {"number": number, "project": OURS, "task": "MON", "technician": code, "day": MONDAY, **more}
        for number, code, more in (
            ("S1", "CARREL", {"remarks": "dit au bureau"}),
            ("S2", "AUBRY", {}),
            ("S3", "CARREL", {"validated": True}),
            ("S4", "CARREL", {"state": "Annulée"}),
            ("S5", "CARREL", {"state": "À confirmer"}),
        )
    ]
    copy = of_audience(shared_office(Seances=sessions), Audience.TECHNICIAN, "CARREL")
    bookings, reports = tab(copy, "Reservations"), tab(copy, "Seances")
    assert bookings.identifiers == (f"Reservations/{MONDAY}/Journée/MON",)
    assert reports.identifiers == ("Seances/S1", "Seances/S5") and reports.spare_rows
    assert reports.values("remarks") == ("", "") and reports.held[0] == (("remarks", "dit au bureau"),)
    assert reports.closed == (("day", "task", "room"),) * 2
    names = [each.values for each in reports.columns if not each.is_declared]
    assert names == [("Montage", "Montage"), ("", "")]


def test_an_overrun_is_shown_where_the_office_chose_to_without_a_cause_that_it_answers_for():
    version = {"project": OURS, "version": 1, "status": "Accepté", "day": date(2026, 9, 1)}
    lines = [
        {"project": OURS, "version": 1, "line": line, "overrun_shown": line != "L3"}
        for line in ("L1", "L2", "L3")
    ]
    overruns = [
        {"project": OURS, "line": line, "sold_minutes": 600, "projected_minutes": 900, "main_cause": cause}
        for line, cause in (("L1", "Retard rushes"), ("L2", "Panne technique"), ("L3", "Retard rushes"))
    ]
    home = shared_office(Versions=[version], Devis=lines, Depassements=overruns)
    shown = tab(of_audience(home, Audience.PRODUCER), "Depassements")
    assert shown.values("line") == ("L1", "L2") and shown.values("main_cause") == ("Retard rushes", "")
    others = [of_audience(home, each, "CARREL") for each in VIEWS if each is not Audience.PRODUCER]
    assert not [copy for copy in others for table in copy.tables if table.table.name == "Depassements"]


@pytest.mark.parametrize(
    ("paid", "state", "day"),
    [
        ([], "Échue", None),
        ([60_000], "Échue", TUESDAY),
        ([60_000, 60_000], "Payée", TUESDAY),
    ],
)
def test_where_the_payment_of_an_invoice_stands_is_found_in_what_was_received(paid, state, day):
    invoice = {
        "number": "FA-1", "type": "Facture", "project": OURS, "client": "MOLE", "day": date(2026, 10, 1),
        "total_cents": 100_000, "vat_cents": 20_000, "total_with_vat_cents": 120_000, "payable_cents": 120_000,
        "due_day": date(2026, 11, 1),
    }  # fmt: skip
    payments = [
        {"payment": f"R{at}", "invoice": "FA-1", "client": "MOLE", "amount_cents": cents, "day": TUESDAY}
        for at, cents in enumerate(paid)
    ]
    shown = tab(
        of_audience(shared_office(Factures=[invoice], Reglements=payments), Audience.PRODUCER), "Factures"
    )
    assert shown.values("paid_cents") == (sum(paid) or None,) and shown.values("paid_day") == (day,)
    assert shown.columns[-1].values == (state,)


def test_a_change_order_is_answered_while_it_is_sent_and_only_yes_or_no():
    orders = [{"number": state, "project": OURS, "status": state} for state in ("Envoyé", "Accepté")]
    shown = tab(of_audience(shared_office(Avenants=orders), Audience.PRODUCER), "Avenants")
    assert shown.by_name["status"].column.choices == ("Accepté", "Refusé")
    assert shown.closed == ((), ("status",))


@pytest.mark.parametrize(
    ("audience", "technician", "said"),
    [
        ("technicien", "", "est celle d'une personne : donnez son code ; les codes connus : CARREL, AUBRY"),
        (None, "CAREL", "le technicien « CAREL » n'existe pas ; vouliez-vous dire « CARREL » ?"),
        ("diffuseur", "CARREL", "demandez celle du technicien, ou ne nommez pas « CARREL »"),
        (None, "LIBRE", "LIBRE n'a ni tâche, ni réservation, ni séance à remplir sur P1 : rien n'est écrit"),
    ],
)
def test_a_technician_who_is_not_named_not_known_or_not_on_the_project_is_refused_in_one_line(
    audience, technician, said
):
    team = [{"code": code} for code in ("CARREL", "AUBRY", *(("LIBRE",) if technician == "LIBRE" else ()))]
    outcome = share(shared_office(Equipe=team), project=OURS, audience=audience, technician=technician)
    [problem] = outcome.problems
    assert problem.is_blocking and said in problem.message and outcome.copy is None


def test_a_quote_that_is_no_longer_as_its_client_holds_it_refuses_the_copy_of_the_producer_alone():
    version = {"project": OURS, "version": 1, "status": "Envoyé", "day": date(2026, 11, 2)}
    line = {
        "project": OURS,
        "version": 1,
        "line": "L1",
        "label": "Montage",
        "quantity": Decimal(2),
        "unit": "jour",
    }
    home = shared_office(Versions=[version], Devis=[{**line, "unit_price_cents": 60_000}])
    frozen = refreshed(home, []).office
    changed = frozen.with_rows("Devis", table_rows("Devis", [{**line, "unit_price_cents": 10_000}]))
    [problem] = share(changed, project=OURS).problems
    assert problem.is_blocking and "valait 600" in problem.message
    assert share(changed, project=OURS, audience="réalisateur").copy is not None
