"""Papers of every kind that leaves the house, for what must hold of all of them: add yours to `PAPERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from postprod_xl.documents.accounts.cost_report import (
    CostReport,
    ReportedCosts,
    ReportedLine,
    ReportedMoney,
    ReportedMonth,
    ReportedProject,
)
from postprod_xl.documents.call_sheet import Before, CallBooking, CallSheet, CallSheets
from postprod_xl.documents.catalogue.cue_sheet import Cue, CueSheet
from postprod_xl.documents.catalogue.royalty_statement import (
    DueTerm,
    RoyaltyAdvance,
    RoyaltyContract,
    RoyaltyLine,
    RoyaltyStatement,
    UnpaidStatement,
)
from postprod_xl.documents.change_order import Agreed, ClientChangeOrder, EvidenceSession, LateDelivery
from postprod_xl.documents.charts.gantt import Bar, GanttGroup, KeptDay, Look
from postprod_xl.documents.facturx.issued import invoice_pdf
from postprod_xl.documents.invoice import InvoiceDocument, Party
from postprod_xl.documents.papers.call_sheet import call_sheet_paper
from postprod_xl.documents.papers.change_order import change_order_paper
from postprod_xl.documents.papers.cost_report import cost_report_paper
from postprod_xl.documents.papers.cue_sheet import cue_sheet_paper
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.pay_sheet import pay_sheet_paper
from postprod_xl.documents.papers.plan import PRINTED_TABS, plan_paper
from postprod_xl.documents.papers.project_copy import project_copy_paper
from postprod_xl.documents.papers.project_statement import project_statement_paper
from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.papers.reminder import reminder_paper
from postprod_xl.documents.papers.royalty_statement import royalty_statement_paper
from postprod_xl.documents.papers.service_sheet import service_sheet_paper
from postprod_xl.documents.papers.technique_sheet import technique_sheet_paper
from postprod_xl.documents.payroll.pay_sheet import PaySheet, SheetContract, SheetItem, SheetSession
from postprod_xl.documents.project_statement import (
    Awaited,
    LineProgress,
    PendingOrder,
    ProjectStatement,
    StatedDelivery,
    StatedGroup,
    StatedInvoice,
    StatedLine,
)
from postprod_xl.documents.quote import Adjustment, ClientQuote, LineGroup, PricedLine, QuoteOrder
from postprod_xl.documents.reminder import LateInvoice, ReminderLetter
from postprod_xl.documents.service_sheet import (
    BoardCell,
    BoardRow,
    ServiceBoard,
    ServiceBy,
    ServiceLine,
    ServiceSheet,
    ServiceSheets,
)
from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable, SharedTotal
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.documents.technique_sheet import SheetDemand, SheetFinding, SheetObject, TechniqueSheet
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle, Logo
from postprod_xl.domain.sharing.gantt import BESIDE_THE_BARS
from postprod_xl.domain.vat import vat_shares
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import Audience, ReminderStep
from tests.documents.facturx.invoices import BALANCE, FOUR_LINES
from tests.workbook.draw.charts import FIRM, HEADING, LATE, LOAD_CHART, MILESTONE, PLAN

DAY = date(2026, 11, 29)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
HOUSE = HouseStyle("Studio des Quais", "Studio des Quais, SAS · SIREN 999123458", logo=Logo("logo.svg", SVG))
SELLER = Party(
    "Studio des Quais", "12 quai de la Consigne", "34200", "Sète", "FR", "999123458", "", "FR61999123458",
    "factures@studio.example", "SAS au capital de 40 000 €", "Montpellier 999 123 458",
)  # fmt: skip
LONG_LABEL = "Étalonnage #1 : $x$ *gras* « fin » ; " * 300


def long_quote(lines: int = 100) -> ClientQuote:
    """A draft of three pages, with all that a quote may print."""
    priced = [
        PricedLine(f"L{at}", f"Étalonnage n° {at} : bobine #{at} ; suite ?", Decimal("2.5"), "jour", 123_456,
                   Decimal("0.05") if at % 4 == 0 else None, 293_208 if at % 4 == 0 else 308_640)
        for at in range(lines)
    ]  # fmt: skip
    groups = (LineGroup("Image", tuple(priced[: lines // 2])), LineGroup("Son", tuple(priced[lines // 2 :])))
    subtotal = sum(group.total_cents for group in groups)
    discount = -subtotal // 20
    total = subtotal + discount
    return ClientQuote(
        "CRUE", "La Crue", 2, "Brouillon", DAY, date(2026, 12, 29), SELLER, replace(SELLER, name="Films du Môle"),
        (("Réalisateur", "Inès Daumas"), ("Livraison PAD", "1er mars 2027")), QuoteOrder.HOUSE, groups,
        (Adjustment("Remise globale", Decimal("0.05"), discount),), (), total, Decimal("0.2"), total // 5, "",
        ("Rushes livrés en ProRes ; toute heure en plus est facturée.", "Paiement à 30 jours."),
    )  # fmt: skip


def odd_quote() -> ClientQuote:
    """A quote sent to a client to be filled in, with what people type without thinking of paper."""
    odd = PricedLine("L1", LONG_LABEL, None, "", None, None, None)
    emoji = PricedLine("L2", "Film 😀 東京 \u202e\x07", Decimal(1), "forfait", 0, None, 0)
    buyer = Party("à compléter", "", "", "", "", "", "", "", "")
    return replace(
        long_quote(0), status="Envoyé", buyer=buyer, groups=(LineGroup("7 Moyens techniques", (odd, emoji)),),
        adjustments=(), total_cents=0, vat_cents=0,
    )  # fmt: skip


def change_order(sessions: int = 90) -> ClientChangeOrder:
    """A change order to negotiate whose annex runs over pages, with what people type without thinking of paper."""
    evidence = EvidenceSession("BS-0001", DAY, "Montage #1 : $x$ *gras*", "Chef monteur", "demande", 240, 480)
    late = LateDelivery("Notes « V2 » ; suite ?", date(2026, 11, 20), DAY, 5, is_received=True)
    return ClientChangeOrder(
        "AV-004", "CRUE", "La Crue", "Additif", "À négocier", DAY, SELLER, replace(SELLER, name="Films du Môle"),
        "Montage", LONG_LABEL, "Demande de la production (360h00)", Decimal("45"), "jour", 60_000, 2_700_000, 21_600,
        2_700_000, Agreed("2", DAY, 10_000_000), (Agreed("AV-001", None, 120_000),), Decimal("0.2"), 2_564_000, "",
        tuple(replace(evidence, number=f"BS-{at:04d}") for at in range(sessions)),
        (late, replace(late, is_received=False)),
    )  # fmt: skip


def statement(lines: int = 40) -> ProjectStatement:
    """A statement over pages, with every part there may be and what people type without thinking of paper."""
    line = StatedLine(LONG_LABEL[:90], Decimal("2.5"), "jour", 123_456, LineProgress(1, 3, DAY, 4))
    bare = StatedLine("#Salle $x$", None, "", 0)
    invoice = StatedInvoice(
        "FA-2026-0001", "Acompte", DAY, 100_000, 120_000, date(2026, 11, 1), 20_000, 100_000
    )
    credit = StatedInvoice("AV-2026-0001", "Avoir", DAY, -100_000, -120_000, None, 0, 0)
    return ProjectStatement(
        "CRUE", "La Crue", DAY, SELLER, replace(SELLER, name="Films du Môle"), (("Réalisateur", "Inès Daumas"),),
        Agreed("2", DAY, 10_000_000), (Agreed("AV-001", None, 120_000),),
        (PendingOrder("AV-002", DAY, LONG_LABEL[:90], Decimal(2), "jour", 90_000),),
        (StatedGroup("Image", (line,) * lines), StatedGroup("Son", (bare,))),
        (Adjustment("Remise globale", Decimal("0.05"), -400_000),), 50_000, (invoice, credit), 30_000, 20_000,
        (StatedDelivery("Livraison", DAY, None, False, 0), StatedDelivery("Épisode 2", None, DAY, True, 3)),
        (Awaited("Notes « V2 » ; suite ?", DAY, None, 5), Awaited("Rushes", None, DAY, 0)),
    )  # fmt: skip


def reminder() -> ReminderLetter:
    """A formal notice whose invoices run over pages, the cost of one delay not known."""
    late = LateInvoice("FA-2026-0001", DAY, date(2026, 9, 1), 89, 120_000, 20_000, 1_918, 4_000)
    unknown = replace(late, number="#FA $x$", day=None, penalty_cents=None)
    return ReminderLetter(
        "MOLE", ReminderStep.FORMAL_NOTICE, DAY, replace(SELLER, iban="FR76 3000 1007 9412 3456 7890 185"),
        replace(SELLER, name="Films du Môle"), (late,) * 60 + (unknown,), 5_000, "trois fois le taux d'intérêt légal",
    )  # fmt: skip


def sheets() -> CallSheets:
    """Sheets of a day: two half-days of a person, and those of people who left most cells empty."""
    booking = CallBooking(
        "Matin", 540, 780, None, "CRUE", "La Crue #1", LONG_LABEL[:300], "Léa Diop", "Cheffe monteuse", "Montage 1",
        "Sète", 480, 1380, "Inès Daumas", "Mathilde Arnal", "Option 1", DAY, DAY,
        (Before("Notes $x$", DAY), Before("Rushes", None)),
    )  # fmt: skip
    bare = replace(booking, part="Après-midi", room="", director="", last_day=None, due_day=None, before=())
    one = CallSheet("DIOP", "Léa Diop", "Cheffe monteuse", False, (booking, bare))
    whole = replace(booking, part="Journée", end=1080, pause_minutes=60)
    return CallSheets(
        DAY, "Studio des Quais", (one, replace(one, name="#T $x$ *gras*", job="", bookings=(whole,)))
    )


def service() -> Iterator[Paper]:
    """Sheets of a week that people filled with odd texts, and the board of a house on several pages."""
    line = ServiceLine(
        DAY, "Après-midi", 840, 1080, "#T $x$", "Mixeur", "La Crue #1", LONG_LABEL[:300], "Audi *A*", "Option 1", True
    )  # fmt: skip
    sheets = (
        ServiceSheet(
            "T", "#T $x$ *gras*", "Mixeur", (line, replace(line, day=DAY + timedelta(1), who="", job=""))
        ),
        ServiceSheet("V", "Vide", "", (replace(line, where="", title="", label="", state=""),)),
    )
    cells = (BoardCell("La Crue — Mixage\nmatin : $x$"), BoardCell(), BoardCell("Option", True, True))
    rows = tuple(
        BoardRow(f"#P{at} *gras*", "Mixeur", (line,), (cells[0], *cells, cells[1])) for at in range(60)
    )
    days = tuple(DAY + timedelta(at) for at in range(5))
    board = ServiceBoard(DAY, DAY, days, ("Semaine 48 : 60 personnes.",), rows)
    made = ServiceSheets(DAY, DAY, DAY + timedelta(6), ServiceBy.PROJECT, "Studio des Quais", sheets)
    yield service_sheet_paper(made)
    yield service_sheet_paper(replace(made, by=ServiceBy.HOUSE, board=board))


def plan() -> Paper:
    """Every view of a plan over several pages, with what people type without thinking of paper."""
    odd = replace(FIRM, label=LONG_LABEL[:400], technician="#T $x$ *gras*", bars=(Bar(0, 2, Look.SECOND),))
    board = replace(
        FIRM,
        label="Montage @ref <b>",
        halves={0: "matin"},
        bars=(Bar(0, 0, Look.FIRM), Bar(2, 3, Look.ABSENT)),
    )
    group = GanttGroup(
        0, HEADING, (FIRM, LATE, MILESTONE, *[replace(FIRM, task=f"P1-{at}") for at in range(60)])
    )
    chart = replace(PLAN, groups=(group, GanttGroup(None, replace(HEADING, task=""), (odd, board))))
    charts = {tab: LOAD_CHART if tab is LOAD else chart for tab in PRINTED_TABS}
    return plan_paper(charts, DAY, "bureau")


def long_invoice() -> InvoiceDocument:
    """An invoice of several pages and its annex, with what people type without thinking of paper."""
    odd = replace(FOUR_LINES[0], label=LONG_LABEL[:600], quantity=Decimal(-1), amount_cents=-60_000)
    lines = (*FOUR_LINES[:4] * 12, odd, *FOUR_LINES[4:])
    sessions = tuple(replace(session, task="Montage #1 : $x$ *gras*") for session in BALANCE.sessions * 5)
    return replace(BALANCE, lines=lines, vat=vat_shares(lines), sessions=sessions)


def cost_report(projects: int = 30) -> CostReport:
    """The costs of many projects on several pages, one of them not known."""
    costs = ReportedCosts(
        1_234_567, 900_000, 800_000, 100_000, 900_000, 1_234_567, -334_567, Decimal("-0.271")
    )
    money = ReportedMoney(500_000, 300_000, 300_000, 200_000)
    known = [ReportedProject(f"P{at:03d}", LONG_LABEL[:60], costs, money, "") for at in range(projects)]
    unknown = ReportedCosts(0, None, None, None, None, None, None, None)
    months = tuple(
        ReportedMonth(
            f"2027-{at:02d}", 100_000, 150_000, -50_000, -50_000 * at, 1, "en retard : FA-2026-0001"
        )
        for at in range(1, 13)
    )
    lacking = ReportedProject("P999", "Sans taux", unknown, money, "coût de NEW ; devis non accepté")
    lines = (ReportedLine("P001-IMG-20", LONG_LABEL[:90], 1_000, None, None),)
    whole = (*known, lacking)
    return CostReport(DAY, "Studio des Quais", "", whole, unknown, money, lines, (*months, UNDATED))


def pay_sheet(items: int = 40, sessions: int = 45) -> PaySheet:
    """The month of a person on several pages: many items and sessions, a rate that nobody knows, odd texts."""
    item = SheetItem("MS25", LONG_LABEL[:90], Decimal("9.3333"), 2_839, Decimal("0.25"), 6_624)
    unknown = replace(item, code="MD", coefficient=None, amount_cents=None)
    session = SheetSession(DAY, "La Crue #1", "Montage $x$ *gras*", 540, 60, 60, 900, 60, is_validated=True)
    timeless = replace(session, start=None, end=None, worked_minutes=0, is_validated=False)
    contract = SheetContract(
        "CT-001", "Cheffe monteuse", "CDDU", "3252", "Fiction", "La Crue #1", "26LA45678037", DAY, DAY, DAY, None, 22,
        12_000, None, (item,) * items + (unknown,), (session,) * sessions + (timeless,),
        ("brut non connu : Dimanche (3252), à saisir dans Conventions", LONG_LABEL[:200]),
    )  # fmt: skip
    bare = replace(
        contract, contract="#CT $x$", project="", first_day=None, last_day=None, declared_day=None, items=(),
        sessions=(), alerts=(), gross_cents=0,
    )  # fmt: skip
    return PaySheet(DAY, DAY, "ZOLA", "Ève Zola", "", "Intermittent", (contract, bare), DAY)


def project_copy(tasks: int = 60) -> SharedCopy:
    """A copy in English over pages: its plan with every mark, a table with totals, what people type of markup."""
    kept = KeptDay(DAY, DAY, Decimal(2), 4, 4)
    odd = replace(
        FIRM, label=LONG_LABEL[:400], technician="#T $x$ *gras*", kept=KeptDay(DAY, None, Decimal(-1), 1)
    )
    done = replace(FIRM, state="Terminé", bars=(Bar(0, 4, Look.DONE),), kept=replace(kept, actual_mark=3))
    group = GanttGroup(0, HEADING, (odd, LATE, MILESTONE, done, *[replace(FIRM, kept=kept)] * tasks))
    gantt = SharedGantt(replace(PLAN, groups=(group,)), BESIDE_THE_BARS, 2)
    label, amount = (QUOTE.by_name[name] for name in ("label", "amount_cents"))
    columns = (
        SharedColumn(label, "Description", (LONG_LABEL[:90], "§" * 200)),
        SharedColumn(amount, "Amount excl. VAT", (-123_456, 0)),
        SharedColumn(QUOTE.by_name["unit"], "Unit", ("", "")),
    )
    total = SharedTotal("Overall discount", Decimal("0.055"), -6_790)
    lines = SharedTable(
        QUOTE, "Quote", columns, ("Devis/1", "Devis/2"), ((), ()), ((), ()), "Quote $x$", (total,)
    )
    return SharedCopy(
        "P1", "La Crue #1", Audience.PRODUCER, "", "Studio des Quais", ("Films du Môle", "as of $x$"), (lines,), DAY,
        Language.ENGLISH, "P1-PROD-001-ABCD", gantt,
    )  # fmt: skip


def technique_sheet(findings: int = 40) -> TechniqueSheet:
    """A technical sheet over pages, with every part there may be and what people type without thinking of paper."""
    notes = (("Mesuré", "codec XAVC"), ("À compléter", "gamma"))
    source = SheetObject(
        ("CAM #1", LONG_LABEL[:60], "XAVC-I $x$, 25 i/s", "4:2:2", "", "80 % du montage"), notes
    )
    held = SheetObject(
        ("PAD", "PAD HD *gras*", "", "", "SME : oui", "à livrer le 30/11/2026"), (("Retenu par", "SON-03"),)
    )
    found = SheetFinding(
        "Bloquant", "IMG-04", "PAD", LONG_LABEL[:200], "Réencoder #1.", "MAR (Léa Marin)", "CONFORMATION, 2 j",
        is_blocking=True,
    )  # fmt: skip
    waived = SheetFinding(
        "Avertissement", "SON-03", "PAD", "−20 LUFS", waiver="France TV, le 27/11/2026 : $x$"
    )
    return TechniqueSheet(
        "CRUE", "La Crue #1", DAY, "40 bloquants ; 1 constat accepté.", (("Type", "Documentaire"),),
        (("Cadence timeline", "25 i/s"),), notes, (source, source), (held,), (found,) * findings, (waived,),
        ("« Codec » dans Sources, non compris",),
        (SheetDemand(("PAD",), "CST-RT-040, version 2016", ("Codec : XDCAM HD422 50", LONG_LABEL[:400])),),
        (("PAD", "a.mxf", "Fichier média", "30/11/2026", "aucun défaut"),),
    )  # fmt: skip


def cue_sheet(cues: int = 60) -> CueSheet:
    """A cue sheet over pages, some of it to be completed, with what people type without thinking of paper."""
    whole = Cue(
        1, "10:00:12:05", 205, "La montée des eaux", "Ana Sol ; Bruno Néri", "Ana Sol", "Éditions du Quai", "Label #1",
        "Quatuor $x$", "T-034.524.680-1", "FR-Z03-98-00212", "Bande-annonce", "Librairie musicale",
    )  # fmt: skip
    odd = replace(whole, title=LONG_LABEL[:200], composers="#T $x$ *gras*", label="§" * 60)
    bare = Cue(99, "", None, "", "")
    facts = (("Titre", "La Crue #1"), ("ISAN", "0000-0000-D07A-0090-Q"))
    return CueSheet("CRUE", "VF", "La Crue #1", DAY, "Studio des Quais", facts, (odd, bare, *[whole] * cues))


UNDATED = ReportedMonth("sans date", 0, 5_000, None, None, 0, "étape sans date : P001 3")


def royalty_statement(lines: int = 60) -> RoyaltyStatement:
    """A statement of two contracts that runs over pages, with what people type without thinking of paper."""
    receipts = [
        RoyaltyLine(
            StatementSection.RECEIPTS,
            f"SVOD — France — PRO (V{at})",
            100_000 * at,
            12_345,
            None,
            "CRUE",
            "La Crue",
        )
        for at in range(lines)
    ]
    deducted = [
        RoyaltyLine(StatementSection.COMMISSION, "30 % : Tous, Monde", -30_000, -1_234_567),
        RoyaltyLine(StatementSection.COSTS, LONG_LABEL[:300], -5_000, -2_500, 123_456_789, "CRUE", "La Crue"),
        RoyaltyLine(StatementSection.ADVANCES, "Minimum garanti (A-01)", 0, -10_000, 490_000),
    ]
    moved = [*receipts, *deducted]
    net = sum(line.prior_cents for line in moved), sum(line.period_cents for line in moved)
    share = [
        RoyaltyLine(StatementSection.NET, "Net à répartir", *net),
        RoyaltyLine(StatementSection.SHARE, "Rang 1, part 1/3", net[0] // 3, net[1] // 3),
        RoyaltyLine(StatementSection.SHARE, "Régularisation : Rang 1, part 1/3", 0, -1_250),
    ]
    contract = RoyaltyContract(
        "M-01", "Mandat de distribution", date(2024, 3, 12), ("La Crue", "Film 😀 東京"), (*moved, *share),
        (RoyaltyAdvance("A-01", "Minimum garanti", date(2024, 4, 1), 500_000, 10_000),),
        ("Aucun relevé antérieur au registre pour ce contrat : l'antérieur est recalculé au 31/12/2025.",),
    )  # fmt: skip
    empty = RoyaltyContract("M-02", "", None, (), (RoyaltyLine(StatementSection.NET, "", 0, 0),))
    due = (
        DueTerm("Part sur la période", 100_000), DueTerm("Trop-perçu du relevé REL-2025-0001", -10_000),
        DueTerm("Retenue à la source (5 %)", -4_500),
    )  # fmt: skip
    return RoyaltyStatement(
        "REL-2026-0002", DAY, "MOLE", "2026-S1", date(2026, 1, 1), date(2026, 6, 30), SELLER,
        Party("Films #du# $Môle$", "3 rue *des* Films", "", "", "BE", "", "", "BE0417497106", "droits@mole.example"),
        (contract, empty), due, 4_500, 0, (UnpaidStatement("REL-2026-0001", "2025", date(2026, 2, 1), 7_777),),
        ("Les recettes sont les sommes encaissées ; une vente non encaissée n'y est pas.",), "REL-2025-0009",
    )  # fmt: skip


PAPERS: dict[str, Callable[[], Paper]] = {
    "quote": lambda: quote_paper(long_quote()),
    "odd quote": lambda: quote_paper(odd_quote()),
    "change order": lambda: change_order_paper(change_order()),
    "plan": plan,
    "call sheets": lambda: call_sheet_paper(sheets()),
    "service sheets": lambda: next(service()),
    "service board": lambda: [*service()][1],
    "statement": lambda: project_statement_paper(statement()),
    "reminder": lambda: reminder_paper(reminder()),
    "cost report": lambda: cost_report_paper(cost_report()),
    "pay sheet": lambda: pay_sheet_paper(pay_sheet()),
    "project copy": lambda: project_copy_paper(project_copy()),
    "cue sheet": lambda: cue_sheet_paper(cue_sheet()),
    "royalty statement": lambda: royalty_statement_paper(royalty_statement()),
    "draft royalty statement": lambda: royalty_statement_paper(replace(royalty_statement(), number="")),
    "technique sheet": lambda: technique_sheet_paper(technique_sheet()),
    "bare technique sheet": lambda: technique_sheet_paper(
        TechniqueSheet("X", "Vide", DAY, "Aucun constat ouvert.")
    ),
}
"""Every kind of paper, by name."""
INVOICE = "invoice"
KINDS = (*PAPERS, INVOICE)


def pdfs() -> dict[str, bytes]:
    """Every kind of paper set in one house, and an invoice with its XML."""
    papers = {name: set_paper(paper(), HOUSE).pdf for name, paper in PAPERS.items()}
    return papers | {INVOICE: invoice_pdf(long_invoice(), HOUSE).pdf}
