import { canonicalText } from '../canonical/canonical-json.js';

/** The boxes of a value found wrong, no more than there is room for. */
export class WrongBoxes {
  readonly names = new Set<string>();

  constructor(readonly most: number) {}

  get full(): boolean {
    return this.names.size >= this.most;
  }

  add(box: string): void {
    if (!this.full) this.names.add(box === '' ? '(whole)' : box);
  }
}

/**
 * Whether a value fits. Without `wrong` it stops at the first thing that does not; with it, it goes on and names boxes
 * until there is room for no more.
 */
export type Check = (value: unknown, box: string, wrong: WrongBoxes | undefined) => boolean;

type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A check that names the box itself. */
const here =
  (holds: (value: unknown) => boolean): Check =>
  (value, box, wrong) => {
    if (holds(value)) return true;
    wrong?.add(box);
    return false;
  };

/** Nothing more is looked at: the first fault decides, or all the room is used. */
const enough = (wrong: WrongBoxes | undefined): boolean => wrong === undefined || wrong.full;

/** Unknown member names may carry anything. */
const UNREADABLE = '(unreadable member name)';

function memberOf(box: string, name: string): string {
  const safe = /^[\w.[\]() -]{1,120}$/.test(name) ? name : UNREADABLE;
  return box === '' ? safe : `${box}.${safe}`;
}

/** Whether a text has so many characters of Unicode; counted only where its length does not tell. */
function lengthWithin(text: string, least: number, most: number): boolean {
  if (text.length < least || text.length > 2 * most) return false;
  if (text.length >= 2 * least && text.length <= most) return true;
  const characters = Array.from(text).length;
  return characters >= least && characters <= most;
}

function textCheck({ minLength = 0, maxLength = Infinity, pattern }: Schema): Check {
  const [least, most] = [Number(minLength), Number(maxLength)];
  const form = typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined;
  return here(
    (value) =>
      typeof value === 'string' &&
      lengthWithin(value, least, most) &&
      (form === undefined || form.test(value)),
  );
}

function numberCheck({ type, minimum = -Infinity, maximum = Infinity }: Schema): Check {
  const [least, most] = [Number(minimum), Number(maximum)];
  const isOne = type === 'integer' ? Number.isInteger : Number.isFinite;
  return here((value) => typeof value === 'number' && isOne(value) && value >= least && value <= most);
}

/** Texts and numbers by themselves, anything else by its canonical text: no item is compared with every other. */
const allDifferent = (list: readonly unknown[]): boolean =>
  new Set(list.map((item) => (typeof item === 'object' ? `${canonicalText(item)}\n` : item))).size ===
  list.length;

/** Its bounds come before its items: a list that is too long costs as much as its length. */
function listCheck({ minItems = 0, maxItems, uniqueItems, items }: Schema): Check {
  if (typeof maxItems !== 'number') throw new TypeError('a schema of a list says how long it may be');
  const least = Number(minItems);
  const check = checkOf(items as Schema);
  return (value, box, wrong) => {
    if (!Array.isArray(value) || value.length < least || value.length > maxItems) {
      wrong?.add(box);
      return false;
    }
    let fits = true;
    for (let index = 0; index < value.length; index += 1) {
      if (check(value[index], wrong === undefined ? '' : `${box}[${index}]`, wrong)) continue;
      fits = false;
      if (enough(wrong)) return false;
    }
    if (!fits || uniqueItems !== true || allDifferent(value)) return fits;
    wrong?.add(box);
    return false;
  };
}

function objectCheck(schema: Schema): Check {
  const required = (schema['required'] ?? []) as readonly string[];
  const known = new Map(
    Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>).map(([name, each]) => [
      name,
      checkOf(each),
    ]),
  );
  const unknown = unknownMembers(schema);
  return (value, box, wrong) => {
    if (!isObject(value)) {
      wrong?.add(box);
      return false;
    }
    let fits = true;
    const name = (member: string): string => (wrong === undefined ? '' : memberOf(box, member));
    for (const member of required) {
      if (Object.hasOwn(value, member)) continue;
      fits = false;
      wrong?.add(name(member));
      if (enough(wrong)) return false;
    }
    for (const member of unknown === undefined ? [] : Object.keys(value)) {
      if (known.has(member) || unknown?.(value[member], name(member), wrong) === true) continue;
      fits = false;
      if (enough(wrong)) return false;
    }
    for (const [member, check] of known) {
      if (!Object.hasOwn(value, member) || check(value[member], name(member), wrong)) continue;
      fits = false;
      if (enough(wrong)) return false;
    }
    return fits;
  };
}

/** What members that no schema names must fit; undefined: anything. */
function unknownMembers({ patternProperties = {}, additionalProperties }: Schema): Check | undefined {
  const [every, ...more] = Object.entries(patternProperties as Readonly<Record<string, Schema>>);
  if (more.length > 0 || (every !== undefined && every[0] !== '^.*$'))
    throw new TypeError('a schema gives all members that it does not name one schema');
  if (every !== undefined) return checkOf(every[1]);
  return additionalProperties === false ? here(() => false) : undefined;
}

/** One of several schemas; of literals, by one look-up. */
function unionCheck(schemas: readonly Schema[]): Check {
  if (schemas.every((schema) => 'const' in schema)) {
    const literals = new Set(schemas.map((schema) => schema['const']));
    return here((value) => literals.has(value));
  }
  const checks = schemas.map(checkOf);
  return (value, box, wrong) => {
    if (checks.some((check) => check(value, '', undefined))) return true;
    if (wrong !== undefined) for (const check of checks) check(value, box, wrong);
    wrong?.add(box);
    return false;
  };
}

/** What a schema of each kind may say beside its kind; what describes it is passed over. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  array: ['minItems', 'maxItems', 'uniqueItems', 'items'],
  object: ['required', 'properties', 'patternProperties', 'additionalProperties'],
  boolean: [],
  null: [],
};
const DESCRIBING = ['$schema', 'title', 'description', 'type', 'x-box'];

const checks: Readonly<Record<string, (schema: Schema) => Check>> = {
  string: textCheck,
  integer: numberCheck,
  number: numberCheck,
  array: listCheck,
  object: objectCheck,
  boolean: () => here((value) => typeof value === 'boolean'),
  null: () => here((value) => value === null),
};

/**
 * Makes the check of a schema, out of functions: code made of text is refused by a browser's policy.
 * @throws TypeError for a keyword it does not know, or a list without a bound: nothing is left unchecked unseen
 */
export function checkOf(schema: Schema): Check {
  if (Array.isArray(schema['anyOf'])) return unionCheck(schema['anyOf'] as readonly Schema[]);
  if (Array.isArray(schema['enum']))
    return unionCheck(schema['enum'].map((literal) => ({ const: literal as unknown })));
  if ('const' in schema) return unionCheck([schema]);
  const { type } = schema;
  const [kind, make] = typeof type === 'string' ? [type, checks[type]] : ['any', undefined];
  const known = [...DESCRIBING, ...(KEYWORDS[kind] ?? [])];
  const odd = Object.keys(schema).filter((keyword) => !known.includes(keyword));
  if (odd.length > 0 || (make === undefined && type !== undefined))
    throw new TypeError(`no check is made of ${[kind, ...odd].join(', ')}`);
  return make?.(schema) ?? (() => true);
}
