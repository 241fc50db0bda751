"""What the lists of an office's own workbook say, as rows of our tables."""
