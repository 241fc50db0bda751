"""Tests of the copies of rights holders."""
