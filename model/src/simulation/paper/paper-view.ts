import type { CertificatePaper } from './certificate-paper.js';
import type { Slot } from './command.js';
import type { ExporterPaper } from './exporter-paper.js';
import type { RegisterPaper } from './register-paper.js';

/** What stands on paper in one run, as its rules look at it. */
export interface PaperView {
  readonly register: RegisterPaper;
  /** Names what is this run's own. */
  readonly run: string;
  /** Milliseconds of one step of time. */
  readonly step: number;
  /** Time of the act that is asked about. */
  readonly now: number;
  /** Certified exporters, one of each member. */
  readonly exporters: Map<string, ExporterPaper>;
  readonly certificates: ReadonlyMap<Slot, CertificatePaper>;
  /** Code of the form that this run may enter. */
  readonly formCode: string;
  /** What somebody consented to latest, a form and a charter by the command's variant: mostly these are asked for. */
  latestForm: number;
  latestCharter: number;
  latestDeparture: string;
  /** Name of the latest key of a member's deputy, if one was registered. */
  deputyOf(member: string): string | undefined;
  nextDeputyOf(member: string): string;
  noteDeputy(member: string, name: string): void;
}
