"""Tables in a workbook: where they stand, how they grow and change, and what refers to their range."""
