"""Statements of a few lines, in the three formats of banks."""

from __future__ import annotations

IBAN = "FR7630001007941234567890185"

CSV = f"""Compte courant;{IBAN}
Solde au 24/11/2026;12 345,67

Date opération;Date valeur;Libellé;Débit euros;Crédit euros
23/11/2026;23/11/2026;"VIR SEPA LA CRUE FA 2026 0001";;1 200,00
24/11/2026;24/11/2026;LOYER;-950,50;
24/11/2026;24/11/2026;CHQ 12;;60,00
24/11/2026;24/11/2026;CHQ 12;;60,00
;;Total;950,50;1 320,00
"""

OFX = """OFXHEADER:100
DATA:OFXSGML
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>30001<BRANCHID>00794<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261101<DTEND>20261124
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261123120000[+1:CET]<TRNAMT>1200.00<FITID>F77<NAME>VIR LA CRUE
<MEMO>FA-2026-0001 &amp; solde
</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261124<TRNAMT>-950,50<FITID>F78<NAME>LOYER</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""

_ENTRY = """<c:Ntry><c:NtryRef>{reference}</c:NtryRef><c:Amt Ccy="{currency}">{amount}</c:Amt>
<c:CdtDbtInd>{sign}</c:CdtDbtInd><c:Sts>{status}</c:Sts><c:BookgDt><c:Dt>2026-11-23</c:Dt></c:BookgDt>
<c:NtryDtls>{details}</c:NtryDtls></c:Ntry>"""
_DETAIL = """<c:TxDtls><c:AmtDtls><c:InstdAmt><c:Amt Ccy="USD">1300.00</c:Amt></c:InstdAmt>{own}</c:AmtDtls>
<c:RltdPties><c:Dbtr><c:Nm>La Crue SAS</c:Nm></c:Dbtr></c:RltdPties>
<c:RmtInf><c:Ustrd>{label}</c:Ustrd></c:RmtInf></c:TxDtls>"""
_OWN = """<c:TxAmt><c:Amt Ccy="EUR">{amount}</c:Amt></c:TxAmt>"""


def detail(label: str, amount: str = "") -> str:
    return _DETAIL.format(label=label, own=_OWN.format(amount=amount) if amount else "")


def entry(amount: str, details: str, **rest: str) -> str:
    usual = {"reference": "R1", "currency": "EUR", "sign": "CRDT", "status": "BOOK"}
    return _ENTRY.format(amount=amount, details=details, **{**usual, **rest})


def camt(*entries: str) -> bytes:
    """A CAMT.053 whose namespace has a prefix, as some banks write it."""
    head = f"<c:Acct><c:Id><c:IBAN>{IBAN}</c:IBAN></c:Id></c:Acct>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<c:BkToCstmrStmt><c:Stmt>{head}{''.join(entries)}</c:Stmt></c:BkToCstmrStmt></c:Document>"
    ).encode()
