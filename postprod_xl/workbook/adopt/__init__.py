"""Our tabs put into a workbook that an office made by itself; every part of its own stays to the byte."""
