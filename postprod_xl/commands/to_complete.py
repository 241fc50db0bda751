"""What a paper says badly or not at all, for a person to see to before it leaves."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.invoice import Party
from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.projects import CLIENTS


def identity_gaps(paper: str, *parties: Party) -> Iterator[str]:
    """The line that says that a paper has gaps in the identity of its parties; none when it has not.

    Parameters
    ----------
    paper
        The paper, a French noun with its article.
    """
    if TO_FILL in repr(parties):
        yield f"À compléter dans {SETTINGS.tab} ou {CLIENTS.tab} : {paper} porte « {TO_FILL} »"
