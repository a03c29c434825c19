/** Each step takes a gateway's store one version further; steps are never changed, only added. */
export const STORE_STEPS: readonly string[] = [
  `
  -- Journal: what was asked of this gateway, and how far it has come.
  CREATE TABLE operations (
    id TEXT PRIMARY KEY,
    contents TEXT NOT NULL,
    op TEXT NOT NULL,
    request TEXT,
    state TEXT NOT NULL,
    received_at TEXT NOT NULL,
    expires INTEGER NOT NULL,
    transaction_id TEXT,
    envelope BLOB,
    submitted_at INTEGER,
    block INTEGER,
    problem TEXT,
    lease_owner TEXT,
    lease_until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX operations_open ON operations (lease_until)
    WHERE state NOT IN ('COMMITTED', 'REJECTED');
  CREATE TABLE parcels (
    commitment TEXT NOT NULL,
    operation TEXT NOT NULL,
    bytes TEXT NOT NULL,
    PRIMARY KEY (commitment, operation)
  );
  CREATE INDEX parcels_of ON parcels (operation);
  -- Outbox: contents to be put into the own collection.
  CREATE TABLE deposits (name TEXT PRIMARY KEY, commitment TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX deposits_by_commitment ON deposits (commitment);
  -- Read model: the replica and what is looked up from it.
  CREATE TABLE position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    audience TEXT NOT NULL,
    block INTEGER NOT NULL,
    at TEXT,
    latest INTEGER NOT NULL
  );
  CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE acts (
    id TEXT PRIMARY KEY,
    transaction_id TEXT NOT NULL,
    block INTEGER NOT NULL,
    late INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE certificates (
    name TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    member TEXT NOT NULL,
    importing TEXT NOT NULL,
    transmission TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX certificates_issued ON certificates (member, sequence);
  CREATE INDEX certificates_received ON certificates (importing, sequence) WHERE transmission <> 'ISSUED';
  CREATE TABLE certificate_acts (
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    act TEXT NOT NULL,
    PRIMARY KEY (name, sequence)
  ) WITHOUT ROWID;
  CREATE TABLE set_aside (
    block INTEGER NOT NULL,
    place INTEGER NOT NULL,
    transaction_id TEXT NOT NULL,
    creator TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (block, place)
  ) WITHOUT ROWID;
  -- Who read which contents, and when.
  CREATE TABLE document_reads (
    name TEXT NOT NULL,
    reader TEXT NOT NULL,
    kid TEXT NOT NULL,
    at TEXT NOT NULL
  );
  CREATE INDEX document_reads_of ON document_reads (name, at);
  `,
  `
  -- Read model: what acts owe to whom, a row for the author and each reader.
  CREATE TABLE parcel_copies (
    commitment TEXT NOT NULL,
    member TEXT NOT NULL,
    author TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (commitment, member)
  ) WITHOUT ROWID;
  CREATE INDEX parcel_copies_to ON parcel_copies (member, sequence);
  CREATE INDEX parcel_copies_by ON parcel_copies (author, sequence);
  CREATE INDEX parcel_copies_owed ON parcel_copies (author, member) WHERE state = 'OWED';
  `,
  `
  -- Applications of exporters: kept here alone, so never rebuilt from the ledger.
  CREATE TABLE applications (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    applicant TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted INTEGER NOT NULL,
    begun_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    last_step TEXT NOT NULL,
    declared TEXT NOT NULL,
    form TEXT,
    importing TEXT,
    operation TEXT,
    certificate TEXT
  );
  CREATE INDEX applications_by ON applications (applicant, sequence);
  CREATE INDEX applications_in ON applications (state, sequence);
  CREATE INDEX applications_open ON applications (operation)
    WHERE operation IS NOT NULL AND state IN ('SUBMITTED', 'ISSUING');
  -- Each signed request on an application, with the text it commits to.
  CREATE TABLE application_steps (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL,
    place INTEGER NOT NULL,
    contents TEXT NOT NULL,
    op TEXT NOT NULL,
    signer TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    request TEXT NOT NULL,
    parcel TEXT,
    findings TEXT NOT NULL,
    UNIQUE (application, place)
  ) WITHOUT ROWID;
  `,
  `
  -- Read model: what is open on a certificate and until when; parcels by their certificate. Built from block 0.
  CREATE TABLE work (
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    clock TEXT NOT NULL,
    case_number INTEGER,
    member TEXT NOT NULL,
    other TEXT NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (name, place)
  ) WITHOUT ROWID;
  CREATE INDEX work_of ON work (member, due);
  CREATE INDEX work_with ON work (other, due);
  DELETE FROM parcel_copies;
  ALTER TABLE parcel_copies ADD COLUMN name TEXT NOT NULL DEFAULT '';
  CREATE INDEX parcel_copies_on ON parcel_copies (name) WHERE state = 'OWED';
  DELETE FROM state;
  DELETE FROM acts;
  DELETE FROM certificates;
  DELETE FROM certificate_acts;
  DELETE FROM set_aside;
  DELETE FROM deposits;
  UPDATE position SET block = -1, at = NULL, latest = 0;
  `,
  `
  -- Whose store this is: it holds contents, which no other member's gateway may answer.
  CREATE TABLE owner (one INTEGER PRIMARY KEY CHECK (one = 1), member TEXT NOT NULL);
  -- Always empty: what is put in and taken out again shows that the store takes writes.
  CREATE TABLE trial (bytes BLOB NOT NULL);
  `,
  `
  -- By which block the position is one of this ledger's, and not of one that was put back to an earlier state.
  ALTER TABLE position ADD COLUMN hash TEXT;
  `,
  `
  -- Contents belong to the act that brought them and to one entry: key_hash is what blocks show of their private name.
  DELETE FROM parcels WHERE operation = 'read back';
  DROP TABLE deposits;
  CREATE TABLE deposits (
    name TEXT PRIMARY KEY,
    commitment TEXT NOT NULL,
    act TEXT NOT NULL,
    key_hash TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX deposits_by_commitment ON deposits (commitment);
  DROP TABLE parcel_copies;
  CREATE TABLE parcel_copies (
    key_hash TEXT NOT NULL,
    member TEXT NOT NULL,
    act TEXT NOT NULL,
    commitment TEXT NOT NULL,
    author TEXT NOT NULL,
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (key_hash, member)
  ) WITHOUT ROWID;
  CREATE INDEX parcel_copies_to ON parcel_copies (member, sequence);
  CREATE INDEX parcel_copies_by ON parcel_copies (author, sequence);
  CREATE INDEX parcel_copies_owed ON parcel_copies (author, member) WHERE state = 'OWED';
  CREATE INDEX parcel_copies_on ON parcel_copies (name) WHERE state = 'OWED';
  DELETE FROM state;
  DELETE FROM acts;
  DELETE FROM certificates;
  DELETE FROM certificate_acts;
  DELETE FROM work;
  DELETE FROM set_aside;
  UPDATE position SET block = -1, at = NULL, latest = 0, hash = NULL;
  `,
  `
  -- What applicants may keep: bytes of an application, and what each brought in a day.
  ALTER TABLE applications ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE applications SET bytes = (
    SELECT COALESCE(SUM(LENGTH(request) + COALESCE(LENGTH(CAST(parcel AS BLOB)), 0)), 0)
    FROM application_steps WHERE application = applications.id
  );
  CREATE INDEX applications_standing ON applications (state, applicant, bytes);
  CREATE TABLE application_days (
    applicant TEXT NOT NULL,
    day TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (applicant, day)
  ) WITHOUT ROWID;
  `,
  `
  -- On which documents origin was declared, by a digest of exporter and number: kept here alone, since it stands in contents.
  CREATE TABLE declared (digest TEXT PRIMARY KEY, operation TEXT NOT NULL) WITHOUT ROWID;
  `,
];

/** What bringing a store to the present version needs of it. */
export interface Migrated {
  readonly version: () => number;
  readonly execute: (text: string) => unknown;
  /** Runs all of it in one transaction that takes the write lock first. */
  readonly transaction: (steps: () => void) => void;
}

/**
 * Brings a store to the version of these steps, as a whole or not at all. Of several gateways that open a store at once one
 * does it, and the others wait: so the version is read again once the lock is held.
 */
export function migrate(steps: readonly string[], { version, execute, transaction }: Migrated): void {
  if (version() >= steps.length) return;
  transaction(() => {
    for (let next = version(); next < steps.length; next += 1) {
      execute(steps[next] ?? '');
      execute(`PRAGMA user_version = ${next + 1}`);
    }
  });
}
