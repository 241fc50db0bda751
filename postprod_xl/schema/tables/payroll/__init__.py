"""Contracts, pay items, pay sheets, declarations, agreements and their minimum wages; what is exported of them."""

from postprod_xl.schema.tables.payroll.allocation import ALLOCATION
from postprod_xl.schema.tables.payroll.contracts import CONTRACTS
from postprod_xl.schema.tables.payroll.conventions import CONVENTIONS
from postprod_xl.schema.tables.payroll.declarations import DECLARATIONS, HIRING_DECLARATIONS
from postprod_xl.schema.tables.payroll.exports import PAY_CODES, PAY_SUMMARY
from postprod_xl.schema.tables.payroll.frozen import CORRECTIONS, EXPORTED_CORRECTIONS, EXPORTED_MONTHS
from postprod_xl.schema.tables.payroll.minima import MINIMA
from postprod_xl.schema.tables.payroll.sheets import PAY, PAY_ITEMS

__all__ = [
    "ALLOCATION",
    "CONTRACTS",
    "CONVENTIONS",
    "CORRECTIONS",
    "DECLARATIONS",
    "EXPORTED_CORRECTIONS",
    "EXPORTED_MONTHS",
    "HIRING_DECLARATIONS",
    "MINIMA",
    "PAY",
    "PAY_CODES",
    "PAY_ITEMS",
    "PAY_SUMMARY",
]
