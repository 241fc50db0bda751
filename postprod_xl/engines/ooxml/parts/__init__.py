"""A workbook as a package of parts: names, relationships, and the parts that every sheet shares."""
