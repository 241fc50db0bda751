"""What the status of a version of a quote means."""

from __future__ import annotations

from collections.abc import Collection

from postprod_xl.domain.office import Office
from postprod_xl.schema.vocabulary import QuoteStatus

CLOSED_VERSIONS = frozenset({QuoteStatus.REFUSED, QuoteStatus.REPLACED})
"""Nothing is sold from these any more."""
SENT_VERSIONS = frozenset({QuoteStatus.SENT, QuoteStatus.ACCEPTED})
"""A client holds these: they no longer change."""


def versions_with(office: Office, statuses: Collection[str]) -> set[tuple[str, int]]:
    """The versions of quotes, by project and number, whose status is one of these."""
    versions = office["Versions"].select("project", "version", "status")
    return {(project, version) for project, version, status in versions if status in statuses}
