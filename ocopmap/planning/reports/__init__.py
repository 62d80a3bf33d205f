"""The plan's half-year and yearly reports: figures first, then the words and tables that every form is set from."""
