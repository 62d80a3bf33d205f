"""The road network: from an OpenStreetMap extract to Valhalla's tiles, and which one is in use."""
