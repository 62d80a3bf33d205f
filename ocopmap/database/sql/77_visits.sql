-- When sites that the public may see are open, how long a visit takes, in which months it is worth one.
CREATE VIEW published.site_visit AS
SELECT v.id, v.opening_hours, v.visit_minutes, v.season_months, v.source_url, v.source_date
FROM site_visit AS v JOIN site AS s ON s.id = v.id AND s.published;
