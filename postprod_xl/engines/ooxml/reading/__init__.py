"""The values of the cells of a workbook."""
