import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { formKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { Form } from '../form/form-definition.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { keptBy, requireKeeper } from './charter.js';
import { checkLater } from './check-later.js';
import { consentKeys, formSubject, requireOther, subjectKeys } from './consent.js';
import type { FormRecord } from './form-record.js';

/**
 * The keeper of the register enters a form or changes it, those that every network starts with too: criteria, members,
 * validity, limits. One other member has consented to its text. Certificates issued before keep what they had.
 */
export const registerForm = defineAct({
  op: 'registry.form/1',
  title: 'Enter a form, or change its entry',
  kind: 'public',
  roles: ['administrator'],
  rules: ['form data', 'note 1'],
  args: Type.Object(
    {
      form: Form,
      /** Who has consented to exactly this form, besides the keeper. */
      with: MemberCode,
    },
    closed,
  ),
  reads: (args) => [...subjectKeys(formSubject(args.form)), ...consentKeys(args.with)],
  decide({ args, actId, at, state, signer }) {
    const { keeper, charter } = requireKeeper(state, signer);
    const { form } = args;
    const earlier = state.get<FormRecord>(formKey(form.code));
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
    requireOther(state, charter, args.with, formSubject(form));
    const record: FormRecord = { form, keeper: keeper.code, lastAct: actId, lastAt: at };
    return {
      writes: [{ key: formKey(form.code), value: record, owner: keptBy(keeper, charter) }],
      privateWrites: [],
      result: { form: form.code },
      previous: { [`form ${form.code}`]: earlier === undefined ? [] : [earlier.lastAct] },
    };
  },
});
