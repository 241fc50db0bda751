"""The macros, buttons and ribbon of a workbook in use, brought to those of this version."""
