"""More records than have been published, and the plain Folium page to hold ours against.

The copies keep the shape of the province in November 2025: 1,002 products of 448 producers, most of them placed at
the centre of an old commune.
"""

import gzip
import time
from pathlib import Path
from typing import Any

import folium
from sqlalchemy import text

from ocopmap.database.cluster import cluster_in
from ocopmap.database.engine import owner_engine

_COPY_PRODUCERS = text("""
    INSERT INTO site (id, kind, name, commune_id, province_code, geom, precision, placed_by, confidence, uncertainty_m,
                      source_url)
    SELECT s.id || '-' || n, s.kind, s.name || ' ' || n, s.commune_id, s.province_code,
           s.geom, s.precision, s.placed_by, s.confidence,
           s.uncertainty_m, s.source_url
    FROM site AS s CROSS JOIN generate_series(1, 4) AS n WHERE s.kind = 'producer'
""")
_COPY_DETAILS = text("""
    INSERT INTO producer (site_id, legal_form)
    SELECT p.site_id || '-' || n, p.legal_form FROM producer AS p CROSS JOIN generate_series(1, 4) AS n
""")
_COPY_PRODUCTS = text("""
    INSERT INTO product (id, name, producer_id, product_group, commodity, source_url)
    SELECT p.id || '-' || n, p.name || ' ' || n, p.producer_id || '-' || n % 4 + 1, p.product_group, p.commodity,
           p.source_url
    FROM product AS p CROSS JOIN generate_series(1, 15) AS n ORDER BY n, p.id
    LIMIT :wanted - (SELECT count(*) FROM product)
""")
_COPY_RECOGNITIONS = text("""
    INSERT INTO recognition (id, product_id, event, stars, decided_on, decided_on_precision, source_url)
    SELECT r.id || '-' || n, r.product_id || '-' || n, r.event, r.stars, r.decided_on, r.decided_on_precision,
           r.source_url
    FROM recognition AS r CROSS JOIN generate_series(1, 15) AS n
    WHERE EXISTS (SELECT FROM product WHERE id = r.product_id || '-' || n)
""")


def multiply(state: Path, products: int) -> None:
    """Copy the loaded producers, products and recognitions until there are ``products`` products."""
    engine = owner_engine(cluster_in(state).url())
    with engine.begin() as connection:
        connection.execute(_COPY_PRODUCERS)
        connection.execute(_COPY_DETAILS)
        connection.execute(_COPY_PRODUCTS, {"wanted": products})
        connection.execute(_COPY_RECOGNITIONS)
    engine.dispose()


def plain_folium(features: list[dict[str, Any]]) -> tuple[bytes, float]:
    """Return the page that stock Folium makes with one Marker, Popup and Tooltip a product, and its seconds."""
    begin = time.perf_counter()
    page = folium.Map(location=(10.5, 106.0), zoom_start=9)
    for feature in features:
        if feature["geometry"] is None:
            continue
        longitude, latitude = feature["geometry"]["coordinates"]
        properties = feature["properties"]
        folium.Marker(
            (latitude, longitude),
            popup=f"{properties['name']}: {properties['producer_name']}, {properties['commune_name']}",
            tooltip=properties["name"],
            icon=folium.Icon(color="red"),
        ).add_to(page)
    html: str = page.get_root().render()
    return html.encode(), time.perf_counter() - begin


def gzip_kib(page: bytes) -> float:
    """Return the size of a page compressed, in KiB."""
    return len(gzip.compress(page, 6)) / 1024
