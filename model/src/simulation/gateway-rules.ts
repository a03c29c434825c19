import { certificateKey, exporterKey, memberKey, receptionKey, type StateKey } from '../act/state-key.js';
import { calendarDateAt } from '../calendar/calendar-date.js';
import { canonicalText, type Json } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import { refusal } from '../certificate/certificate-act.js';
import { judgeInConfidence } from '../certificate/judge-in-confidence.js';
import type { CertificateRecord, ReceptionRecord } from '../certificate/records.js';
import type { CertificateReference } from '../certificate/reference.js';
import type { FormDDocument } from '../form/form-d-document.js';
import { isPartialCumulation } from '../form/partial-cumulation.js';
import { commitmentIn } from '../parcel/parcel-name.js';
import type { MemberRecord } from '../registry/records.js';
import { declarationProblem } from '../selfcertification/declaration-contents.js';
import type { ExporterRecord } from '../selfcertification/exporter-record.js';

interface Asked {
  readonly by: string;
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parcels?: readonly { readonly contents: Json }[];
}

/** What a gateway asks of the contents of an act, which no contract sees: it remembers all that acts have said. */
export class GatewayRules {
  readonly #contents = new Map<string, Json>();

  remember({ parcels = [] }: Asked): void {
    for (const { contents } of parcels) this.#contents.set(commitmentOf(canonicalText(contents)), contents);
  }

  /** What a parcel says by its name, or a document by its commitment. */
  contents(named: string): Json | undefined {
    return this.#contents.get(commitmentIn(named));
  }

  /** The register, asked of a declaration's contents: the present link counts. */
  async #declared(
    by: string,
    contents: Json | undefined,
    read: <T>(key: StateKey) => Promise<T | undefined>,
  ): Promise<void> {
    const document = contents as unknown as FormDDocument;
    const member = by.split(':')[0] ?? '';
    const { exporter: code = '' } = document.selfCertification ?? {};
    const exporter = await read<ExporterRecord>(exporterKey(member, code));
    const links = (exporter?.links ?? []).slice(-1);
    const problem = declarationProblem(document, { exporter, holder: by, links });
    if (problem !== undefined) throw refusal(problem.code, `parcels[0].${problem.box}`);
  }

  /**
   * @param at timestamp of the act
   * @throws OriginError as the gateway of the acting member does
   */
  async judge(
    { by, op, args, parcels = [] }: Asked,
    at: string,
    read: <T>(key: StateKey) => Promise<T | undefined>,
  ): Promise<void> {
    const own = parcels[op === 'certificate.replace/1' ? 1 : 0];
    if (op.startsWith('selfcertification.declare')) await this.#declared(by, own?.contents, read);
    const drawing = args['originals'] !== undefined;
    if (drawing && isPartialCumulation(own?.contents)) throw refusal('FLAGS', 'parcels[0].flags.backToBack');
    const { reference } = args as { readonly reference?: CertificateReference };
    if (reference === undefined) return;
    const certificate = await read<CertificateRecord>(certificateKey(reference));
    const member = await read<MemberRecord>(memberKey(by.split(':')[0] ?? ''));
    if (certificate === undefined || member === undefined) return;
    judgeInConfidence(op, own?.contents, args, {
      certificate,
      reception: await read<ReceptionRecord>(receptionKey(reference)),
      today: calendarDateAt(Date.parse(at), member.utcOffsetMinutes),
      contents: (named) => this.contents(named),
    });
  }
}
