"""Whole tabs of a live workbook: added, drawn again, and the hidden one of the memory of the plans."""
