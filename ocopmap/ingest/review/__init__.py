"""Records that need a person: listed, handed out as a workbook, and the answers taken back."""
