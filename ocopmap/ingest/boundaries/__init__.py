"""Polygons of the communes: official or approximate, checked, cleaned, loaded.

``official`` downloads, ``local`` reads an office's own file, ``approximate`` makes do without either;
all three give a dictionary code -> polygon that ``clean`` repairs and simplifies and ``load`` writes.
``ensure`` is what the first start calls.
"""
