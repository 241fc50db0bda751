"""What of the catalogue leaves the house for one rights holder: his works, his contracts, his accounts."""
