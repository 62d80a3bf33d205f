"""From the database to the map: one filter, GeoJSON features, single records, revisions and their cache."""
