"""The commands of the catalogue tabs: what is free of the rights of a work."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declarations.catalogue_papers import VERSION, WORK
from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import FILE, FROM_DAY, JSON, TO_DAY, TODAY
from postprod_xl.documents.catalogue.movielabs import FORMATS
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, RIGHTS_QUESTIONS

_MEDIA = Option(
    "media",
    ("--media",),
    OptionKind.TEXT,
    "MÉDIAS",
    "SVOD, « TV gratuite », VOD, Tous… ; une virgule entre plusieurs. D'une liste, tous par défaut.",
    default="",
)
_TERRITORY = Option(
    "territory",
    ("--territory",),
    OptionKind.TEXT,
    "TERRITOIRES",
    "FR, Belgique, « Monde sauf US »… ; une virgule entre plusieurs. D'une liste, le monde par défaut.",
    default="",
)
_FIRST = replace(FROM_DAY, help="Premier jour demandé. D'une liste, aujourd'hui par défaut.")
_LAST = replace(TO_DAY, help="Dernier jour demandé, compris. D'une liste, la fin des mandats par défaut.")
_WORK = replace(WORK, help="Code de l'œuvre. D'une liste, toutes par défaut.", required=False, default="")
_LISTING = Option(
    "listing",
    ("--list",),
    OptionKind.PATH,
    "LISTE.xlsx",
    "Écrit pour un acheteur la liste de ce qui est libre, sans prix, ni contrat, ni autre client.",
)
_MOVIELABS = Option(
    "movielabs",
    ("--movielabs",),
    OptionKind.PATH,
    "AVAILS.xlsx|csv",
    "Écrit ce qui est libre dans les colonnes de MovieLabs, pour une plateforme ; dit ce qui ne peut l'être.",
)
_FORMATS = Option(
    "formats",
    ("--format",),
    OptionKind.CHOICES,
    f"{'|'.join(FORMATS)}[,…]",
    "Avec --movielabs, les formats proposés.",
    default=(),
    choices=FORMATS,
)
_PRICES = Option(
    "prices",
    ("--price",),
    OptionKind.TEXT,
    "LICENCE=TYPE:VALEUR[:DEVISE][,…]",
    "Avec --movielabs, les prix, que EST et VOD demandent : EST=Tier:4,VOD=WSP:3.50:EUR.",
    default="",
)

CATALOGUE_COMMANDS = (
    Command(
        "avails",
        "Dit si les droits d'une œuvre sont libres sur une période, sinon quand, et ce qui empêche.",
        "whether some media, territories and languages of a work are free together from one day to another: each "
        "interval free, taken or in doubt, with every contract in the way, and what is free instead; « non connu », "
        f"and status 1, while a contract of the work cannot be read. Nothing is written: {RIGHTS_QUESTIONS.tab} keeps "
        f"questions that each refresh answers in {AVAILABLE_RIGHTS.tab}. `--list`: what is free of every work, or of "
        "`--work`, as a workbook for a buyer: title, year, versions, material, media, territories and days; no price, "
        "no contract, no other client, no reason; what is in doubt is not listed, and why the rest is not is told at "
        "the terminal only. `--movielabs`: the same as rows of EMA Avails v1.9, XLSX or CSV, checked as MovieLabs "
        "checks them; `--format` and `--price` say what no tab holds; what has no code there (AVOD, FAST), no verified "
        "EIDR or ISAN, no price, is told line by line and never guessed",
        (
            FILE,
            _WORK,
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
            _LISTING,
            _MOVIELABS,
            _FORMATS,
            _PRICES,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.catalogue.avails:avails",
    ),
)
