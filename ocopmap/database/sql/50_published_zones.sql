-- Zones, what ties products to them and to other sites, and the published figures.

CREATE VIEW published.zone AS
SELECT z.id, public_name(z.name) AS name, z.commodity, z.named_units, z.outline AS geom, z.geom AS geom_full, z.geometry_source, z.precision, z.explanation,
       z.declared_ha, z.computed_ha, z.standards, z.growing_area_code, z.year, z.source_url, z.source_date,
       coalesce(named.codes, '{}') AS commune_codes,
       CASE WHEN cardinality(named.codes) = 1 THEN named.codes[1] END AS commune_code,
       CASE WHEN cardinality(named.codes) = 1 THEN named.names[1] END AS commune_name,
       season.months AS harvest_months, made_of.words,
       fold(concat_ws(
           ' ', public_name(z.name), z.named_units, array_to_string(named.names, ' '), made_of.words
       )) AS search_text
FROM raw_material_zone AS z
LEFT JOIN LATERAL (
    SELECT array_agg(c.code ORDER BY c.code) AS codes, array_agg(c.full_name ORDER BY c.code) AS names
    FROM zone_commune AS zc JOIN commune AS c ON c.id = zc.commune_id
    WHERE zc.zone_id = z.id
) AS named ON true
LEFT JOIN published.zone_months AS season ON season.id = z.id
LEFT JOIN vocabulary AS made_of ON made_of.kind = 'commodity' AND made_of.code = z.commodity
WHERE z.published;

CREATE VIEW published.product_link AS
SELECT product_id, 'zone' AS layer, zone_id AS target_id, z.name AS target_name, l.source_url
FROM product_zone AS l JOIN published.zone AS z ON z.id = l.zone_id
UNION ALL
SELECT l.product_id, s.layer, s.id, s.name, l.source_url
FROM (
    SELECT product_id, craft_village_id AS site_id, source_url FROM product_craft_village
    UNION ALL SELECT product_id, sales_point_id, source_url FROM product_sales_point
    UNION ALL SELECT product_id, tourism_point_id, source_url FROM product_tourism_point
) AS l JOIN published.site AS s ON s.id = l.site_id;

CREATE VIEW published.indicator_target AS
SELECT id, number, indicator, name, year, value, unit, comparison, owner, source_url FROM indicator_target;

CREATE VIEW published.indicator_observation AS
SELECT id, year, indicator, value, unit, scope, source_url FROM indicator_observation;

CREATE VIEW published.layer_revision AS SELECT layer, revision, changed_at FROM layer_revision;
