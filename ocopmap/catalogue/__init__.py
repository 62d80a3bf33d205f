"""What OCOP is: product groups, stars, the life of a recognition, the layers of the map. No input or output."""
