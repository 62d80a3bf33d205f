"""PostGIS: the private cluster, the engine, models, migrations and the published views."""
