"""Areas that planners hand in: received, and what must be known of their figures."""
