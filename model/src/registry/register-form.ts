import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { formKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { Form } from '../form/form-definition.js';
import { closed } from '../validation/vocabulary.js';
import { checkLater } from './check-later.js';
import type { FormRecord } from './form-record.js';
import { requireMember } from './require-member.js';

/**
 * The member that keeps the register (it exchanges no certificates itself) enters a form or changes it: criteria,
 * members, validity, limits. Certificates issued before keep what they had.
 */
export const registerForm = defineAct({
  op: 'registry.form/1',
  title: 'Enter a form, or change its entry',
  kind: 'public',
  roles: ['administrator'],
  rules: ['form data', 'note 1'],
  args: Type.Object({ form: Form }, closed),
  reads: (args) => [formKey(args.form.code)],
  decide({ args, actId, at, state, signer }) {
    const member = requireMember(signer);
    const { form } = args;
    const earlier = state.get<FormRecord>(formKey(form.code));
    if (member.exchanges || (earlier !== undefined && earlier.keeper !== member.code))
      throw new OriginError('REGISTER_KEEPER_REQUIRED', { stage: 'contract' });
    checkLater(at, earlier);
    const { first, further, alone, percentages } = form.criteria;
    const words = [...first, ...further];
    const wrong = [
      ...(form.outside.every((country) => form.members.includes(country)) ? [] : ['args.form.outside']),
      ...(alone.every((word) => words.includes(word)) ? [] : ['args.form.criteria.alone']),
      ...(Object.keys(percentages).every((word) => words.includes(word))
        ? []
        : ['args.form.criteria.percentages']),
    ];
    if (wrong.length > 0) throw new OriginError('FORM_INVALID', { boxes: wrong, stage: 'contract' });
    const record: FormRecord = { form, keeper: member.code, lastAct: actId, lastAt: at };
    return {
      writes: [{ key: formKey(form.code), value: record, owner: member }],
      privateWrites: [],
      result: { form: form.code },
      previous: { [`form ${form.code}`]: earlier === undefined ? [] : [earlier.lastAct] },
    };
  },
});
