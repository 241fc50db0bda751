"""What of a project leaves the house, for whom, and what may be answered in it."""
