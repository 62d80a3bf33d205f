"""Office documents in the form of Vietnamese administrative papers; knows no record."""
