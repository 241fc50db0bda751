"""Which quote lines need a technical advice, and which still wait for theirs."""

from __future__ import annotations

from collections import Counter

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.feasibility.advisers import advisers_of
from postprod_xl.domain.quotes.unit_times import LONGEST_UNITS
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS, versions_with
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import Feasibility, QuoteStatus

UNSENT = frozenset({"", QuoteStatus.DRAFT})
"""The versions still being written."""
NEGOTIATED = UNSENT | {QuoteStatus.SENT}
"""The versions whose lines the client has not answered yet."""
UNANSWERED = frozenset({"", Feasibility.TO_CHECK})


def lines_needing_advice(office: Office, lines: Rows) -> list[bool]:
    """Whether each row of `Devis` is work that a technician must have looked at before it is promised.

    The rate card says it: an item that asks for a skill or a type of room, or that counts hours. Storage, cartridges
    and lump sums have none of the three. A line of no item needs one when it is sold by a length of time; a
    line of no quantity sells nothing and needs none.

    Parameters
    ----------
    office
        Table `Tarifs`.
    lines
        Rows of `Devis`, any selection.
    """
    rates = office["Tarifs"].select("item", "skill", "room_type", "unit_minutes")
    asking = {item: bool(skill or room_type or minutes) for item, skill, room_type, minutes in rates}
    return [
        bool(quantity) and asking.get(item, unit in LONGEST_UNITS)
        for item, unit, quantity in lines.select("item", "unit", "quantity")
    ]


def lines_to_ask(office: Office) -> Rows:
    """The rows of `Devis` whose advice is missing, in the versions that the client has not answered."""
    return unanswered(office, lines_of(office, NEGOTIATED))


def unanswered(office: Office, lines: Rows) -> Rows:
    """Those of some rows of `Devis` whose advice is needed and missing."""
    waiting = lines.where(feasibility in UNANSWERED for feasibility in lines.column("feasibility"))
    return waiting.where(lines_needing_advice(office, waiting))


def lines_of(office: Office, statuses: frozenset[str]) -> Rows:
    """The rows of `Devis` whose version has one of some statuses; a version without row of its own has none."""
    keys = versions_with(office, statuses)
    return office["Devis"].where(key in keys for key in office["Devis"].select("project", "version"))


def lines_of_version(office: Office, project: str, version: int) -> Rows:
    """The rows of `Devis` of one version."""
    quote = office["Devis"]
    return quote.where(key == (project, version) for key in quote.select("project", "version"))


def advice_columns(office: Office) -> dict[str, Rows]:
    """`À consulter` of each row of `Devis`, and `Avis manquants` of each row of `Versions`.

    Both are empty where nothing waits for an advice: in a version that the client has answered.
    """
    quote, versions, waiting = office["Devis"], office["Versions"], lines_to_ask(office)
    advisers = advisers_of(office) if len(waiting) else None
    texts = {row.row: advisers.text(row) for row in waiting} if advisers else {}
    counts = Counter(waiting.select("project", "version"))
    keys = versions.select("project", "version", "status")
    return {
        "Devis": computed_columns(
            "Devis", quote.numbers, adviser=[texts.get(number, "") for number in quote.numbers]
        ),
        "Versions": computed_columns(
            "Versions",
            versions.numbers,
            lines_to_ask=[
                counts[project, version] if status in NEGOTIATED else None
                for project, version, status in keys
            ],
        ),
    }


def negotiated_version(office: Office, project: str, asked: int | None) -> int:
    """The version of a project that is asked for; by default the last one neither refused nor replaced.

    Raises
    ------
    ProgrammeRefused
        There is none of that number, or none to be negotiated.
    """
    statuses = {
        number: status
        for code, number, status in office["Versions"].select("project", "version", "status")
        if code == project
    }
    heading = VERSIONS.heading("version")
    if asked is not None and asked not in statuses:
        held = f"les siennes : {listed(list(map(str, sorted(statuses))))}" if statuses else "il n'en a aucune"
        message = f"{project} n'a pas de version {asked} ; {held}"
        raise ProgrammeRefused(
            blocking("Versions", None, heading, str(asked), "une version de ce projet", message)
        )
    standing = [number for number, status in statuses.items() if status not in CLOSED_VERSIONS]
    if asked is None and not standing:
        message = f"{project} n'a pas de devis en cours : ajoutez une version, avec ses lignes"
        raise ProgrammeRefused(blocking("Versions", None, heading, project, "une version du devis", message))
    return max(standing) if asked is None else asked
