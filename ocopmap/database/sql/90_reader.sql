-- The role of public reads: it may log in, read the published schema, and nothing else.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '@{reader}') THEN
        CREATE ROLE @{reader} LOGIN;
        ALTER ROLE @{reader} SET default_transaction_read_only = on;
    END IF;
    -- On a server where the reader cannot log in, the owner becomes it on connecting.
    IF NOT pg_has_role(current_user, '@{reader}', 'MEMBER') THEN
        GRANT @{reader} TO CURRENT_USER;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA published TO @{reader};
GRANT SELECT ON ALL TABLES IN SCHEMA published TO @{reader};
