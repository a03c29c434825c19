import type { Form } from '../form-definition.js';

/** Viet Nam - Korea Form VK; its criteria are in no source of ours. */
export const formVk: Form = {
  code: 'VK',
  title: 'Viet Nam - Korea Form VK',
  agreement: 'VKFTA',
  kind: 'certificate',
  members: ['VN', 'KR'],
  outside: ['KR'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: { first: [], further: [], maxFurther: 0, alone: [], percentages: {}, open: true },
  backToBack: false,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members', 'criteria', 'backToBack'],
};
