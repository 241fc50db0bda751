"""The command of what clients pay."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT, TODAY
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.payments import PAYMENTS, REMINDERS
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.vocabulary import PaymentMethod

_PAID = Option(
    "invoice",
    ("--invoice",),
    OptionKind.TEXT,
    "NUMÉRO",
    "Numéro de la facture payée, ou de l'avoir remboursé.",
    default="",
    ask=Ask(
        "Numéro de la facture payée, ou de l'avoir remboursé :",
        columns={INVOICES.name: "number", PAYMENTS.name: "invoice"},
    ),
)
_AMOUNT = Option(
    "amount",
    ("--amount",),
    OptionKind.AMOUNT,
    "MONTANT",
    "Somme reçue TTC ; négative, un remboursement.",
    ask=Ask("Somme reçue TTC :", "due_cents"),
)
_PAID_DAY = Option(
    "day",
    ("--date",),
    OptionKind.DAY,
    "JOUR",
    "Jour où l'argent est arrivé.",
    ask=Ask("Jour où l'argent est arrivé (JJ/MM/AAAA) :"),
)
_REMINDERS = Option(
    "reminders",
    ("--reminders",),
    OptionKind.TEXT,
    "[CLIENT]",
    "Écrit au client, ou à tous sans code, ce qu'il doit depuis trop longtemps, en PDF ; s'écrit après le classeur.",
    bare="",
    ask=Ask(
        "Code du client à relancer, ou « tous » :",
        "client",
        {CLIENTS.name: "code"},
    ),
)

PAYMENT_COMMANDS = (
    Command(
        "payment",
        "Note ce qu'un client a payé.",
        f"add to {PAYMENTS.tab} what a client paid of an invoice, lettered to it within what it owes; the rest is kept "
        "as an advance of the client, and said, as is a payment of `--client` without invoice. `--mode avance` moves "
        "an advance to an invoice; a negative amount refunds a credit note or an advance. "
        "`--statement`: what each line of a bank statement (CSV, OFX, CAMT.053) may pay, by amount and reference, how "
        "sure and why; nothing is written but the proposals named by `--accept`, and a line is taken once. "
        "`--reminders`: a letter (PDF/A) a client of what is late, its age, what it costs",
        (
            FILE,
            _PAID,
            Option(
                "client",
                ("--client",),
                OptionKind.TEXT,
                "CODE",
                "Client qui paie d'avance, au lieu d'une facture.",
                default="",
            ),
            _AMOUNT,
            _PAID_DAY,
            Option(
                "method",
                ("--mode",),
                OptionKind.CHOICE,
                help="Comment l'argent est venu ; avance : de l'argent déjà reçu, porté sur la facture.",
                choices=tuple(method.lower() for method in PaymentMethod),
            ),
            Option(
                "reference",
                ("--reference",),
                OptionKind.TEXT,
                "TEXTE",
                "Ce que la banque ou le client en dit : numéro du virement, du chèque.",
                default="",
            ),
            Option(
                "statement",
                ("--statement",),
                OptionKind.PATH,
                "RELEVÉ",
                "Relevé de la banque (CSV, OFX, CAMT.053) : dit ce que paie sans doute chaque ligne, sans rien écrire.",
            ),
            Option(
                "accept",
                ("--accept",),
                OptionKind.TEXT,
                "ID[,ID]",
                "Note les propositions du relevé que vous acceptez.",
                default="",
            ),
            _REMINDERS,
            replace(OUTPUT, metavar="DOSSIER", help="Où écrire les relances.", required=False),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.billing.paying:payment",
        writes=True,
        issues=True,
        buttons=(
            Button(
                "NoterReglement",
                "Règlement",
                "Note ce qui a été payé de la facture de la ligne choisie ; ce qui la dépasse reste une avance.",
                "AccountingFormat",
                (INVOICES.tab, PAYMENTS.tab),
                _PAID,
                (_AMOUNT, _PAID_DAY),
            ),
            Button(
                "Relancer",
                "Relancer",
                "Écrit à côté du classeur le PDF de la relance du client de la ligne choisie.",
                "FileSaveAsPdfOrXps",
                (REMINDERS.tab, CLIENTS.tab),
                _REMINDERS,
            ),
        ),
    ),
)
