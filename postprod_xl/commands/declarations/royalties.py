"""The command that accounts to the holders of the catalogue."""

from __future__ import annotations

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, TODAY
from postprod_xl.schema.tables.catalogue.accounts import SHARES, STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS

_HOLDER = Option(
    "holder",
    ("--holder",),
    OptionKind.TEXT,
    "CODE",
    f"L'ayant droit à qui rendre compte, déclaré dans {HOLDERS.tab}.",
    required=True,
    ask=Ask("Code de l'ayant droit à qui rendre compte :", "holder"),
)
_PERIOD = Option(
    "period",
    ("--period",),
    OptionKind.TEXT,
    "PÉRIODE",
    "La période rendue : 2026, 2026-S1, 2026-T3 ou 2026-11 ; inutile avec --correct.",
    default="",
    ask=Ask("Période à rendre (2026, 2026-S1, 2026-T3 ou 2026-11) :"),
)
_DRAFT = Option(
    "draft",
    ("--draft",),
    OptionKind.FLAG,
    help="Écrit le projet du relevé en PDF à côté du classeur, sans numéro : rien n'est émis.",
)
_CORRECT = Option(
    "corrects",
    ("--correct",),
    OptionKind.TEXT,
    "NUMÉRO",
    "Émet le relevé qui remplace celui-ci, le dernier de l'ayant droit : ce qu'il devait est déduit.",
    default="",
    ask=Ask(
        "Numéro du relevé à remplacer :",
        columns={STATEMENTS.name: "number", STATEMENT_LINES.name: "statement"},
    ),
)

ROYALTY_COMMANDS = (
    Command(
        "statement",
        "Émet le relevé de comptes d'un ayant droit pour une période.",
        "issue the royalty statement of a holder for a period: for each of his contracts what was collected, kept, "
        "recouped and shared, before the period, over it and since the beginning; ledger rows, a tab to print and a "
        "PDF/A, which the ledger names with its SHA-256; nothing due is a statement too. What came late of a stated "
        "period is an adjustment of the next; what was overpaid is deducted from it, never claimed. A figure not "
        "known, a period stated already or left out: refused by name, nothing is issued. `--correct NUMÉRO`: the "
        "statement that replaces the last one of the holder, what that one owed deducted; `--draft`: a PDF marked "
        "so, nothing is issued. A terminal is asked before, and `--yes` answers",
        (
            FILE,
            _HOLDER,
            _PERIOD,
            Option("day", ("--date",), OptionKind.DAY, "JOUR", "Date du relevé, par défaut aujourd'hui."),
            _CORRECT,
            _DRAFT,
            Option(
                "yes",
                ("--yes",),
                OptionKind.FLAG,
                help="Répond oui à la question posée avant d'émettre, pour un script.",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.catalogue.statements:statement",
        writes=True,
        issues=True,
        buttons=(
            Button(
                "RendreComptes",
                "Relevé de comptes",
                "Émet le relevé de comptes de l'ayant droit de la ligne choisie, pour une période.",
                "AccountingFormat",
                (HOLDERS.tab, SHARES.tab, STATEMENTS.tab),
                _HOLDER,
                (_PERIOD,),
            ),
            Button(
                "ProjetReleve",
                "Projet de relevé",
                "Écrit à côté du classeur le projet du relevé de l'ayant droit de la ligne choisie, sans l'émettre.",
                "FilePrintPreview",
                (HOLDERS.tab, SHARES.tab, STATEMENTS.tab),
                _DRAFT,
                (_HOLDER, _PERIOD),
            ),
        ),
    ),
)
