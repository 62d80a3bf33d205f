-- What the public may see. Views run with their owner's rights; the reader role sees this schema and no table.
CREATE SCHEMA published;

CREATE VIEW published.legacy_commune AS
SELECT l.code, l.name, l.full_name || ', ' || lower(left(l.district, 1)) || substr(l.district, 2) AS label,
       l.district, l.province, l.province_code
FROM legacy_commune AS l;

CREATE VIEW published.commune AS
SELECT c.code AS id, c.full_name AS name, c.kind, c.province_code, c.boundary_source, c.official_area_km2,
       c.outline AS geom, c.geom AS geom_full, c.centre,
       c.code AS commune_code, c.full_name AS commune_name,
       coalesce((
           SELECT jsonb_agg(jsonb_build_object('code', l.code, 'name', l.label) ORDER BY l.code)
           FROM succession AS s JOIN published.legacy_commune AS l ON l.code = s.legacy_commune_code
           WHERE s.commune_id = c.id
       ), '[]') AS legacy_communes,
       fold(c.full_name || ' ' || coalesce((
           SELECT string_agg(l.label, ' ')
           FROM succession AS s JOIN published.legacy_commune AS l ON l.code = s.legacy_commune_code
           WHERE s.commune_id = c.id
       ), '')) AS search_text
FROM commune AS c
WHERE c.valid_to IS NULL;

-- One row a site, a household's place and address cut back to its commune unless it released them;
-- where its commune is not known, no place at all.
CREATE VIEW published.site AS
WITH judged AS (
    SELECT s.*, p.legal_form, p.woman_led, p.website, CASE WHEN p.phone_released THEN p.phone END AS phone,
           coalesce(p.legal_form IN (@{personal_forms}), false) AND NOT s.location_released AS is_withheld
    FROM site AS s LEFT JOIN producer AS p ON p.site_id = s.id
    WHERE s.published
)
SELECT j.id, j.kind AS layer, public_name(j.name) AS name, j.legal_form, j.woman_led, j.website, j.phone, j.is_withheld,
       CASE WHEN j.is_withheld THEN nullif(concat_ws(', ', l.label, l.province), '') ELSE j.original_address END
           AS original_address,
       CASE WHEN j.is_withheld THEN c.full_name ELSE j.current_address END AS current_address,
       CASE WHEN coarse.applies THEN coarse.geom ELSE j.geom END AS geom,
       CASE WHEN coarse.applies THEN coarse.precision ELSE j.precision END AS precision,
       CASE WHEN coarse.applies THEN coarse.uncertainty_m ELSE j.uncertainty_m END AS uncertainty_m,
       j.placed_by, j.confidence,
       CASE WHEN NOT j.is_withheld THEN j.contradiction END AS contradiction,
       CASE WHEN NOT j.is_withheld THEN j.coordinate_source END AS coordinate_source,
       j.coordinate_method,
       CASE WHEN NOT j.is_withheld THEN j.explanation END AS explanation,
       j.province_code, c.code AS commune_code, c.full_name AS commune_name,
       j.legacy_commune_code, l.label AS legacy_commune,
       j.source_url, j.source_date, j.updated_at,
       v.craft, v.recognised_year, t.tourism_kind, t.ocop_stars, sp.sales_point_kind,
       fold(concat_ws(' ', public_name(j.name), c.full_name, l.label, v.craft)) AS search_text
FROM judged AS j
LEFT JOIN commune AS c ON c.id = j.commune_id
LEFT JOIN legacy_commune AS lc ON lc.code = j.legacy_commune_code
LEFT JOIN published.legacy_commune AS l ON l.code = j.legacy_commune_code
LEFT JOIN craft_village AS v ON v.site_id = j.id
LEFT JOIN tourism_point AS t ON t.site_id = j.id
LEFT JOIN sales_point AS sp ON sp.site_id = j.id
LEFT JOIN LATERAL (
    SELECT true AS applies, coalesce(lc.centre, c.centre) AS geom,
           CASE WHEN lc.centre IS NOT NULL THEN 'legacy_commune' WHEN c.centre IS NOT NULL THEN 'commune' END
               AS precision,
           CASE WHEN coalesce(lc.centre, c.centre) IS NOT NULL THEN greatest(j.uncertainty_m, 2000) END
               AS uncertainty_m
    WHERE j.is_withheld AND j.precision IN ('exact', 'street', 'hamlet')
) AS coarse ON true;
