import { declarationAsked, exporterAsked, standingFrom } from './asked.js';
import type { Command, ExporterAct } from './command.js';
import { written } from './days.js';
import { ExporterPaper, type Standing } from './exporter-paper.js';
import type { Paper } from './paper.js';

type Changing = Command & { readonly act: ExporterAct };

const STANDINGS: Readonly<Record<Exclude<ExporterAct, 'authorise'>, Standing>> = {
  suspend: 'SUSPENDED',
  restore: 'ACTIVE',
  withdraw: 'WITHDRAWN',
};

/** Whether a declaration may be entered: by the exporter itself, honoured by the register of its day (OCP 2.6, 12B). */
export function mayDeclare(paper: Paper, command: Command, signer: string): boolean {
  const { date, signatory, goods } = declarationAsked(paper, command);
  const { exporter, register, certificates, now } = paper;
  return (
    exporter !== undefined &&
    register.keys.get(signer)?.holder === exporter.party &&
    !certificates.has('declared') &&
    register.exchanges('SG') &&
    date <= register.today('VN', now) &&
    exporter.honours(date, signatory, goods)
  );
}

/** Whether its entry may be made or changed so today: OCP 2.4, 12A, 12D. */
export function mayChangeExporter(paper: Paper, command: Changing): boolean {
  const { exporter, register, now } = paper;
  const today = register.today('VN', now);
  if (exporter !== undefined && now < exporter.last) return false;
  if (command.act !== 'authorise') {
    return (
      exporter !== undefined &&
      exporter.standing !== 'WITHDRAWN' &&
      exporter.standing !== STANDINGS[command.act] &&
      standingFrom(paper, command) === today
    );
  }
  const asked = exporterAsked(paper, command);
  const { signatories, waived } = register.settingsOf('VN');
  return (
    asked.confirmed &&
    asked.signatories.every((one) => one.startsWith('VN:')) &&
    asked.signatories.length <= signatories &&
    (asked.signatories.length > 0 || waived.includes('SIGNATORIES')) &&
    (asked.goods.length > 0 || waived.includes('PRODUCTS')) &&
    asked.granted <= today &&
    (asked.expires ?? today) >= asked.granted &&
    (exporter === undefined || (exporter.standing !== 'WITHDRAWN' && exporter.party === asked.party))
  );
}

/** Writes a change down. */
export function noteExporter(paper: Paper, command: Changing): void {
  const { exporter, now } = paper;
  if (command.act === 'authorise') {
    const { party, granted, goods, signatories, expires } = exporterAsked(paper, command);
    const listed = { hs: goods, signatories, expires };
    if (exporter === undefined) paper.exporter = new ExporterPaper(party, granted, listed, now);
    else exporter.lists.push({ from: paper.register.today('VN', now), ...listed });
  } else {
    exporter?.standings.push({ from: standingFrom(paper, command), state: STANDINGS[command.act] });
  }
  if (exporter !== undefined) exporter.last = now;
}

/** What everybody sees of the run's exporter. */
export function exporterOnPaper({ exporter }: Paper): object {
  if (exporter === undefined) return {};
  const { granted, party, standing, lists, standings } = exporter;
  const { hs = [], signatories = [] } = lists.at(-1) ?? {};
  return {
    ...{ issued: written(granted), party, standing, changes: standings.length },
    ...{ hs: [...hs], signatories: [...signatories] },
  };
}
