"""The workbook of a copy of a project, drawn from nothing."""
