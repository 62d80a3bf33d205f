-- What views and filters share. @{validity_months} and its like come from ocopmap.catalogue: one definition of each rule.

CREATE OR REPLACE FUNCTION fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(public.unaccent('public.unaccent', normalize(value, NFC))) $$;

-- The day that validity is judged by: set for the transaction by the caller, else today.
CREATE OR REPLACE FUNCTION as_of() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('ocopmap.as_of', true), '')::date, current_date) $$;

-- Last day of the period that a date of this precision may stand for.
CREATE OR REPLACE FUNCTION period_end(start date, date_precision text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE date_precision
        WHEN 'year' THEN (start + interval '1 year' - interval '1 day')::date
        WHEN 'month' THEN (start + interval '1 month' - interval '1 day')::date
        ELSE start
    END
$$;

-- Last day of a certificate: as its source states it, else a fixed number of months after the decision.
CREATE OR REPLACE FUNCTION certificate_end(stated date, decided_on date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(stated, (decided_on + interval '@{validity_months} months')::date) $$;

-- State of a certificate whose last day lies between two dates. Where a year-only date leaves open
-- whether it has run out, the answer is 'unknown': no one is told that a lapsed product is valid.
CREATE OR REPLACE FUNCTION certificate_validity(expires_earliest date, expires_latest date, revoked_on date, day date)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE
        WHEN revoked_on <= day THEN 'revoked'
        WHEN expires_earliest IS NULL THEN 'unknown'
        WHEN expires_latest < day THEN 'expired'
        WHEN expires_earliest < day THEN 'unknown'
        WHEN expires_earliest - interval '@{expiring_months} months' <= day THEN 'expiring'
        ELSE 'valid'
    END
$$;

-- Whether a product's certificate holds: null where the records do not tell.
CREATE OR REPLACE FUNCTION certificate_holds(validity text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN validity <> 'unknown' THEN validity IN ('valid', 'expiring') END $$;

-- A name as the public may see it: a telephone number that somebody typed into it is withheld.
CREATE OR REPLACE FUNCTION public_name(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT coalesce(nullif(btrim(regexp_replace(value, '@{phone_in_name}', '', 'gi')), ''), '…') $$;

-- What a distance counts as when nearest come first: itself, or where an end is vague the farthest that it may be.
CREATE OR REPLACE FUNCTION reach(metres double precision, vagueness double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE WHEN vagueness > greatest(@{fine_m}, @{fine_share} * metres) THEN metres + vagueness ELSE metres END
$$;

-- A date as it is known: 2023, 2023-11 or 2023-11-29.
CREATE OR REPLACE FUNCTION partial_date(day date, date_precision text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS
$$
    SELECT to_char(day, CASE date_precision WHEN 'year' THEN 'YYYY' WHEN 'month' THEN 'YYYY-MM' ELSE 'YYYY-MM-DD' END)
$$;

-- First day of the period that a source's date (2023, 2023-11 or 2023-11-29) names.
CREATE OR REPLACE FUNCTION partial_date_start(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT make_date(left(value, 4)::int, coalesce(nullif(substr(value, 6, 2), '')::int, 1), coalesce(nullif(substr(value, 9, 2), '')::int, 1)) $$;
