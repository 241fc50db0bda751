"""The macro project of a workbook: read, edited module by module, written as [MS-OVBA] prescribes."""
