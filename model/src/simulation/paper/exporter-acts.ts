import { declarationAsked, exporterAsked, standingFrom } from './asked.js';
import type { Command, ExporterAct } from './command.js';
import { mayFollow, written } from './days.js';
import { ExporterPaper, type Standing } from './exporter-paper.js';
import type { PaperView } from './paper-view.js';

type Changing = Command & { readonly act: ExporterAct };

const STANDINGS: Readonly<Record<Exclude<ExporterAct, 'authorise'>, Standing>> = {
  suspend: 'SUSPENDED',
  restore: 'ACTIVE',
  withdraw: 'WITHDRAWN',
};

/** Whether a declaration may be entered: by the exporter itself, honoured by the register of its day (OCP 2.6, 12B). */
export function mayDeclare(
  paper: PaperView,
  command: Command,
  { signer, importing }: { readonly signer: string; readonly importing: string },
): boolean {
  const { member } = command;
  const { date, signatory, goods } = declarationAsked(paper, command);
  const { register, now } = paper;
  const exporter = paper.exporters.get(member);
  return (
    exporter !== undefined &&
    register.keys.get(signer)?.holder === `${member}:exporter` &&
    register.exchanges(importing) &&
    date <= register.today(member, now) &&
    exporter.honours(date, signatory, goods)
  );
}

/** Whether its entry may be made or changed so today: OCP 2.4, 12A, 12D. */
export function mayChangeExporter(paper: PaperView, command: Changing): boolean {
  const { register, now } = paper;
  const exporter = paper.exporters.get(command.member);
  const today = register.today(command.member, now);
  if (exporter !== undefined && !mayFollow(now, exporter.last)) return false;
  if (command.act !== 'authorise') {
    return (
      exporter !== undefined &&
      exporter.standing !== 'WITHDRAWN' &&
      exporter.standing !== STANDINGS[command.act] &&
      standingFrom(paper, command) === today
    );
  }
  const asked = exporterAsked(paper, command);
  const { signatories, waived } = register.settingsOf(command.member);
  return (
    asked.confirmed &&
    asked.signatories.every((one) => one.startsWith(`${command.member}:`)) &&
    asked.signatories.length <= signatories &&
    (asked.signatories.length > 0 || waived.includes('SIGNATORIES')) &&
    (asked.goods.length > 0 || waived.includes('PRODUCTS')) &&
    asked.granted <= today &&
    (asked.expires ?? today) >= asked.granted &&
    (exporter === undefined ||
      (exporter.standing !== 'WITHDRAWN' && exporter.authorisation === asked.authorisation))
  );
}

/** Writes a change down. */
export function noteExporter(paper: PaperView, command: Changing): void {
  const { now } = paper;
  const { member } = command;
  const exporter = paper.exporters.get(member);
  if (command.act === 'authorise') {
    const { authorisation, granted, goods, signatories, expires } = exporterAsked(paper, command);
    const listed = { hs: goods, signatories, expires };
    if (exporter === undefined)
      paper.exporters.set(member, new ExporterPaper(authorisation, granted, listed, now));
    else exporter.lists.push({ from: paper.register.today(member, now), ...listed });
  } else {
    exporter?.standings.push({ from: standingFrom(paper, command), state: STANDINGS[command.act] });
  }
  if (exporter !== undefined) exporter.last = now;
}

/** What everybody sees of a member's exporter. */
export function exporterOnPaper({ exporters }: PaperView, member: string): object {
  const exporter = exporters.get(member);
  if (exporter === undefined) return {};
  const { granted, authorisation, standing, lists, standings } = exporter;
  const { hs = [], signatories = [] } = lists.at(-1) ?? {};
  return {
    ...{ issued: written(granted), authorisation, standing, changes: standings.length },
    ...{ hs: [...hs], signatories: [...signatories] },
  };
}
