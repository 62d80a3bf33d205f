-- zone_part: a zone cut along the communes' borders, kept while zones and communes change, since cutting is slow and
-- asking is frequent. A zone that is the union of communes has one part a commune, without geometry of its own.

-- Ground that zones of one commodity share. Whole communes are compared by name, plots by geometry.
CREATE OR REPLACE FUNCTION refresh_zone_overlaps(zones text[]) RETURNS void LANGUAGE sql AS
$$
    DELETE FROM zone_overlap WHERE zone_id = ANY(zones) OR other_id = ANY(zones);
    INSERT INTO zone_overlap (zone_id, other_id, ha)
    WITH part AS MATERIALIZED (
        SELECT p.zone_id, z.commodity, coalesce(p.commune_id, 0) AS commune, p.geom, p.ha, z.id = ANY(zones) AS is_asked
        FROM zone_part AS p JOIN raw_material_zone AS z ON z.id = p.zone_id
    ), shared AS (
        SELECT one.zone_id AS one_id, other.zone_id AS other_id, sum(
            CASE WHEN one.geom IS NULL THEN other.ha
                 WHEN other.geom IS NULL THEN one.ha
                 ELSE ST_Area(ST_Intersection(one.geom, other.geom)::geography) / 10000 END) AS ha
        FROM part AS one JOIN part AS other USING (commodity, commune)
        WHERE one.zone_id < other.zone_id AND (one.is_asked OR other.is_asked)
          AND (one.geom IS NULL OR other.geom IS NULL OR ST_Intersects(one.geom, other.geom))
        GROUP BY one.zone_id, other.zone_id
    )
    SELECT pair.zone_id, pair.other_id, ha
    FROM shared CROSS JOIN LATERAL (VALUES (one_id, other_id), (other_id, one_id)) AS pair (zone_id, other_id)
    WHERE ha >= 0.01;
$$;

CREATE OR REPLACE FUNCTION refresh_zone_parts(zones text[]) RETURNS void LANGUAGE sql AS
$$
    DELETE FROM zone_part WHERE zone_id = ANY(zones);
    INSERT INTO zone_part (zone_id, commune_id, ha)
    SELECT z.id, c.id, ST_Area(c.geom::geography) / 10000
    FROM raw_material_zone AS z JOIN zone_commune AS zc ON zc.zone_id = z.id JOIN commune AS c ON c.id = zc.commune_id
    WHERE z.id = ANY(zones) AND z.geometry_source = 'commune_union' AND c.geom IS NOT NULL;
    INSERT INTO zone_part (zone_id, commune_id, geom, ha)
    SELECT z.id, cut.commune_id, ST_Multi(cut.geom), ST_Area(cut.geom::geography) / 10000
    FROM raw_material_zone AS z
    CROSS JOIN LATERAL (
        SELECT c.id AS commune_id, ST_CollectionExtract(ST_Intersection(z.geom, c.geom), 3) AS geom
        FROM commune AS c WHERE c.valid_to IS NULL AND ST_Intersects(c.geom, z.geom)
        UNION ALL
        SELECT NULL, ST_CollectionExtract(ST_Difference(z.geom, coalesce((
            SELECT ST_Union(c.geom) FROM commune AS c WHERE c.valid_to IS NULL AND ST_Intersects(c.geom, z.geom)
        ), 'SRID=4326;MULTIPOLYGON EMPTY')), 3)
    ) AS cut
    WHERE z.id = ANY(zones) AND z.geometry_source = 'surveyed' AND ST_Area(cut.geom::geography) >= 1;
    SELECT refresh_zone_overlaps(zones);
$$;

CREATE OR REPLACE FUNCTION refresh_parts_of_new_zones() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM refresh_zone_parts(array_agg(id)) FROM changed WHERE geom IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION refresh_parts_of_changed_zones() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM refresh_zone_parts(array_agg(n.id))
    FROM changed AS n JOIN former AS o ON o.id = n.id
    WHERE (o.geom, o.geometry_source, o.commodity) IS DISTINCT FROM (n.geom, n.geometry_source, n.commodity);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION refresh_parts_of_communes() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (SELECT FROM changed AS n JOIN former AS o ON o.id = n.id WHERE o.geom IS DISTINCT FROM n.geom) THEN
        PERFORM refresh_zone_parts(array_agg(id)) FROM raw_material_zone;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION refresh_parts_of_named_zones() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM refresh_zone_parts(array_agg(DISTINCT zone_id)) FROM changed;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER refresh_parts_inserted AFTER INSERT ON raw_material_zone
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_parts_of_new_zones();
CREATE OR REPLACE TRIGGER refresh_parts_updated AFTER UPDATE ON raw_material_zone
REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION refresh_parts_of_changed_zones();
CREATE OR REPLACE TRIGGER refresh_parts_of_communes AFTER UPDATE ON commune
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_parts_of_communes();
CREATE OR REPLACE TRIGGER refresh_parts_named AFTER INSERT ON zone_commune
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_parts_of_named_zones();
CREATE OR REPLACE TRIGGER refresh_parts_unnamed AFTER DELETE ON zone_commune
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refresh_parts_of_named_zones();

CREATE VIEW published.zone_part AS
SELECT part.zone_id, c.code AS commune_code, c.full_name AS commune_name, part.geom, part.ha
FROM zone_part AS part
JOIN raw_material_zone AS z ON z.id = part.zone_id AND z.published
LEFT JOIN commune AS c ON c.id = part.commune_id;

CREATE VIEW published.zone_overlap AS
SELECT o.zone_id, o.other_id, o.ha
FROM zone_overlap AS o
JOIN raw_material_zone AS one ON one.id = o.zone_id AND one.published
JOIN raw_material_zone AS other ON other.id = o.other_id AND other.published;

-- Ground under each commodity, each piece counted once, beside the sum of its zones.
CREATE VIEW published.commodity_area AS
WITH part AS (
    SELECT z.commodity, p.commune_id, p.geom, p.ha
    FROM zone_part AS p JOIN raw_material_zone AS z ON z.id = p.zone_id WHERE z.published
), ground AS (
    SELECT commodity, commune_id,
           CASE WHEN bool_or(geom IS NULL) THEN max(ha) FILTER (WHERE geom IS NULL)
                ELSE ST_Area(ST_Union(geom)::geography) / 10000 END AS ha
    FROM part GROUP BY commodity, commune_id
), declared AS (
    SELECT commodity, sum(declared_ha) AS ha, count(*) AS zones FROM raw_material_zone WHERE published GROUP BY commodity
)
SELECT d.commodity, d.zones, d.ha AS declared_ha,
       (SELECT sum(ha) FROM part AS p WHERE p.commodity = d.commodity) AS summed_ha,
       (SELECT sum(ha) FROM ground AS g WHERE g.commodity = d.commodity) AS union_ha
FROM declared AS d;

-- Zones that were there before the parts were, or before what they share was kept.
SELECT refresh_zone_parts(array_agg(z.id)) FROM raw_material_zone AS z
WHERE z.geom IS NOT NULL
  AND NOT (EXISTS (SELECT FROM zone_part AS p WHERE p.zone_id = z.id) AND EXISTS (SELECT FROM zone_overlap));
