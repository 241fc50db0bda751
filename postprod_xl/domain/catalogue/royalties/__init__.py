"""What the catalogue earned and whom it is owed to: collections, commissions, costs, advances, shares."""
