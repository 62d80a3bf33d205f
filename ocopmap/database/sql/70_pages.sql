-- What pages of single records need besides the records.

-- Where products are, without their rank: finding those nearby must not judge every certificate.
CREATE VIEW published.product_place AS
SELECT p.id, p.product_group, p.commodity, p.producer_id, s.geom, s.precision, s.uncertainty_m, s.commune_code
FROM product AS p JOIN published.site AS s ON s.id = p.producer_id
WHERE p.published AND s.geom IS NOT NULL AND s.precision <> 'province';

-- That a record is not shown, and what kind of thing it is: enough for a page that says so, no name and no place.
CREATE VIEW published.withdrawn AS
SELECT 'product' AS layer, id, product_group FROM product WHERE NOT published
UNION ALL SELECT 'zone', id, NULL FROM raw_material_zone WHERE NOT published
UNION ALL SELECT kind, id, NULL FROM site WHERE NOT published;

-- Where readers can look up a product's origin; the form of the address is checked by the table.
CREATE VIEW published.traceability AS
SELECT t.product_id, t.url, t.tested_on, t.works, t.source_url, t.source_date
FROM product_traceability AS t JOIN product AS p ON p.id = t.product_id
WHERE p.published;

-- Products by name, for who asks nothing of their certificates.
CREATE VIEW published.product_name AS
SELECT p.id, p.name, p.commodity, s.id AS producer_id
FROM product AS p LEFT JOIN site AS s ON s.id = p.producer_id AND s.published
WHERE p.published;
