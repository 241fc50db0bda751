"""Copies of a project for somebody outside the house, and what is kept of each to merge the answers."""
