"""The statements rendered to holders: what they say, what is due, the ledger that keeps them."""
