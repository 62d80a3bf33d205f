"""What the map shows as files to take away: tables and geographic formats, filtered as on screen, with metadata."""
