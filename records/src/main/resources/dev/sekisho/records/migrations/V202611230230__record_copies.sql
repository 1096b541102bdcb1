-- Notes of what changed, for copies of changes. A note names a row and says nothing else about it; it is written by the transaction
-- that changes the row, so it is there exactly if the change is. "transaction" orders nothing: what a copy has not seen yet is told by
-- pg_visible_in_snapshot, so that a transaction that ends late is not skipped. Nobody but the copies' own role reads whose row it is.
CREATE TABLE record_change (
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    noted timestamptz NOT NULL DEFAULT clock_timestamp(),
    source text NOT NULL CHECK (source IN ('customer', 'installation', 'gatekeeper')),
    customer bytea,
    kind text,
    id uuid,
    digest bytea,
    CHECK ((customer IS NOT NULL) = (source = 'customer')),
    CHECK ((kind IS NULL) = (source = 'gatekeeper') AND (id IS NULL) = (source = 'gatekeeper')),
    CHECK ((digest IS NOT NULL) = (source = 'gatekeeper'))
);
CREATE INDEX record_change_transaction ON record_change (transaction);

-- The moments from which changes may be asked for. One that is not here is not known: also after the server was set back.
CREATE TABLE record_mark (
    id uuid PRIMARY KEY,
    snapshot pg_snapshot NOT NULL,
    taken timestamptz NOT NULL DEFAULT now()
);

-- Has a row while rows are loaded into an empty schema, and after a load that was cut off; nothing serves then.
CREATE TABLE record_load (
    begun timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE record_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_change FORCE ROW LEVEL SECURITY;
CREATE POLICY one_customer ON record_change TO ${records}
    USING (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)))
    WITH CHECK (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)));
CREATE POLICY of_installation ON record_change FOR INSERT TO ${installation} WITH CHECK (source = 'installation');
CREATE POLICY of_gate ON record_change FOR INSERT TO ${gate} WITH CHECK (source = 'gatekeeper');
CREATE POLICY copies ON record_change FOR SELECT TO ${backup} USING (true);
CREATE POLICY forgets ON record_change FOR SELECT TO ${jobs} USING (true);
CREATE POLICY forgets_too ON record_change FOR DELETE TO ${jobs} USING (true);

-- The copies' role sees rows of all customers, as they are sealed, and changes none.
CREATE POLICY copies ON sealed_record FOR SELECT TO ${backup} USING (true);
CREATE POLICY copies ON sealed_record_index FOR SELECT TO ${backup} USING (true);
-- The role that loads has no right to any table but while an empty schema is loaded.
CREATE POLICY loads ON sealed_record TO ${load} USING (true) WITH CHECK (true);
CREATE POLICY loads ON sealed_record_index TO ${load} USING (true) WITH CHECK (true);

CREATE FUNCTION note_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO sekisho.record_change (source, customer, kind, id) VALUES ('customer', NEW.customer, NEW.kind, NEW.id);
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.customer, OLD.kind, OLD.id) <> (NEW.customer, NEW.kind, NEW.id) THEN
        INSERT INTO sekisho.record_change (source, customer, kind, id) VALUES ('customer', OLD.customer, OLD.kind, OLD.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION note_installation_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO sekisho.record_change (source, kind, id) VALUES ('installation', NEW.kind, NEW.id);
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.kind, OLD.id) <> (NEW.kind, NEW.id) THEN
        INSERT INTO sekisho.record_change (source, kind, id) VALUES ('installation', OLD.kind, OLD.id);
    END IF;
    RETURN NULL;
END $$;

-- An index is a part of its record. A record that is gone, or that this transaction wrote itself, has its note already.
CREATE FUNCTION note_index() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part sekisho.sealed_record_index;
BEGIN
    IF TG_OP = 'DELETE' THEN
        part := OLD;
    ELSE
        part := NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM sekisho.sealed_record r WHERE r.customer = part.customer AND r.kind = part.kind
            AND r.id = part.id AND r.xmin <> pg_current_xact_id()::xid) THEN
        INSERT INTO sekisho.record_change (source, customer, kind, id) VALUES ('customer', part.customer, part.kind, part.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION note_installation_index() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part sekisho.installation_record_index;
BEGIN
    IF TG_OP = 'DELETE' THEN
        part := OLD;
    ELSE
        part := NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM sekisho.installation_record r WHERE r.kind = part.kind AND r.id = part.id
            AND r.xmin <> pg_current_xact_id()::xid) THEN
        INSERT INTO sekisho.record_change (source, kind, id) VALUES ('installation', part.kind, part.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION note_gatekeeper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO sekisho.record_change (source, digest) VALUES ('gatekeeper', NEW.digest);
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.digest <> NEW.digest THEN
        INSERT INTO sekisho.record_change (source, digest) VALUES ('gatekeeper', OLD.digest);
    END IF;
    RETURN NULL;
END $$;

-- What is loaded is not a change: a schema that was loaded knows no mark, so the next copy is a whole one.
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON sealed_record
    FOR EACH ROW WHEN (current_user <> '${load}') EXECUTE FUNCTION note_record();
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON installation_record
    FOR EACH ROW WHEN (current_user <> '${load}') EXECUTE FUNCTION note_installation_record();
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON sealed_record_index
    FOR EACH ROW WHEN (current_user <> '${load}') EXECUTE FUNCTION note_index();
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON installation_record_index
    FOR EACH ROW WHEN (current_user <> '${load}') EXECUTE FUNCTION note_installation_index();
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON gatekeeper
    FOR EACH ROW WHEN (current_user <> '${load}') EXECUTE FUNCTION note_gatekeeper();

GRANT USAGE ON SCHEMA sekisho TO ${backup}, ${load};
GRANT SELECT ON sealed_record, sealed_record_index, installation_record, installation_record_index, gatekeeper, record_change,
    record_mark TO ${backup};
GRANT INSERT (source, customer, kind, id) ON record_change TO ${records};
GRANT INSERT (source, kind, id) ON record_change TO ${installation};
GRANT INSERT (source, digest) ON record_change TO ${gate};
GRANT SELECT (transaction, noted), DELETE ON record_change TO ${jobs};
GRANT SELECT, DELETE, INSERT (id, snapshot) ON record_mark TO ${jobs};
