"""The second of the two registries: every command, its options and its buttons, declared once.

The command line, the buttons, their macros, the ribbon, the table of the README and those of the French guide are
built from it.
"""

from __future__ import annotations

from postprod_xl.commands.declarations.billing import BILLING_COMMANDS
from postprod_xl.commands.declarations.books import BOOKS_COMMANDS
from postprod_xl.commands.declarations.calling import CALLING_COMMANDS
from postprod_xl.commands.declarations.catalogue import CATALOGUE_COMMANDS
from postprod_xl.commands.declarations.catalogue_papers import CATALOGUE_PAPERS_COMMANDS
from postprod_xl.commands.declarations.copies import COPIES_COMMANDS
from postprod_xl.commands.declarations.imports import IMPORT_COMMANDS
from postprod_xl.commands.declarations.keeping import KEEPING_COMMANDS
from postprod_xl.commands.declarations.many import MANY_COMMANDS
from postprod_xl.commands.declarations.office import OFFICE_COMMANDS
from postprod_xl.commands.declarations.papers import PAPERS_COMMANDS
from postprod_xl.commands.declarations.payments import PAYMENT_COMMANDS
from postprod_xl.commands.declarations.payroll import PAYROLL_COMMANDS
from postprod_xl.commands.declarations.plan import PLAN_COMMANDS
from postprod_xl.commands.declarations.purchases import PURCHASES_COMMANDS
from postprod_xl.commands.declarations.quotes import QUOTE_COMMANDS
from postprod_xl.commands.declarations.returns import RETURNS_COMMANDS
from postprod_xl.commands.declarations.royalties import ROYALTY_COMMANDS
from postprod_xl.commands.declarations.technique import TECHNIQUE_COMMANDS
from postprod_xl.commands.declarations.upkeep import UPKEEP_COMMANDS
from postprod_xl.commands.declared import Command

_EVERY_COMMAND = (
    *OFFICE_COMMANDS,
    *QUOTE_COMMANDS,
    *PLAN_COMMANDS,
    *IMPORT_COMMANDS,
    *TECHNIQUE_COMMANDS,
    *CATALOGUE_COMMANDS,
    *COPIES_COMMANDS,
    *BILLING_COMMANDS,
    *PURCHASES_COMMANDS,
    *PAYMENT_COMMANDS,
    *BOOKS_COMMANDS,
    *PAYROLL_COMMANDS,
    *PAPERS_COMMANDS,
    *CATALOGUE_PAPERS_COMMANDS,
    *CALLING_COMMANDS,
    *ROYALTY_COMMANDS,
    *RETURNS_COMMANDS,
    *KEEPING_COMMANDS,
    *MANY_COMMANDS,
    *UPKEEP_COMMANDS,
)

COMMANDS: dict[str, Command] = {command.name: command for command in _EVERY_COMMAND}
"""Every command by its name, in the order of the help page."""

GROUPS = {"tables": "Toutes les tables en CSV, et retour ; les remettre quand un programme les a perdues."}
"""What the commands of a group do, by its name."""

RIBBON: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("calculs", "Classeur", ("Actualiser", "Verifier", "MettreANiveau", "AjouterOnglets")),
    (
        "devis",
        "Devis",
        (
            "Chiffrer",
            "DemanderAvis",
            "CopierVersion",
            "FigerVersion",
            "ComparerVersions",
            "DevisEnPdf",
            "ProposerAvenants",
            "ProposerAvenant",
            "ImprimerAvenant",
        ),
    ),
    (
        "plan",
        "Planning",
        (
            "Planifier",
            "PromettrePlanning",
            "Repeter",
            "Dupliquer",
            "Decaler",
            "ProposerTechnicien",
            "PreremplirSeances",
            "FormulairesSeances",
            "ImporterSeances",
        ),
    ),
    (
        "documents",
        "Documents",
        (
            "BrouillonFacture",
            "Facturer",
            "EmettreAvoir",
            "EmettreAvoirPartiel",
            "RefaireFichier",
            "NoterReglement",
            "Relancer",
            "RecevoirFacture",
            "ExporterEcritures",
            "ImprimerSituation",
            "FicheTechniquePdf",
            "RapportDesCouts",
            "ProjetReleve",
            "RendreComptes",
        ),
    ),
    (
        "echanges",
        "Échanges",
        (
            "CopieProducteur",
            "CopiePour",
            "CopieTechnicien",
            "CopieAyantDroit",
            "LireRetour",
            "FusionnerRetour",
            "FeuillesDeService",
            "ServiceSemaine",
            "Calendriers",
            "CalendriersClient",
        ),
    ),
    (
        "paie",
        "Paie",
        (
            "PreparerPaie",
            "ApercuPaie",
            "ExporterPaie",
            "ExporterCorrections",
            "FeuillesDePaie",
            "FeuilleDePaie",
        ),
    ),
)
"""The groups of the ribbon: identifier, title, the macros of its buttons from left to right."""
