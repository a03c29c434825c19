import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import { Database } from './database.js';
import { StoreRefused } from './store-refused.js';
import { claimStore } from './store-owner.js';

const PAGE = 4096;

describe('a store', () => {
  let folder: string;
  let file: string;
  const opened: { close(): void }[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-test-'));
    file = join(folder, 'data', 'gateway.db');
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (): Database => {
    const database = new Database({ file });
    opened.push(database);
    return database;
  };
  const changed = (sql: string): void => {
    open().close();
    opened.pop();
    const other = new Libsql(file);
    other.exec(sql);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
  };
  const refusal = (step: () => unknown = open): StoreRefused => {
    try {
      step();
    } catch (error) {
      if (error instanceof StoreRefused) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  describe('is readable by its owner alone', () => {
    const written = (): void => {
      open()
        .prepare("INSERT INTO applications VALUES (1, 'a', '', '', 0, '', '', '', '', '', '', '', '', 0)")
        .run();
    };
    const modes = (): string[] => ['', '-wal', '-shm'].map((suffix) => modeOf(file + suffix));

    it('in a folder of its own', () => {
      written();
      expect([modeOf(join(folder, 'data')), ...modes()]).to.deep.equal(['700', '600', '600', '600']);
    });

    it('in a folder that was made for it, open to all', () => {
      mkdirSync(join(folder, 'data'));
      chmodSync(join(folder, 'data'), 0o755);
      written();
      expect([modeOf(join(folder, 'data')), ...modes()]).to.deep.equal(['700', '600', '600', '600']);
    });

    it('in a folder that holds other things, which stays as it is', () => {
      mkdirSync(join(folder, 'data'));
      chmodSync(join(folder, 'data'), 0o755);
      writeFileSync(join(folder, 'data', 'other'), '');
      written();
      expect([modeOf(join(folder, 'data')), ...modes()]).to.deep.equal(['755', '600', '600', '600']);
    });

    it('also one that was not before', () => {
      written();
      for (const suffix of ['', '-wal', '-shm']) chmodSync(file + suffix, 0o644);
      open();
      expect(modes()).to.deep.equal(['600', '600', '600']);
    });
  });

  it('of a newer version is refused by name, and not written to', () => {
    changed('PRAGMA user_version = 99');
    const before = readFileSync(file);
    const { code, message } = refusal();
    expect(code).to.equal('STORAGE_NEWER');
    expect(message).to.include(file).and.include('newer version');
    expect(readFileSync(file).equals(before), 'as it was').to.equal(true);
  });

  it('of another member is refused by name', () => {
    claimStore(open(), 'SG');
    claimStore(open(), 'SG');
    const { code, message } = refusal(() => {
      claimStore(open(), 'VN');
    });
    expect(code).to.equal('STORAGE_OF_ANOTHER');
    expect(message).to.include('SG').and.include(file);
  });

  for (const [what, sql, query] of [
    [
      'a column of another name',
      'ALTER TABLE position RENAME COLUMN audience TO network',
      'SELECT audience FROM position',
    ],
    ['a table that is gone', 'DROP TABLE owner', 'SELECT member FROM owner'],
  ] as const) {
    it(`with ${what} is refused by name`, () => {
      changed(sql);
      const { code, message } = refusal(() => open().prepare(query));
      expect(code).to.equal('STORAGE_SCHEMA');
      expect(message).to.match(/no such (column|table)/);
    });
  }

  describe('that is damaged is refused by name, with what to do', () => {
    const overwritten = (from: number, bytes: Buffer): void => {
      const handle = openSync(file, 'r+');
      writeSync(handle, bytes, 0, bytes.length, from);
      closeSync(handle);
    };
    const much = (): void => {
      changed(
        'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000)' +
          " INSERT INTO state SELECT 'key' || x, hex(randomblob(40)) FROM n",
      );
    };

    for (const [what, harm] of [
      [
        'a header of other bytes',
        () => {
          overwritten(0, Buffer.from('SQLitX format'));
        },
      ],
      [
        'no header at all',
        () => {
          overwritten(0, Buffer.alloc(PAGE, 7));
        },
      ],
      [
        'pages in the middle',
        () => {
          overwritten(PAGE * 60, Buffer.alloc(PAGE * 10, 0xab));
        },
      ],
    ] as const) {
      it(what, () => {
        much();
        harm();
        const { code, message } = refusal();
        expect(code).to.equal('STORAGE_DAMAGED');
        expect(message).to.include(file).and.include('docs/operators.md');
      });
    }

    it('and found to be so while it is open', () => {
      much();
      const damages: string[] = [];
      const database = new Database({ file, report: (damage) => damages.push(damage) });
      opened.push(database);
      const all = database.prepare('SELECT * FROM state');
      // Written by another process, so that pages are read anew.
      const other = new Libsql(file);
      other.exec('INSERT INTO trial VALUES (zeroblob(1))');
      other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      other.close();
      overwritten(PAGE * 60, Buffer.alloc(PAGE * 10, 0xab));
      expect(() => all.all()).to.throw(/STORAGE_DAMAGED/);
      expect(() => all.all()).to.throw(/STORAGE_DAMAGED/);
      expect([database.damage, damages]).to.deep.equal(['STORAGE_DAMAGED', ['STORAGE_DAMAGED']]);
    });
  });

  it('that was closed takes nothing more, and harms nobody', () => {
    const database = open();
    database.close();
    expect(() => {
      database.transaction(() => undefined);
    }).to.throw(/STORAGE_FAILED/);
  });

  it('has a log that is cut back once a long reading has ended', () => {
    const database = open();
    const reader = new Libsql(file);
    opened.push(reader);
    reader.exec('BEGIN');
    reader.prepare('SELECT COUNT(*) FROM trial').get();
    const put = database.prepare('INSERT INTO trial VALUES (zeroblob(100000))');
    for (let count = 0; count < 200; count += 1) put.run();
    expect(statSync(`${file}-wal`).size).to.be.greaterThan(16 * 1024 * 1024);
    reader.exec('COMMIT');
    for (let count = 0; count < 100; count += 1) put.run();
    expect(statSync(`${file}-wal`).size).to.be.at.most(8 * 1024 * 1024);
  });
});
