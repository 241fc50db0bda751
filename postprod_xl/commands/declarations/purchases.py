"""The command of what is bought."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, PROJECT, TODAY
from postprod_xl.schema.tables.purchases import PURCHASES

RECEIVED = Option(
    "received",
    (),
    OptionKind.PATH,
    "FACTURE.pdf",
    "La facture reçue.",
    required=True,
    ask=Ask("Chemin de la facture reçue (PDF Factur-X) :"),
)

PURCHASES_COMMANDS = (
    Command(
        "receive",
        f"Lit une facture reçue dans {PURCHASES.tab}.",
        f"read a received Factur-X PDF into a row of {PURCHASES.tab}: on the order of the same supplier that it bills "
        "(`--purchase N` says which), else on a new one; a credit note is negative; what does not hold together, has "
        "no PDF, is for another company, in another currency or received already is refused; the path of the file and "
        "its SHA-256 are kept",
        (
            FILE,
            RECEIVED,
            replace(PROJECT, required=False, default="", help="Code du projet qui la supporte."),
            Option(
                "line",
                ("--line",),
                OptionKind.TEXT,
                "CODE",
                "Code de la ligne de devis à laquelle elle sert.",
                default="",
            ),
            Option(
                "purchase",
                ("--purchase",),
                OptionKind.TEXT,
                "CODE",
                "Code de la commande qu'elle facture.",
                default="",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.billing.receiving:receive",
        writes=True,
        buttons=(
            Button(
                "RecevoirFacture",
                "Recevoir une facture",
                f"Lit une facture électronique reçue et la note dans {PURCHASES.tab}.",
                "FileOpen",
                (PURCHASES.tab,),
                RECEIVED,
            ),
        ),
    ),
)
