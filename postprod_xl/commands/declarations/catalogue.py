"""The commands of the catalogue tabs: what is free of the rights of a work."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declarations.catalogue_papers import VERSION, WORK
from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import FILE, FROM_DAY, JSON, TO_DAY, TODAY
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, RIGHTS_QUESTIONS

_MEDIA = Option(
    "media",
    ("--media",),
    OptionKind.TEXT,
    "MÉDIAS",
    "SVOD, « TV gratuite », VOD, Tous… ; une virgule entre plusieurs.",
    required=True,
)
_TERRITORY = Option(
    "territory",
    ("--territory",),
    OptionKind.TEXT,
    "TERRITOIRES",
    "FR, Belgique, « Monde sauf US »… ; une virgule entre plusieurs.",
    required=True,
)
_FIRST = replace(FROM_DAY, help="Premier jour demandé.", required=True)
_LAST = replace(TO_DAY, help="Dernier jour demandé, compris.", required=True)

CATALOGUE_COMMANDS = (
    Command(
        "avails",
        "Dit si les droits d'une œuvre sont libres sur une période, sinon quand, et ce qui empêche.",
        "whether some media, territories and languages of a work are free together from one day to another: each "
        "interval free, taken or in doubt, with every contract in the way, and what is free instead; « non connu », "
        f"and status 1, while a contract of the work cannot be read. Nothing is written: {RIGHTS_QUESTIONS.tab} keeps "
        f"questions that each refresh answers in {AVAILABLE_RIGHTS.tab}",
        (
            FILE,
            WORK,
            _MEDIA,
            _TERRITORY,
            _FIRST,
            _LAST,
            Option(
                "exclusive",
                ("--exclusive",),
                OptionKind.FLAG,
                help="L'acheteur veut une exclusivité : aucune autre vente, même non exclusive.",
            ),
            Option(
                "language",
                ("--language",),
                OptionKind.TEXT,
                "LANGUES",
                "fr, en… ; par défaut toutes les langues.",
                default="",
            ),
            replace(VERSION, help="Code de la version ; par défaut toutes."),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.avails:avails",
    ),
)
