import { forms, type Form } from '@origin-ledger/model';

/** A form's table by its code; undefined where nobody entered it. */
export type FormSource = (code: string) => Form | undefined;

/** The tables every network starts with. */
export const builtInForms: FormSource = (code) => forms.get(code);

/**
 * Forms as the register has them: read from the gateway once, and anew where a form is not among them, so that one
 * entered on the ledger is drafted, checked and issued without a new release.
 */
export class RegisterForms {
  readonly #load: () => Promise<readonly Form[]>;
  #entered: Promise<ReadonlyMap<string, Form>> | undefined;

  constructor(load: () => Promise<readonly Form[]>) {
    this.#load = load;
  }

  /** What the register says of forms, these certainly looked for. */
  async knowing(codes: Iterable<string>): Promise<FormSource> {
    const wanted = [...codes];
    const known = this.#entered;
    let entered = await (known ?? this.#read());
    const missing = (code: string): boolean => !entered.has(code) && builtInForms(code) === undefined;
    if (known !== undefined && wanted.some(missing)) entered = await this.#read();
    return (code) => entered.get(code) ?? builtInForms(code);
  }

  #read(): Promise<ReadonlyMap<string, Form>> {
    const reading = this.#load().then((all) => new Map(all.map((form) => [form.code, form])));
    this.#entered = reading;
    reading.catch(() => {
      if (this.#entered === reading) this.#entered = undefined;
    });
    return reading;
  }
}
