import type { Topic } from './behaviour.js';
import { answers } from './behaviours/answers.js';
import { conflicts } from './behaviours/conflicts.js';
import { ranges } from './behaviours/ranges.js';
import { state } from './behaviours/state.js';

/** Every topic, in the order in which they run: those that disturb a contract come last. */
export const topics: readonly Topic[] = [state, ranges, conflicts, answers];
