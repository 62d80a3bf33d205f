-- Rank and validity of products as of as_of(), derived from their recognitions.

CREATE VIEW published.recognition AS
SELECT r.id, r.product_id, r.event, r.scheme, r.stars, r.score, r.decision_no, r.authority, r.decided_on,
       partial_date(r.decided_on, r.decided_on_precision) AS decided_on_text,
       last_day.earliest AS expires_earliest, last_day.latest AS expires_latest,
       v.revoked_on, v.decision_no AS revocation_decision_no, v.reason AS revocation_reason,
       certificate_validity(last_day.earliest, last_day.latest, v.revoked_on, as_of()) AS validity,
       r.source_url
FROM recognition AS r JOIN product AS shown ON shown.id = r.product_id AND shown.published
LEFT JOIN revocation AS v ON v.recognition_id = r.id AND v.revoked_on <= as_of()
CROSS JOIN LATERAL (
    SELECT certificate_end(r.expires_on, r.decided_on) AS earliest,
           certificate_end(r.expires_on, period_end(r.decided_on, r.decided_on_precision)) AS latest
) AS last_day;

-- A product's rank is that of its latest recognition known by the day; an undated one counts as the oldest. Where that
-- one does not say its stars, those last stated hold, unless it was an upgrade: then they are known to have changed.
-- ix_recognition_latest is in this very order, so that no day is dearer than another.
CREATE VIEW published.product_rank AS
SELECT p.id,
       coalesce(current_rank.stars, (
           SELECT r.stars FROM recognition AS r
           WHERE r.product_id = p.id AND coalesce(r.decided_on, '-infinity') <= as_of()
             AND (r.stars IS NOT NULL OR r.event = 'upgrade')
           ORDER BY coalesce(r.decided_on, '-infinity') DESC, r.stars DESC NULLS LAST, r.id
           LIMIT 1
       )) AS stars,
       coalesce(current_rank.validity, 'unknown') AS validity,
       current_rank.decided_on_text AS recognised_on, current_rank.expires_earliest, current_rank.expires_latest
FROM product AS p
LEFT JOIN LATERAL (
    SELECT r.stars, partial_date(r.decided_on, r.decided_on_precision) AS decided_on_text,
           last_day.earliest AS expires_earliest, last_day.latest AS expires_latest,
           certificate_validity(last_day.earliest, last_day.latest, v.revoked_on, as_of()) AS validity
    FROM recognition AS r LEFT JOIN revocation AS v ON v.recognition_id = r.id AND v.revoked_on <= as_of()
    CROSS JOIN LATERAL (
        SELECT certificate_end(r.expires_on, r.decided_on) AS earliest,
               certificate_end(r.expires_on, period_end(r.decided_on, r.decided_on_precision)) AS latest
    ) AS last_day
    WHERE r.product_id = p.id AND coalesce(r.decided_on, '-infinity') <= as_of()
    ORDER BY coalesce(r.decided_on, '-infinity') DESC, r.stars DESC NULLS LAST, r.id
    LIMIT 1
) AS current_rank ON true
WHERE p.published;

CREATE VIEW published.product AS
SELECT p.id, public_name(p.name) AS name, p.product_group, p.product_set, p.commodity, p.national_code, p.story, p.potential_five_star,
       rank.stars, rank.validity, rank.recognised_on, rank.expires_earliest, rank.expires_latest,
       s.id AS producer_id, s.name AS producer_name, s.legal_form AS producer_legal_form,
       s.geom, s.precision, s.uncertainty_m, s.placed_by, s.confidence, s.explanation, s.contradiction,
       s.original_address, s.current_address, s.coordinate_source, s.is_withheld,
       s.province_code, s.commune_code, s.commune_name, s.legacy_commune_code, s.legacy_commune,
       p.source_url, p.source_date,
       season.months AS harvest_months, concat_ws(' ', made_of.words, kind.words) AS words,
       fold(concat_ws(
           ' ', public_name(p.name), s.name, s.commune_name, s.legacy_commune, made_of.words, kind.words
       )) AS search_text
FROM product AS p
JOIN published.product_rank AS rank ON rank.id = p.id
LEFT JOIN published.site AS s ON s.id = p.producer_id
LEFT JOIN published.product_months AS season ON season.id = p.id
LEFT JOIN vocabulary AS made_of ON made_of.kind = 'commodity' AND made_of.code = p.commodity
LEFT JOIN vocabulary AS kind ON kind.kind = 'group' AND kind.code = p.product_group
WHERE p.published;

CREATE VIEW published.sales_channel AS
SELECT c.id, c.product_id, c.channel, c.name, c.url, c.country, c.source_url, c.source_date
FROM sales_channel AS c JOIN product AS p ON p.id = c.product_id
WHERE p.published;

-- Export markets are sales channels of one kind: kept once, read under the plan's own word.
CREATE VIEW published.export_market AS
SELECT id, product_id, name AS market, country, url, source_url FROM published.sales_channel WHERE channel = 'export';
