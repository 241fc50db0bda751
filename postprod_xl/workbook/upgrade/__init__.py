"""What later versions brought, added to a workbook of an earlier one."""
