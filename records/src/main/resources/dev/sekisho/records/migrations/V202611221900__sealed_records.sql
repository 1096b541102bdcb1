-- Sealed records of customers. The scope of a transaction is a secret whose digest is stored: who knows a stored value cannot
-- set the scope with it. No scope (unset: 42704; left over from a transaction that ended: 22P02) is an error, never no rows.
CREATE TABLE sealed_record (
    customer bytea NOT NULL CHECK (octet_length(customer) = 32),
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
    id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    changed timestamptz NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (customer, kind, id)
);

CREATE TABLE sealed_record_index (
    customer bytea NOT NULL,
    kind text NOT NULL,
    label text NOT NULL CHECK (label ~ '^[a-z][a-z0-9-]{0,39}$'),
    token bytea NOT NULL CHECK (octet_length(token) = 16),
    id uuid NOT NULL,
    PRIMARY KEY (customer, kind, label, token, id),
    FOREIGN KEY (customer, kind, id) REFERENCES sealed_record ON DELETE CASCADE
);
CREATE INDEX sealed_record_index_record ON sealed_record_index (customer, kind, id);

ALTER TABLE sealed_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_record FORCE ROW LEVEL SECURITY;
CREATE POLICY one_customer ON sealed_record
    USING (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)))
    WITH CHECK (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)));

ALTER TABLE sealed_record_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_record_index FORCE ROW LEVEL SECURITY;
CREATE POLICY one_customer ON sealed_record_index
    USING (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)))
    WITH CHECK (customer = sha256(uuid_send(current_setting('sekisho.customer')::uuid)));

-- Sealed records of the installation, apart from customers and under a role of their own.
CREATE TABLE installation_record (
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
    id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    changed timestamptz NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE TABLE installation_record_index (
    kind text NOT NULL,
    label text NOT NULL CHECK (label ~ '^[a-z][a-z0-9-]{0,39}$'),
    token bytea NOT NULL CHECK (octet_length(token) = 16),
    id uuid NOT NULL,
    PRIMARY KEY (kind, label, token, id),
    FOREIGN KEY (kind, id) REFERENCES installation_record ON DELETE CASCADE
);
CREATE INDEX installation_record_index_record ON installation_record_index (kind, id);

-- What is asked before a scope exists.
CREATE TABLE gatekeeper (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    ticket bytea NOT NULL,
    expires timestamptz
);
CREATE INDEX gatekeeper_expires ON gatekeeper (expires) WHERE expires IS NOT NULL;

-- The job table, in the form that db-scheduler 16 expects.
CREATE TABLE scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);

REVOKE ALL ON SCHEMA sekisho FROM PUBLIC;
GRANT USAGE ON SCHEMA sekisho TO ${records}, ${installation}, ${gate}, ${jobs};
GRANT SELECT, INSERT, UPDATE, DELETE ON sealed_record, sealed_record_index TO ${records};
GRANT SELECT, INSERT, UPDATE, DELETE ON installation_record, installation_record_index TO ${installation};
GRANT SELECT, INSERT, UPDATE, DELETE ON gatekeeper TO ${gate};
GRANT SELECT, INSERT, UPDATE, DELETE ON scheduled_tasks TO ${jobs};
