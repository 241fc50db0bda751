"""Tabs drawn or printed from records: plan, load, invoices, home page, producer's copy."""
