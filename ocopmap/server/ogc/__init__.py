"""OGC API – Features and Tiles over the layers, by tipg: what QGIS and GDAL open."""
