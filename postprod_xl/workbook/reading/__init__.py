"""Foreign files read into grids: workbooks of another program, CSV."""
