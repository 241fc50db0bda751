"""A new workbook built from the declarations: tabs, tables, validations, guide, macros."""
