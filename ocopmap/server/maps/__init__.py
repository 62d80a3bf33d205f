"""The maps of the site: composed by Folium, over a basemap, each with the program that runs it."""
