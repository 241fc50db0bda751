"""What a file that came back changes, in a workbook of its own: values only, to sort and filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postprod_xl.workbook.draw.list_workbook import ListCell, ListColumn, ListSheet, list_workbook

TAB, TABLE = "Changements", "Changements"
_COLUMNS = (
    ("number", ListColumn("N°", 6.0)),
    ("tab", ListColumn("Onglet", 14.0)),
    ("row", ListColumn("Ligne", 22.0)),
    ("column", ListColumn("Colonne", 18.0)),
    ("kind", ListColumn("Nature", 14.0)),
    ("sent", ListColumn("Dans la copie", 26.0, is_value=True)),
    ("returned", ListColumn("Dans le retour", 30.0, is_value=True)),
    ("now", ListColumn("Dans le classeur", 26.0, is_value=True)),
    ("state", ListColumn("État", 13.0)),
    ("why", ListColumn("Pourquoi", 34.0)),
    ("author", ListColumn("Signé", 14.0)),
    ("place", ListColumn("Où, dans le retour", 20.0)),
)


def changes_workbook(details: Mapping[str, Any]) -> bytes:
    """Draw the list of the changes of a file, one row a change.

    Parameters
    ----------
    details
        Those of the command: `share`, `receiver`, `file`, and `changes` by the names of `told.change_details`.
    """
    lines = [
        f"{details['file']} : retour de {details['receiver']}, partage {details['share']}",
        "Pour appliquer : postprod merge, avec --accept all, ou --accept et les numéros ; un conflit ne l'est que par "
        "son numéro.",
    ]
    rows = [[ListCell(_text(change[name])) for name, _ in _COLUMNS] for change in details["changes"]]
    columns = [column for _, column in _COLUMNS]
    return list_workbook(ListSheet(TAB, TABLE, details["share"], lines, columns, rows))


def _text(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)
