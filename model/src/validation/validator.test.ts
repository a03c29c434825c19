import { expect } from 'chai';
import fc from 'fast-check';
import { Type, type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { operations } from '../act/operations.js';
import { FormDDocument } from '../form/form-d-document.js';
import { RequestClaims } from '../request/signed-request.js';
import { formD } from '../testing/documents.js';
import { growthOf, MOST_GROWTH } from '../testing/growth.js';
import { validatorOf } from './validator.js';
import { closed } from './vocabulary.js';

const Letter = Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C')]);
const Sample = Type.Object(
  {
    text: Type.String({ minLength: 2, maxLength: 3 }),
    code: Type.Optional(Type.String({ pattern: '^[a-z]{2}$' })),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    letters: Type.Optional(Type.Array(Letter, { maxItems: 3, uniqueItems: true })),
    list: Type.Optional(Type.Array(Type.Object({ n: Type.Number() }, closed), { minItems: 1, maxItems: 2 })),
    either: Type.Optional(Type.Union([Type.Object({ a: Type.Boolean() }, closed), Type.Null()])),
    named: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    any: Type.Optional(Type.Unknown()),
  },
  closed,
);
const sample = validatorOf(Sample);

describe('a value against its schema', () => {
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ['that fits', {}, []],
    ['with a text too short', { text: 'a' }, ['text']],
    [
      'with a text too long, counted in characters',
      { text: '\u{1f600}\u{1f600}\u{1f600}\u{1f600}' },
      ['text'],
    ],
    ['with three characters outside the plane', { text: '\u{1f600}\u{1f600}\u{1f600}' }, []],
    ['with a text of another form', { code: 'a1' }, ['code']],
    ['with a number out of range, or none', { count: 4, text: 1 }, ['text', 'count']],
    ['with half a number', { count: 1.5 }, ['count']],
    ['with a word nobody knows', { letters: ['A', 'D'] }, ['letters[1]']],
    ['with a word twice', { letters: ['A', 'B', 'A'] }, ['letters']],
    ['with too many words, however wrong they are', { letters: [1, 2, 3, 4] }, ['letters']],
    ['with an empty list', { list: [] }, ['list']],
    ['with faults in items', { list: [{ n: 'x' }, { m: 1 }] }, ['list[0].n', 'list[1].n', 'list[1].m']],
    ['with none of two', { either: { a: 1 } }, ['either.a', 'either']],
    ['with names that nobody gave', { named: { x: 1, y: 'z' } }, ['named.y']],
    ['with an unknown member', { more: 1 }, ['more']],
    ['with a name that may say anything', { '<secret>': 1 }, ['(unreadable member name)']],
  ];
  for (const [name, members, boxes] of rows) {
    it(`${name}: ${boxes.join(', ') || 'nothing is wrong'}`, () => {
      const value = { text: 'abc', ...members };
      expect(sample.problems(value)).to.deep.equal(boxes);
      expect(sample.is(value)).to.equal(boxes.length === 0);
    });
  }

  it('names what is missing, and a whole that is something else', () => {
    expect(sample.problems({})).to.deep.equal(['text']);
    for (const value of [undefined, null, [], 'text', 1])
      expect(sample.problems(value)).to.deep.equal(['(whole)']);
  });

  it('names at most a hundred boxes', () => {
    const value = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, index]));
    expect(sample.problems(value)).to.have.length(100);
  });

  it('is judged as the library of the schemas judges it', () => {
    const words = fc.constantFrom<unknown>(
      'A',
      'B',
      'ab',
      'abc',
      'e\u0301x',
      1,
      2,
      4,
      1.5,
      -0,
      true,
      null,
      undefined,
    );
    const { value: any } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        words,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'n', 'x'), tie('value'), { maxKeys: 2 }),
      ),
    }));
    const members = ['text', 'code', 'count', 'letters', 'list', 'either', 'named', 'any', 'more'];
    const record = fc.dictionary(fc.constantFrom(...members), any).map(json);
    fc.assert(
      fc.property(record, (value) => {
        expect(sample.is(value), JSON.stringify(value)).to.equal(Check(Sample, value));
        expect(sample.problems(value).length === 0).to.equal(sample.is(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('of every operation and document is prepared, and judges a document with one box changed as the library does', () => {
    for (const { op, args } of operations.values())
      expect(validatorOf(args).problems(undefined), op).to.deep.equal(['(whole)']);
    const document = validatorOf(FormDDocument);
    const paths = leavesOf(formD());
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom<unknown>('', 'x', 0, null, [], {}),
        (path, value) => {
          const changed = json(formD());
          put(changed, path, value);
          expect(document.is(changed), path.join('.')).to.equal(Check(FormDDocument, changed));
        },
      ),
    );
  });

  describe('costs as the size of the value does', () => {
    const list = (item: (index: number) => unknown) => (length: number) =>
      Array.from({ length }, (_, index) => item(index));
    const rows: readonly (readonly [string, TSchema, (size: number) => unknown])[] = [
      ['a list of one word', Sample, (size) => ({ text: 'abc', letters: list(() => 'A')(size) })],
      ['a list of many words', Sample, (size) => ({ text: 'abc', letters: list((index) => index)(size) })],
      [
        'unknown members',
        Sample,
        (size) => Object.fromEntries(list((index) => [`<${index}>`, 1])(size) as [string, 1][]),
      ],
      ['parcels that are none', RequestClaims, (size) => ({ parcels: list(() => 1)(size) })],
      [
        'named members',
        Sample,
        (size) => ({
          named: Object.fromEntries(list((index) => [`n${index}`, 'x'])(size) as [string, string][]),
        }),
      ],
    ];
    for (const [name, schema, inputOf] of rows) {
      it(name, async () => {
        const validator = validatorOf(schema);
        const growth = await growthOf(inputOf, 20_000, (value) =>
          expect(validator.problems(value)).not.to.deep.equal([]),
        );
        expect(growth).to.be.below(MOST_GROWTH);
      });
    }
  });

  it('is refused where it has a list without a bound, or a word that is not checked', () => {
    const prepare = (schema: TSchema): void => {
      validatorOf(schema).is(1);
    };
    expect(() => {
      prepare(Type.Array(Type.String()));
    }).to.throw(TypeError);
    expect(() => {
      prepare(Type.String({ format: 'date' }));
    }).to.throw(TypeError);
  });
});

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

function put(document: unknown, path: Path, value: unknown): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document);
  (holder as Record<string, unknown>)[String(path.at(-1))] = value;
}
