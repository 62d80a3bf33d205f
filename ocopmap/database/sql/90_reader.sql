-- The role of public reads: it may log in, read the published schema, and nothing else.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '@{reader}') THEN
        CREATE ROLE @{reader} LOGIN;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA published TO @{reader};
GRANT SELECT ON ALL TABLES IN SCHEMA published TO @{reader};
ALTER ROLE @{reader} SET default_transaction_read_only = on;
