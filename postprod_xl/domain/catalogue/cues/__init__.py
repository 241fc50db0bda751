"""The music of works: the sheet of each version, and what is wrong in it."""
