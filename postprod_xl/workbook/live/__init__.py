"""A workbook open in a spreadsheet application, through xlwings: tables read and written in place."""
