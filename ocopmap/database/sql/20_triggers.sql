-- Revisions of layers, bumped in the transaction that changes them, and rules that span two tables.
-- A layer is changed by what its filter looks at too: producers are chosen by the stars of their products,
-- zones by the old communes of their communes. What only KPIs look at counts as a change of producers.

-- A statement that touched no row changed nothing. TRUNCATE has no table of the rows that it took.
CREATE OR REPLACE FUNCTION bump_layers() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM touched) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO layer_revision (layer) SELECT unnest(TG_ARGV)
    ON CONFLICT (layer) DO UPDATE SET revision = layer_revision.revision + 1, changed_at = now();
    RETURN NULL;
END
$$;

-- Writers of layers go one after another, each from its first statement: they would meet at layer_revision
-- anyway, and two that meet there while each holds rows that the other wants would wait for ever.
CREATE OR REPLACE FUNCTION wait_for_other_writers() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM pg_advisory_xact_lock(@{writers_lock});
    RETURN NULL;
END
$$;

DO $$
DECLARE
    affected record;
    arguments text;
    change record;
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
            ('site_visit', '{producer,craft_village,tourism_point,sales_point}'),
            ('product', '{product,producer}'),
            ('recognition', '{product,producer}'),
            ('revocation', '{product,producer}'),
            ('sales_channel', '{product}'),
            ('product_traceability', '{product}'),
            ('chain_contract', '{producer}'),
            ('producer_practice', '{producer}'),
            ('training_class', '{producer}'),
            ('training_attendance', '{producer}'),
            ('staff_member', '{producer}'),
            ('indicator_target', '{producer}'),
            ('indicator_observation', '{producer}'),
            ('raw_material_zone', '{zone}'),
            ('harvest_season', '{product,zone}'),
            ('vocabulary', '{product,zone}'),
            ('zone_commune', '{zone}'),
            ('product_zone', '{product,zone}'),
            ('product_craft_village', '{product,craft_village}'),
            ('product_tourism_point', '{product,tourism_point}'),
            ('product_sales_point', '{product,sales_point}')
        ) AS listed (source_table, layers)
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS bump_layers ON %I', affected.source_table);
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER wait_for_other_writers BEFORE INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION wait_for_other_writers()',
            affected.source_table
        );
        arguments := (SELECT string_agg(quote_literal(layer), ', ') FROM unnest(affected.layers::text[]) AS layer);
        FOR change IN
            SELECT * FROM (VALUES
                ('insert', 'REFERENCING NEW TABLE AS touched'),
                ('update', 'REFERENCING NEW TABLE AS touched'),
                ('delete', 'REFERENCING OLD TABLE AS touched'),
                ('truncate', '')
            ) AS listed (event, referencing)
        LOOP
            EXECUTE format(
                'CREATE OR REPLACE TRIGGER %I AFTER %s ON %I %s FOR EACH STATEMENT EXECUTE FUNCTION bump_layers(%s)',
                'bump_layers_on_' || change.event, change.event, affected.source_table, change.referencing, arguments
            );
        END LOOP;
    END LOOP;
END
$$;

-- When a site was last changed, whoever changed it; one that says so itself, as taking back an import does, is believed.
CREATE OR REPLACE FUNCTION stamp_update() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF NEW.updated_at = OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER stamp_update BEFORE UPDATE ON site FOR EACH ROW EXECUTE FUNCTION stamp_update();

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
