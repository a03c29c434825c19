import type { Goods } from './goods.js';
import type { Random } from './random.js';

/** How a form writes goods that are not wholly obtained; percentages of value content are drawn anew each time. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  D: ['#%', '#%', 'CTH', 'CTSH', 'CC', 'CTSH + 35%', 'SP'],
  RCEP: ['CTC', 'RVC', 'RVC + ACU', 'PE'],
  E: ['RVC #%', 'CTH', 'PE', 'PSR'],
  AK: ['CTH', 'RVC #%', 'CC', 'CTSH'],
  AJ: ['CTH', 'RVC', 'PE', 'CTC + DMI'],
  AI: ['RVC #% + CTSH'],
  AANZ: ['CTH', 'CTSH + RVC 40%', 'PE', 'CC'],
  AHK: ['CTH', 'RVC #%', 'CTSH'],
  A: ['Y 30%', 'Y 45%'],
};
const OBTAINED: Readonly<Record<string, string>> = { A: 'P' };

/** Box 8: wholly obtained goods as such; a form whose criteria nobody has listed takes any word. */
export function criterionOf(random: Random, form: string, { obtained }: Goods): string {
  if (obtained) return OBTAINED[form] ?? 'WO';
  return random.of(MADE[form] ?? ['CTH', 'PSR']).replace('#', String(random.whole(40, 95)));
}
