"""Workbooks beside each other: what differs between two, the kept versions of one, and one of them brought back."""
