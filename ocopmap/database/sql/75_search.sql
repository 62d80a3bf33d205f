-- What the search box looks through: one row a name, kept as text so that it can be indexed. Old communes stand under
-- their successors. Nothing here depends on the day; it is renewed in the transaction that changes any layer.

-- Folded words with one space between them and nothing else: "Nem  (Lai Vung)" gives "nem lai vung".
CREATE FUNCTION published.words(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT trim(regexp_replace(public.fold(value), '[^[:alnum:]]+', ' ', 'g')) $$;

-- "formerly" is the old commune that a row speaks of, empty for the present name: never null, or each renewal would
-- write every row anew. "plain" is the name that counts as a whole: a commune is called Sa Đéc as well as Phường Sa Đéc.
-- "named" are the words of the name between spaces, "searched" also the words around it, those of the
-- vocabulary among them, and the name in one piece.
CREATE MATERIALIZED VIEW published.search_entry AS
WITH entry AS (
    SELECT 'product' AS layer, p.id, public_name(p.name) AS name, '' AS formerly, public_name(p.name) AS plain,
           concat_ws(' ', s.name, s.commune_name, s.legacy_commune, made_of.words, kind.words) AS around,
           s.province_code, s.commune_code, s.commune_name
    FROM product AS p LEFT JOIN published.site AS s ON s.id = p.producer_id
    LEFT JOIN vocabulary AS made_of ON made_of.kind = 'commodity' AND made_of.code = p.commodity
    LEFT JOIN vocabulary AS kind ON kind.kind = 'group' AND kind.code = p.product_group
    WHERE p.published
    UNION ALL
    SELECT layer, id, name, '', name, concat_ws(' ', craft, commune_name, legacy_commune),
           province_code, commune_code, commune_name
    FROM published.site
    UNION ALL
    SELECT 'zone', z.id, z.name, '', z.name, concat_ws(' ', z.named_units, z.words, (
               SELECT string_agg(c.name, ' ') FROM published.commune AS c WHERE c.id = ANY(z.commune_codes))),
           NULL, z.commune_code, z.commune_name
    FROM published.zone AS z
    UNION ALL
    SELECT 'commune', c.code, c.full_name, '', c.name, '', c.province_code, c.code, c.full_name
    FROM commune AS c WHERE c.valid_to IS NULL
    UNION ALL
    SELECT 'commune', c.code, c.full_name, l.label, l.name, '', c.province_code, c.code, c.full_name
    FROM commune AS c
    JOIN succession AS s ON s.commune_id = c.id
    JOIN published.legacy_commune AS l ON l.code = s.legacy_commune_code
    WHERE c.valid_to IS NULL AND l.name <> c.name
)
SELECT layer, id, name, formerly, province_code, commune_code, commune_name,
       plain COLLATE "C" AS plain,  -- so that one index finds beginnings and gives them in order
       named,
       concat(named, around, ' ', replace(plain, ' ', ''), ' ') AS searched,
       -- The first 50 bits of the digest: the number that a short code writes.
       ('x' || left(encode(sha256(convert_to(layer || '/' || id, 'UTF8')), 'hex'), 13))::bit(52)::bigint >> 2
           AS short_number
FROM (
    SELECT layer, id, name, formerly, province_code, commune_code, commune_name, folded.plain,
           published.words(around) AS around,
           ' ' || CASE
               WHEN layer <> 'commune' THEN folded.plain
               ELSE published.words(coalesce(nullif(split_part(formerly, ',', 1), ''), name))
           END || ' ' AS named
    FROM entry CROSS JOIN LATERAL (SELECT published.words(entry.plain) AS plain OFFSET 0) AS folded
    OFFSET 0  -- each text is folded once
) AS worded;

CREATE UNIQUE INDEX search_entry_key ON published.search_entry (layer, id, formerly);
CREATE INDEX search_entry_searched ON published.search_entry USING gin (searched public.gin_trgm_ops);
CREATE INDEX search_entry_plain ON published.search_entry (plain);
CREATE INDEX search_entry_short_number ON published.search_entry (short_number);

-- Every word that can be found: what a mistyped one may have meant.
CREATE MATERIALIZED VIEW published.search_word AS
SELECT DISTINCT word FROM published.search_entry, string_to_table(trim(searched), ' ') AS word
WHERE word ~ '^[[:alpha:]]{3,}$';

CREATE UNIQUE INDEX search_word_key ON published.search_word (word);

-- Once a transaction, at its end: the first changed layer renews, the others find it done.
CREATE FUNCTION published.renew_search() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF current_setting('ocopmap.search_renewed', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        REFRESH MATERIALIZED VIEW CONCURRENTLY published.search_entry;
        REFRESH MATERIALIZED VIEW CONCURRENTLY published.search_word;
        PERFORM set_config('ocopmap.search_renewed', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER renew_search AFTER INSERT OR UPDATE ON public.layer_revision
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION published.renew_search();

-- Names in the order of a Vietnamese dictionary (A, Ă, Â … D, Đ), numbers by their value, punctuation passed over.
CREATE COLLATION published.vietnamese (PROVIDER = icu, LOCALE = 'vi-u-ka-shifted-kn', DETERMINISTIC = true);
