-- Revisions of layers, bumped in the transaction that changes them, and rules that span two tables.
-- A layer is changed by what its filter looks at too: producers are chosen by the stars of their products,
-- zones by the old communes of their communes.

CREATE OR REPLACE FUNCTION bump_layers() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO layer_revision (layer) SELECT unnest(TG_ARGV)
    ON CONFLICT (layer) DO UPDATE SET revision = layer_revision.revision + 1, changed_at = now();
    RETURN NULL;
END
$$;

DO $$
DECLARE
    affected record;
BEGIN
    FOR affected IN
        SELECT * FROM (VALUES
            ('commune', '{commune,product,producer,craft_village,tourism_point,sales_point,zone}'),
            ('legacy_commune', '{commune,product,producer,craft_village,tourism_point,sales_point}'),
            ('succession', '{commune,zone}'),
            ('site', '{product,producer,craft_village,tourism_point,sales_point}'),
            ('producer', '{product,producer}'),
            ('craft_village', '{craft_village}'),
            ('tourism_point', '{tourism_point}'),
            ('sales_point', '{sales_point}'),
            ('product', '{product,producer}'),
            ('recognition', '{product,producer}'),
            ('revocation', '{product,producer}'),
            ('sales_channel', '{product}'),
            ('raw_material_zone', '{zone}'),
            ('zone_commune', '{zone}'),
            ('product_zone', '{product,zone}'),
            ('product_craft_village', '{product,craft_village}'),
            ('product_tourism_point', '{product,tourism_point}'),
            ('product_sales_point', '{product,sales_point}')
        ) AS listed (source_table, layers)
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER bump_layers AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION bump_layers(%s)',
            affected.source_table,
            (SELECT string_agg(quote_literal(layer), ', ') FROM unnest(affected.layers::text[]) AS layer)
        );
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION check_revocation_order() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (
        SELECT FROM recognition WHERE id = NEW.recognition_id AND decided_on > NEW.revoked_on
    ) THEN
        RAISE EXCEPTION 'revocation of % precedes its recognition', NEW.recognition_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_revocation_dates_in_order';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER check_revocation_order BEFORE INSERT OR UPDATE ON revocation
FOR EACH ROW EXECUTE FUNCTION check_revocation_order();

CREATE OR REPLACE FUNCTION check_recognition_order() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (
        SELECT FROM revocation WHERE recognition_id = NEW.id AND revoked_on < NEW.decided_on
    ) THEN
        RAISE EXCEPTION 'revocation of % precedes its recognition', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_revocation_dates_in_order';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER check_recognition_order BEFORE UPDATE OF decided_on ON recognition
FOR EACH ROW EXECUTE FUNCTION check_recognition_order();
