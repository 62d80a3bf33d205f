-- When things are harvested.

-- The seasons of a record, each as its source tells it: its own, else those of its commodity.
CREATE VIEW published.season AS
SELECT 'zone' AS layer, z.id, s.months, false AS of_commodity, s.source_url, s.source_date
FROM raw_material_zone AS z JOIN harvest_season AS s ON s.zone_id = z.id
WHERE z.published
UNION ALL
SELECT 'zone', z.id, s.months, true, s.source_url, s.source_date
FROM raw_material_zone AS z JOIN harvest_season AS s ON s.commodity = z.commodity
WHERE z.published AND NOT EXISTS (SELECT FROM harvest_season AS own WHERE own.zone_id = z.id)
UNION ALL
SELECT 'product', p.id, s.months, false, s.source_url, s.source_date
FROM product AS p JOIN harvest_season AS s ON s.product_id = p.id
WHERE p.published
UNION ALL
SELECT 'product', p.id, s.months, true, s.source_url, s.source_date
FROM product AS p JOIN harvest_season AS s ON s.commodity = p.commodity
WHERE p.published AND NOT EXISTS (SELECT FROM harvest_season AS own WHERE own.product_id = p.id);

-- The months that any source names, in order; a record that none tells of has no row. One view a layer, each unique by
-- its id: whoever asks for no months does not pay for them.
CREATE VIEW published.zone_months AS
SELECT id, array_agg(DISTINCT month ORDER BY month) AS months
FROM published.season CROSS JOIN LATERAL unnest(months) AS month
WHERE layer = 'zone' GROUP BY id;

CREATE VIEW published.product_months AS
SELECT id, array_agg(DISTINCT month ORDER BY month) AS months
FROM published.season CROSS JOIN LATERAL unnest(months) AS month
WHERE layer = 'product' GROUP BY id;

CREATE VIEW published.season_months AS
SELECT 'zone' AS layer, id, months FROM published.zone_months
UNION ALL
SELECT 'product', id, months FROM published.product_months;
