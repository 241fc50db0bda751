"""Quotes being negotiated whose delay is too short in any case: a warning before anybody is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.tasks import programme_tasks
from postprod_xl.domain.quotes.feasibility.advice import NEGOTIATED
from postprod_xl.domain.quotes.feasibility.assessment import undated
from postprod_xl.domain.quotes.feasibility.imagined import needs_of
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS
from postprod_xl.domain.quotes.versions.totals import VersionKey
from postprod_xl.domain.wording import working_days_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import QuoteStatus


def short_delay_problems(office: Office) -> list[Problem]:
    """Warnings of the quotes being negotiated whose delay is too short even if nobody were taken by anything else.

    Only what is not planned yet is looked at, at the last version of each project: of what is, the plan says so itself.
    """
    planned = set(office["Planning"].column("project"))
    last = {
        row.project: row
        for row in sorted(office["Versions"], key=attrgetter("version"))
        if row.status not in CLOSED_VERSIONS
    }
    waiting = [
        (project, version)
        for project in office["Projets"]
        if project.code not in planned
        and (version := last.get(project.code))
        and version.status in NEGOTIATED
        if not undated(office, project)
    ]
    places: dict[VersionKey, list[int]] = defaultdict(list)
    for place, key in enumerate(office["Devis"].select("project", "version") if waiting else ()):
        places[key].append(place)
    return [
        problem
        for project, version in waiting
        for problem in _too_short(_alone(office, version, places[project.code, version.version]), version)
    ]


def _alone(office: Office, version: Row, places: Sequence[int]) -> Office:
    """The office with nothing quoted but one version, accepted: as many are looked at, each looks at its own lines."""
    project = version.project
    orders = office["Avenants"].where(code == project for code in office["Avenants"].column("project"))
    only = office["Versions"].where(row == version.row for row in office["Versions"].numbers)
    held = {
        "Devis": office["Devis"].at(places),
        "Versions": only.with_columns({"status": [QuoteStatus.ACCEPTED]}),
        "Avenants": orders,
    }
    return replace(office, tables={**office.tables, **held}, facts={})


def _too_short(office: Office, version: Row) -> Iterator[Problem]:
    needs = needs_of(office, version.project, version.version)
    try:
        missing = programme_tasks(office, version.project, sold=needs.lines).short_days
    except ProgrammeRefused:
        return
    if missing is not None and missing > 0:
        days = working_days_text(missing)
        message = (
            f"{version.project} version {version.version} : il manque au moins {days} entre les rushes et la "
            "livraison, même si personne n'était pris ; « Demander les avis » dit ce qu'il faudrait céder"
        )
        yield version.warning(
            "version", str(version.version), "un délai que le travail du devis permet", message
        )
