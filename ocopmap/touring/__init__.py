"""Tours: the road network, the order of stops, the timetable, and what is handed over."""
