import { exporterKey } from '../../act/state-key.js';
import { conditions, exporterLink, type ExporterRecord } from '../../selfcertification/exporter-record.js';
import type { DrivenLedger } from '../driven-ledger.js';
import { exporterAsked, standingFrom } from '../paper/asked.js';
import type { Command, ExporterAct } from '../paper/command.js';
import { written } from '../paper/days.js';
import type { Paper } from '../paper/paper.js';
import { LINK } from '../scene.js';
import type { Asked } from './asked-act.js';

const STATES = { suspend: 'SUSPENDED', restore: 'ACTIVE', withdraw: 'WITHDRAWN' } as const;

/** An act on the entry of the run's exporter. */
export function exporterRequest(paper: Paper, command: Command & { readonly act: ExporterAct }): Asked {
  const code = `E${paper.run}`;
  if (command.act !== 'authorise') {
    const args = { code, state: STATES[command.act], from: written(standingFrom(paper, command)) };
    return { op: 'selfcertification.standing/1', args };
  }
  const { granted, expires, goods, signatories, authorisation, confirmed } = exporterAsked(paper, command);
  const party = `${command.member}:exporter`;
  return {
    op: 'selfcertification.authorise/1',
    args: {
      code,
      ...{ authorisation, name: 'Song Hong Ceramics', address: '1 Ly Thuong Kiet, Ha Noi' },
      ...{ signatories, trader: false, link: exporterLink(`${command.member}.${code}`, party, LINK) },
      products: goods.map((hs) => ({ hs, description: 'as listed' })),
      issued: written(granted),
      ...(expires === undefined ? {} : { expires: written(expires) }),
      confirmed: confirmed ? [...conditions] : conditions.slice(1),
    },
  };
}

/** What the ledger says of it, in the paper's words. */
export async function exporterStanding(ledger: DrivenLedger, member: string, run: string): Promise<object> {
  const entry = await ledger.read<ExporterRecord>(exporterKey(member, `E${run}`));
  if (entry === undefined) return {};
  const { issued, authorisation, standing, products, signatories } = entry;
  return {
    ...{ issued, authorisation, standing: standing.at(-1)?.state, changes: standing.length },
    ...{ hs: products.map(({ hs }) => hs), signatories },
  };
}
