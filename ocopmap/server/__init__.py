"""What people reach: the app, its pages and API, the map that Folium composes, languages and security headers."""
