"""Tours as files for other programs: GPX, KML, GeoJSON, iCalendar, and parts for map apps."""
