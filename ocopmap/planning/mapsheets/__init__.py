"""Map sheets of the province for paper: projected ground, a theme, and both archipelagos."""
