"""What the pages for planners share and say: the day they speak of, their navigation, charts, tables."""
