-- What the KPIs of the plan 2026-2030 are counted from, as of as_of(): one row a product, one a producer. Each column
-- is true, false, or null where the records do not tell. A kind of fact of which there is no row at all is not known
-- of anybody; once there is one, whoever has none is counted as without.

CREATE VIEW published.indicator_product AS
SELECT found.*, is_valid AND is_agricultural AS is_valid_agricultural FROM (
WITH channel AS (
    SELECT product_id, channel FROM sales_channel WHERE source_date IS NULL OR partial_date_start(source_date) <= as_of()
), traced AS (
    SELECT product_id, works FROM product_traceability
    WHERE coalesce(tested_on, partial_date_start(source_date), as_of()) <= as_of()
), known AS (
    SELECT EXISTS (SELECT FROM traced) AS traceability,
           EXISTS (SELECT FROM channel WHERE channel = 'e_commerce') AS e_commerce,
           EXISTS (SELECT FROM channel WHERE channel NOT IN ('e_commerce', 'export', 'export_connection')) AS retail,
           EXISTS (SELECT FROM channel WHERE channel = 'export') AS export,
           EXISTS (SELECT FROM channel WHERE channel = 'export_connection') AS export_connection,
           EXISTS (SELECT FROM product WHERE story IS NOT NULL) AS story
), sold AS (
    SELECT product_id,
           bool_or(channel = 'e_commerce') AS e_commerce,
           bool_or(channel NOT IN ('e_commerce', 'export', 'export_connection')) AS retail,
           bool_or(channel = 'export') AS export,
           bool_or(channel = 'export_connection') AS export_connection
    FROM channel GROUP BY product_id
), begun AS (
    SELECT DISTINCT ON (product_id) product_id, event, decided_on
    FROM recognition WHERE as_of() >= DATE '@{plan_start}' AND (decided_on IS NULL OR decided_on <= as_of())
    ORDER BY product_id, decided_on NULLS FIRST, id
), to_come AS (
    SELECT DISTINCT product_id FROM recognition
    WHERE as_of() >= DATE '@{plan_start}' AND event = 'first' AND decided_on > as_of()
)
SELECT p.id, p.name, p.stars, p.validity, p.product_group, p.product_set, p.producer_id, p.producer_name,
       p.producer_legal_form, p.commune_code, p.commune_name, p.recognised_on, p.expires_earliest, p.expires_latest,
       certificate_holds(p.validity) AS is_valid,
       p.stars = 3 AS is_3_star,
       p.stars = 4 AS is_4_star,
       p.stars = 5 AS is_5_star,
       CASE WHEN as_of() < DATE '@{plan_start}' THEN NULL
            WHEN begun.decided_on IS NULL AND to_come.product_id IS NOT NULL THEN false
            WHEN begun.decided_on IS NOT NULL THEN
           begun.event IN ('first', 'stated') AND begun.decided_on >= DATE '@{plan_start}' END AS is_new,
       CASE WHEN p.product_set IS NOT NULL THEN p.product_set IN (@{agricultural_sets})
            WHEN p.product_group = 'ornamental' THEN true
            WHEN p.product_group IN ('beverage', 'herbal', 'tourism') THEN false END AS is_agricultural,
       CASE WHEN known.traceability THEN t.product_id IS NOT NULL AND t.works IS NOT false END AS is_traceable,
       CASE WHEN known.e_commerce THEN coalesce(sold.e_commerce, false) END AS is_sold_online,
       CASE WHEN known.retail THEN coalesce(sold.retail, false) END AS is_in_modern_retail,
       CASE WHEN known.retail OR known.e_commerce
            THEN coalesce(sold.retail OR sold.e_commerce, false) END AS is_in_modern_retail_or_online,
       CASE WHEN known.export THEN coalesce(sold.export, false) END AS is_exported,
       CASE WHEN known.export OR known.export_connection
            THEN coalesce(sold.export OR sold.export_connection, false) END AS is_exported_or_connected,
       p.product_group = 'tourism' AS is_tourism,
       CASE WHEN known.story THEN p.story IS NOT NULL END AS has_story
FROM published.product AS p
CROSS JOIN known
LEFT JOIN begun ON begun.product_id = p.id
LEFT JOIN to_come ON to_come.product_id = p.id
LEFT JOIN sold ON sold.product_id = p.id
LEFT JOIN traced AS t ON t.product_id = p.id
) AS found;

CREATE VIEW published.commune_products AS
SELECT p.commune_code, count(*) AS products,
       count(*) FILTER (WHERE p.recognised_on IS NOT NULL) AS recognised_products,
       count(*) FILTER (WHERE dated.product_id IS NULL) AS undated_products,
       count(*) FILTER (WHERE p.is_valid) AS valid_products,
       count(*) FILTER (WHERE p.is_valid AND p.stars = 3) AS three_star,
       count(*) FILTER (WHERE p.is_valid AND p.stars = 4) AS four_star,
       count(*) FILTER (WHERE p.is_valid AND p.stars = 5) AS five_star,
       count(*) FILTER (WHERE p.is_valid IS NULL) AS unknown_products,
       (avg(p.stars) FILTER (WHERE p.is_valid))::float8 AS mean_stars
FROM published.indicator_product AS p
LEFT JOIN (SELECT DISTINCT product_id FROM recognition WHERE decided_on IS NOT NULL) AS dated ON dated.product_id = p.id
WHERE p.commune_code IS NOT NULL
GROUP BY p.commune_code;

-- Whether a product's raw material is stable (KPI 10, "vùng nguyên liệu ổn định", which the plan does not define): it is
-- linked to a zone of its commodity that carries a standard or a growing-area code.
CREATE VIEW published.product_zone_state AS
SELECT p.id AS product_id,
       jsonb_agg(jsonb_build_object('id', z.id, 'name', public_name(z.name)) ORDER BY public_name(z.name), z.id) AS zones,
       bool_or(z.commodity = p.commodity AND (cardinality(z.standards) > 0 OR z.growing_area_code IS NOT NULL))
           AS is_stable
FROM product_zone AS l
JOIN raw_material_zone AS z ON z.id = l.zone_id AND z.published
JOIN product AS p ON p.id = l.product_id AND p.published
GROUP BY p.id;

CREATE VIEW published.indicator_producer AS
SELECT found.*, has_chain_contract AND has_stable_zone AND is_circular_or_green AS is_in_green_chain FROM (
WITH attested AS (
    SELECT producer_id FROM producer_practice
    WHERE source_date IS NULL OR partial_date_start(source_date) <= as_of()
), known AS (
    SELECT EXISTS (SELECT FROM chain_contract WHERE begins_on <= as_of()) AS chain,
           EXISTS (SELECT FROM attested) AS practice,
           EXISTS (SELECT FROM published.product_zone_state) AS zone
), made AS (
    SELECT p.producer_id, bool_or(certificate_holds(rank.validity)) AS has_valid_product,
           bool_or(certificate_holds(rank.validity) IS NULL) AS has_unknown_product
    FROM published.product_rank AS rank JOIN product AS p ON p.id = rank.id
    GROUP BY p.producer_id
), linked AS (
    SELECT DISTINCT p.producer_id
    FROM published.product_zone_state AS state JOIN product AS p ON p.id = state.product_id WHERE state.is_stable
)
SELECT s.id, s.name, s.legal_form, s.commune_code, s.commune_name,
       CASE WHEN made.has_valid_product THEN true WHEN NOT made.has_unknown_product THEN false END AS is_subject,
       s.legal_form = 'cooperative' AS is_cooperative,
       s.legal_form IN ('cooperative', 'cooperative_group') AS is_cooperative_or_group,
       CASE WHEN s.legal_form NOT IN (@{enterprise_forms}) THEN false
            WHEN pr.enterprise_size IS NOT NULL THEN pr.enterprise_size <> 'large' END AS is_small_or_medium,
       s.legal_form IN (@{enterprise_forms}) AS is_enterprise,
       s.woman_led AS is_woman_led,
       CASE WHEN known.chain THEN EXISTS (
           SELECT FROM chain_contract AS c
           WHERE c.producer_id = s.id AND c.begins_on <= as_of() AND (c.ends_on IS NULL OR c.ends_on >= as_of())
       ) END AS has_chain_contract,
       CASE WHEN known.zone THEN linked.producer_id IS NOT NULL END AS has_stable_zone,
       CASE WHEN known.practice THEN EXISTS (SELECT FROM attested AS q WHERE q.producer_id = s.id)
            END AS is_circular_or_green
FROM published.site AS s
JOIN producer AS pr ON pr.site_id = s.id
JOIN made ON made.producer_id = s.id
CROSS JOIN known
LEFT JOIN linked ON linked.producer_id = s.id
) AS found;

-- Persons without their names: the roster is never published.
CREATE VIEW published.indicator_person AS
SELECT true AS is_person, EXISTS (
    SELECT FROM training_attendance AS a JOIN training_class AS c ON c.id = a.class_id
    WHERE a.staff_id = m.id AND c.held_on <= as_of()
) AS is_trained
FROM staff_member AS m;

CREATE VIEW published.indicator_class AS
SELECT id, name, topic, organiser, held_on, held_on <= as_of() AS is_class,
       held_on BETWEEN date_trunc('year', as_of()::timestamp)::date AND as_of() AS is_class_of_year
FROM training_class;
