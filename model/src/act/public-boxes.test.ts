import { expect } from 'chai';
import type { TSchema } from 'typebox';
import { CertificateRecord, ReceptionRecord } from '../certificate/records.js';
import { ParcelRecord, ReceiptRecord } from '../parcel/records.js';
import { operations } from './operations.js';

/** What acts and records on proofs may say to every member, each with why it may. */
const JUDGED: Readonly<Record<string, readonly string[]>> = {
  'that it exists, and which acts it builds on': [
    ...[
      'reference',
      'certificate',
      'certificates',
      'declaration',
      'office',
      'number',
      'member',
      'act',
      'lastAct',
    ],
    ...['commitment', 'parcel', 'answers', 'awaits', 'issuedIn', 'box', 'author', 'reader', 'readers'],
    ...['first', 'originals', 'replaces', 'replacedBy', 'follows', 'seen'],
  ],
  form: ['form'],
  'the two states': ['importing'],
  dates: [...['issued', 'departure', 'date', 'on', 'expires', 'at', 'lastAt', 'sentAt', 'receivedAt']],
  'number of items, or which of them, never what they are': ['items', 'suspended', 'classificationOpen'],
  'states of process': [
    ...['validity', 'transmission', 'retroactive', 'backToBack', 'ended', 'reissues', 'trueCopies', 'resent'],
    ...['clarifications', 'notReceived', 'times', 'decisions', 'late', 'cases', 'case', 'kind', 'check'],
    ...['opened', 'held', 'determined', 'final', 'replied', 'consent', 'postponed', 'commented', 'suspend'],
    ...['extraDays', 'given', 'utilised'],
  ],
  'commitments to what is left, by purpose': ['balances', 'import', 'reexport', 'joined'],
};
const judged = new Set(Object.values(JUDGED).flat());

/** Names of all members of a shape, with where they stand. */
function boxesOf(schema: TSchema, path: string): { readonly name: string; readonly path: string }[] {
  const { properties, items, anyOf } = schema as {
    readonly properties?: Readonly<Record<string, TSchema>>;
    readonly items?: TSchema;
    readonly anyOf?: readonly TSchema[];
  };
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, part]) => [
      { name, path: `${path}.${name}` },
      ...boxesOf(part, `${path}.${name}`),
    ]),
    ...(items === undefined ? [] : boxesOf(items, `${path}[]`)),
    ...(anyOf ?? []).flatMap((part) => boxesOf(part, path)),
  ];
}

describe('what every member reads of proofs [OCP 17.5] [OCP 20] [OCP 31.4]', () => {
  /** Entries of the register are public by what they are for: keys, authorities, certified exporters (OCP 2). */
  const ofRegister = /^registry\.|^selfcertification\.(authorise|standing)/;
  const acts = [...operations.values()].filter(({ op }) => !ofRegister.test(op));
  const shapes: readonly (readonly [string, TSchema])[] = [
    ...acts.map(({ op, args }) => [op, args] as const),
    ...Object.entries({ CertificateRecord, ReceptionRecord, ParcelRecord, ReceiptRecord }),
  ];
  for (const [name, shape] of shapes) {
    it(`${name} has no box that was not judged`, () => {
      const open = boxesOf(shape, name).filter((box) => !judged.has(box.name));
      expect(open.map(({ path }) => path)).to.deep.equal([]);
    });
  }
  it('"given" is consent to a visit, and nothing else', () => {
    const paths = shapes
      .flatMap(([name, shape]) => boxesOf(shape, name))
      .filter(({ name }) => name === 'given');
    expect(paths.map(({ path }) => path)).to.deep.equal(['CertificateRecord.cases[].consent.given']);
  });
  it('nothing is judged that is not there', () => {
    const names = new Set(shapes.flatMap(([name, shape]) => boxesOf(shape, name)).map(({ name }) => name));
    expect([...judged].filter((name) => !names.has(name))).to.deep.equal([]);
  });
});
