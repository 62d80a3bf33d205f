"""The routers: straight lines, Valhalla in processes of our own, Valhalla behind an address."""
