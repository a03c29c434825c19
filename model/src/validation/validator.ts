import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, messages: false });
ajv.addKeyword('x-box');

/** Checks a value against a schema: the boxes that are wrong, none when it fits. */
export interface Validator<T> {
  readonly schema: TSchema;
  /** Paths of what is missing, unknown or ill-typed; empty when the value fits. */
  problems(value: unknown): string[];
  is(value: unknown): value is T;
}

function path(error: ErrorObject): string {
  const base = error.instancePath
    .slice(1)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const member = params.missingProperty ?? params.additionalProperty;
  if (member === undefined) return base === '' ? '(whole)' : base;
  return base === '' ? member : `${base}.${member}`;
}

/**
 * Compiles a schema once, when it is first asked: a process starts without compiling what it never checks.
 * Unknown member names are replaced, since they may carry anything.
 */
export function validatorOf<S extends TSchema>(schema: S): Validator<Static<S>> {
  let compiled: ValidateFunction<Static<S>> | undefined;
  const validate = (): ValidateFunction<Static<S>> => (compiled ??= ajv.compile<Static<S>>(schema));
  return {
    schema,
    problems(value) {
      const check = validate();
      if (check(value)) return [];
      return [...new Set((check.errors ?? []).map((error) => safe(path(error))))].slice(0, 100);
    },
    is: (value): value is Static<S> => validate()(value),
  };
}

const safe = (box: string): string => (/^[\w.[\]() -]{1,120}$/.test(box) ? box : '(unreadable member name)');
