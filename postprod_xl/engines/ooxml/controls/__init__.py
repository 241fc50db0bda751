"""The buttons (form controls) of a tab, in each of the forms in which a workbook holds them."""
