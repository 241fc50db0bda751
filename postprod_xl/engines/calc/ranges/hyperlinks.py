"""Links in cells."""

from __future__ import annotations

from typing import Any

from xlwings import XlwingsError

NO_LINK = "La cellule ne contient pas de lien hypertexte."


def address_of(cell: Any) -> str:
    """The address of the first link of a cell.

    Raises
    ------
    XlwingsError
        The cell has none.
    """
    fields = cell.getTextFields()
    for place in range(fields.Count):
        field = fields.getByIndex(place)
        if field.getPropertySetInfo().hasPropertyByName("URL"):
            return str(field.URL)
    raise XlwingsError(NO_LINK)


def put(document: Any, cell: Any, address: str, shown: str) -> None:
    """Make a link the content of a cell."""
    cell.setString("")
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = address, shown
    cell.insertTextContent(cell.createTextCursor(), field, False)
