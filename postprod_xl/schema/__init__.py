"""What the master workbook is: kinds of cells, columns, tables, validation. Declarations, no I/O."""
