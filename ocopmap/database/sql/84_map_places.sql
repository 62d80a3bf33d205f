-- Streets, hamlets and points of interest of a map, beside the records for the geocoder.
CREATE VIEW published.map_extract AS SELECT source, extract_date, loaded_at FROM map_extract;

CREATE VIEW published.map_place AS
SELECT p.id, p.name, p.precision, c.code AS commune_code, p.geom
FROM map_place AS p JOIN commune AS c ON c.id = p.commune_id AND c.valid_to IS NULL;
