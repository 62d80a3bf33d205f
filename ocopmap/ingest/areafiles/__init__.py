"""Areas that a planner draws or hands in: read, mended and checked, for an analysis that keeps nothing."""
