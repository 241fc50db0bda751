"""The tabs that the program draws whole, without a table: what they are called and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from postprod_xl.schema.families import TECHNIQUE
from postprod_xl.schema.versions import FIRST


@dataclass(frozen=True)
class DrawnTab:
    """One drawn tab.

    Parameters
    ----------
    title
        What its tab says in a new workbook; a person may rename it.
    view
        What a person calls it when one of them is to be printed.
    name
        The workbook's name of its first cell, which follows the tab when it is renamed and tells it from a tab of
        the same title that a person drew.
    beside
        The table after whose tab it stands.
    help
        What it shows, in one sentence.
    waiting
        What it says before it is drawn.
    since
        The version of the workbook it came with.
    family
        The optional family of tabs it belongs to; empty for the tabs of every workbook.
    """

    title: str
    view: str
    name: str
    beside: str
    help: str
    waiting: str
    since: str = FIRST
    family: str = ""

    @property
    def first_cell(self) -> str:
        """The cell that its name refers to, from which it is found again whatever its title."""
        title = self.title.replace("'", "''")
        return f"'{title}'!$A$1"

    @property
    def chart_prefix(self) -> str:
        """What the names of its native charts begin with: a chart of another name on it is a person's."""
        return f"{self.name} "


GANTT = DrawnTab(
    "Gantt",
    "gantt",
    "DessinGantt",
    "Reservations",
    "Le planning dessiné : une ligne par tâche, groupées par projet, les livraisons les plus proches en tête.",
    "Actualisez pour dessiner le planning.",
)
WEEKS = DrawnTab(
    "Quatre semaines",
    "semaines",
    "DessinSemaines",
    "Reservations",
    "Les quatre semaines qui viennent, jour par jour, par projet et par épisode.",
    "Actualisez pour dessiner les quatre semaines.",
    "0.4",
)
PEOPLE_BOARD = DrawnTab(
    "Par personne",
    "personnes",
    "DessinPersonnes",
    "Reservations",
    "Qui travaille à quoi, jour par jour, pendant quatre semaines, d'après les réservations.",
    "Actualisez pour dessiner qui travaille à quoi.",
    "0.4",
)
ROOMS_BOARD = DrawnTab(
    "Par salle",
    "salles",
    "DessinSalles",
    "Reservations",
    "Ce que chaque salle reçoit, jour par jour, pendant quatre semaines, d'après les réservations.",
    "Actualisez pour dessiner l'occupation des salles.",
    "0.4",
)
LIST = DrawnTab(
    "Planning à imprimer",
    "liste",
    "DessinListe",
    "Planning",
    "Le planning tel qu'on le lit sur papier : qui, où, quand, et ce qui retient chaque tâche.",
    "Actualisez pour écrire la liste à imprimer.",
    "0.4",
)
LOAD = DrawnTab(
    "Charge",
    "charge",
    "DessinCharge",
    "Reservations",
    "La charge de chaque personne et de chaque salle, semaine par semaine, d'après les réservations.",
    "Actualisez pour dessiner la charge.",
)
PROGRESS = DrawnTab(
    "Suivi",
    "suivi",
    "DessinSuivi",
    "Depassements",
    "Les heures vendues, réalisées et projetées de chaque projet au fil du temps, d'après l'historique.",
    "Actualisez pour dessiner le suivi.",
    "0.5",
)
QUOTES = DrawnTab(
    "Devis à imprimer",
    "devis",
    "DessinDevis",
    "Devis",
    "Le devis en cours de chaque projet tel que son client le lit : sans coût ni marge, remises et totaux compris.",
    "Actualisez pour écrire les devis à imprimer.",
    "0.5",
)
CASH_CURVE = DrawnTab(
    "Courbe de trésorerie",
    "trésorerie",
    "DessinTresorerie",
    "Tresorerie",
    "Ce qui entre, ce qui sort et le cumul, mois par mois, en un graphique.",
    "Actualisez pour dessiner la courbe de trésorerie.",
    "0.6",
)
SERVICE = DrawnTab(
    "Feuille de service",
    "service",
    "DessinService",
    "Reservations",
    "Qui travaille où, quand et à quoi : le prochain jour ouvré, et toute sa semaine.",
    "Actualisez pour écrire la feuille de service.",
    "0.7",
)
TECHNIQUE_SHEETS = DrawnTab(
    "Fiche technique",
    "fiches",
    "DessinFiches",
    "Compatibilites",
    "La technique de chaque projet en une page : sources, flux, livrables, ce qui ne va pas ensemble, qui consulter.",
    "Actualisez pour écrire les fiches techniques.",
    "0.7",
    TECHNIQUE.name,
)
DRAWN_TABS = (
    QUOTES,
    LIST,
    SERVICE,
    GANTT,
    WEEKS,
    PEOPLE_BOARD,
    ROOMS_BOARD,
    LOAD,
    PROGRESS,
    CASH_CURVE,
    TECHNIQUE_SHEETS,
)
