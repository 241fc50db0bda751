"""What leaves the house of its catalogue of rights, as workbooks of values only."""
