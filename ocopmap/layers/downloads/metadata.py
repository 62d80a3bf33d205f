"""What goes with every file: as of when, by which filter, from where, under which terms, and what columns mean."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Metadata:
    """Labels and texts in the reader's language."""

    facts: Mapping[str, str]
    """Title, day, filter, source, licence and the like: label and text."""
    columns: Mapping[str, str]
    """Meaning of each column."""
    data_title: str
    """Name of the sheet with the rows."""
    metadata_title: str
    column_heading: tuple[str, str]
    """Headings of the list of columns: its name, its meaning."""

    def lines(self) -> list[tuple[str, str]]:
        """Return everything as rows of two cells."""
        return [*self.facts.items(), ("", ""), self.column_heading, *self.columns.items()]
