-- What the office has to look at. A schema of its own: the public's reader may not use it.
CREATE SCHEMA office;

-- One row a record and reason; what a person has answered ("about" the same thing) is left out.
CREATE VIEW office.review_item AS
WITH divided AS (
    SELECT l.code, 'Xã cũ ' || l.full_name || ' đã chia cho ' || string_agg(c.code || ' ' || c.full_name, ' hoặc ' ORDER BY c.code)
           AS detail
    FROM legacy_commune AS l
    JOIN succession AS u ON u.legacy_commune_code = l.code JOIN commune AS c ON c.id = u.commune_id
    GROUP BY l.code HAVING count(*) > 1
), found AS (
    SELECT s.id, 'no_address' AS reason, coalesce(s.explanation, 'Nguồn không ghi địa chỉ') AS detail,
           NULL::text AS other_id
    FROM site AS s WHERE s.geom IS NULL AND s.original_address IS NULL
    UNION ALL
    SELECT s.id, 'no_place', coalesce(s.explanation, 'Địa chỉ không dẫn đến nơi nào'), NULL
    FROM site AS s WHERE s.geom IS NULL AND s.original_address IS NOT NULL
    UNION ALL
    SELECT s.id, 'divided', d.detail, NULL
    FROM site AS s JOIN divided AS d ON d.code = s.legacy_commune_code WHERE s.commune_id IS NULL
    UNION ALL
    SELECT s.id, 'low_confidence', coalesce(s.explanation, 'Vị trí suy từ địa chỉ, chưa chắc'), NULL
    FROM site AS s LEFT JOIN divided AS d ON d.code = s.legacy_commune_code
    WHERE s.placed_by = 'geocoded' AND s.confidence < @{low_confidence} AND (d.code IS NULL OR s.commune_id IS NOT NULL)
    UNION ALL
    SELECT s.id, 'out_of_commune', s.contradiction, NULL
    FROM site AS s WHERE s.contradiction IS NOT NULL AND s.placed_by NOT IN ('moved', 'surveyed')
    UNION ALL
    SELECT b.id, 'duplicate', 'Tên gần như «' || a.name || '», cách nhau '
           || round(ST_Distance(a.geom::geography, b.geom::geography)) || ' m', a.id
    FROM site AS a JOIN site AS b
      ON a.kind = b.kind AND a.id < b.id AND ST_DWithin(a.geom, b.geom, 0.002)
     AND ST_DWithin(a.geom::geography, b.geom::geography, @{like_sites_metres})
     AND similarity(fold(a.name), fold(b.name)) >= @{like_names}
    WHERE a.published
), items AS (
    SELECT s.kind AS layer, s.id AS record_id, s.name, f.reason, f.detail, f.other_id,
           s.original_address AS address, s.commune_id, s.geom, s.precision, s.confidence, s.province_code
    FROM found AS f JOIN site AS s ON s.id = f.id
    WHERE s.published
    UNION ALL
    SELECT 'zone', z.id, z.name, 'no_place', coalesce(z.explanation, 'Chưa vẽ được vùng'), NULL,
           z.named_units, NULL, NULL, z.precision, NULL, NULL
    FROM raw_material_zone AS z WHERE z.geom IS NULL AND z.published
    UNION ALL
    SELECT 'product', b.id, b.name, 'duplicate', 'Tên gần như «' || a.name || '» của cùng chủ thể', a.id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM product AS a JOIN product AS b
      ON a.producer_id = b.producer_id AND a.id < b.id AND similarity(fold(a.name), fold(b.name)) >= @{like_names}
    WHERE a.published AND b.published
    UNION ALL
    SELECT 'product', p.id, p.name, 'no_producer', 'Nguồn không ghi chủ thể: ' || p.source_url, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM product AS p WHERE p.producer_id IS NULL AND p.published
)
SELECT i.layer, i.record_id, i.name, i.reason, i.detail, coalesce(i.other_id, md5(i.detail)) AS about,
       i.address, c.code AS commune_code, c.full_name AS commune_name,
       ST_Y(i.geom) AS latitude, ST_X(i.geom) AS longitude, i.precision, i.confidence, i.province_code
FROM items AS i
LEFT JOIN commune AS c ON c.id = i.commune_id
LEFT JOIN review_decision AS d
  ON d.layer = i.layer AND d.record_id = i.record_id AND d.reason = i.reason
 AND d.about = coalesce(i.other_id, md5(i.detail))
WHERE d.id IS NULL;
