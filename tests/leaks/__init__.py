"""What leaves the house, searched for secrets planted in the office that it comes from.

`python -m tests.leaks FOLDER` does it on a large office: see `tests.leaks.__main__`.
"""
