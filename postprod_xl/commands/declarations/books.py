"""The command of the accounting entries."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, FROM_DAY, JSON, TO_DAY, TODAY
from postprod_xl.schema.tables.billing import ACCOUNTS, INVOICES

BOOKS_COMMANDS = (
    Command(
        "ledger",
        "Écrit les écritures comptables d'un exercice, en FEC et en CSV.",
        "the accounting entries of invoices, purchases and payments, from `--from` to `--to` (by default the calendar "
        "year): journals VE, AC, BQ and OD, balanced to the cent, lettered, VAT due when it is cashed or on debits; "
        "`--fec`: the 18 fields of the legal file, named by the SIREN and the closing day in a folder; `--csv`: the "
        "same for a spreadsheet. The numbers of accounts are settings; what cannot be booked is refused by name; "
        "nothing is written in the workbook",
        (
            FILE,
            Option(
                "fec",
                ("--fec",),
                OptionKind.PATH,
                "DOSSIER",
                "Où écrire le fichier des écritures comptables.",
            ),
            Option(
                "table", ("--csv",), OptionKind.PATH, "FICHIER.csv", "Les mêmes écritures pour un tableur."
            ),
            replace(FROM_DAY, help="Premier jour de l'exercice."),
            replace(TO_DAY, help="Jour de clôture de l'exercice, compris."),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.billing.booking:ledger",
        buttons=(
            Button(
                "ExporterEcritures",
                "Écritures comptables",
                "Écrit à côté du classeur les écritures comptables de l'année civile, en FEC et en CSV.",
                "TableInsertExcel",
                (INVOICES.tab, ACCOUNTS.tab),
            ),
        ),
    ),
)
