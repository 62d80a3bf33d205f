"""From files to the database: the bundled geodata, commune boundaries."""
