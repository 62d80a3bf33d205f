"""Files to take away: tables, the ministry's workbook, the catalogue of what there is."""
