"""Which statement a file is, told by its content."""

from __future__ import annotations

from postprod_xl.documents.statements.statement import BankStatement, UnreadableStatement

_START = 4096
_OTHERS = (
    (b"%PDF", "un PDF"),
    (b"PK\3\4", "un classeur ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un classeur"),
)


def read_statement(data: bytes) -> BankStatement:
    """The lines of a statement, CSV, CAMT.053 or OFX.

    Raises
    ------
    UnreadableStatement
        It is none of them, or it is empty or damaged.
    """
    start = data[:_START].lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, kind in _OTHERS:
        if start.startswith(mark):
            raise UnreadableStatement(
                f"c'est {kind}, attendu : le relevé de la banque en CSV, en OFX ou en CAMT.053"
            )
    if b"OFXHEADER" in start.upper() or b"<OFX>" in start.upper():
        from postprod_xl.documents.statements.ofx import read_ofx

        found = read_ofx(data)
    elif start.startswith(b"<"):
        from postprod_xl.documents.statements.camt import read_camt

        found = read_camt(data)
    else:
        from postprod_xl.documents.statements.csv_export import read_csv_export

        found = read_csv_export(data)
    if not found.lines:
        raise UnreadableStatement("ce relevé ne contient aucune opération : vérifiez la période exportée")
    return found
