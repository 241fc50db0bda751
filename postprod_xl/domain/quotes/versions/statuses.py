"""What the status of a version of a quote means."""

from __future__ import annotations

from collections.abc import Collection

from postprod_xl.domain.office import Office, fact
from postprod_xl.schema.vocabulary import QuoteStatus

CLOSED_VERSIONS = frozenset({QuoteStatus.REFUSED, QuoteStatus.REPLACED})
"""Nothing is sold from these any more."""
SENT_VERSIONS = frozenset({QuoteStatus.SENT, QuoteStatus.ACCEPTED})
"""A client holds these: they no longer change."""


def versions_with(office: Office, statuses: Collection[str]) -> set[tuple[str, int]]:
    """The versions of quotes, by project and number, whose status is one of these."""
    versions = office["Versions"].select("project", "version", "status")
    return {(project, version) for project, version, status in versions if status in statuses}


@fact(Versions="project version status")
def accepted_versions(office: Office) -> dict[str, int]:
    """The accepted version of each project that has one; the first in the sheet when there are several."""
    accepted: dict[str, int] = {}
    for project, version, status in office["Versions"].select("project", "version", "status"):
        if status == QuoteStatus.ACCEPTED:
            accepted.setdefault(project, version)
    return accepted


@fact(Versions="project version status")
def reference_versions(office: Office) -> dict[str, int]:
    """The version each project works from: the accepted one, else the latest neither refused nor replaced.

    A project whose versions are all refused or replaced is absent, as is one without any.
    """
    latest: dict[str, int] = {}
    for project, version, status in office["Versions"].select("project", "version", "status"):
        if status not in CLOSED_VERSIONS:
            latest[project] = max(version, latest.get(project, version))
    return latest | accepted_versions(office)
