"""The forms in which a month of pay may be exported."""

from postprod_xl.documents.payroll.export import PayForm

TABLES = "tables"
"""The three tables of the month as they are, a CSV file each."""
FORMS = (*(form.value for form in PayForm), TABLES)
