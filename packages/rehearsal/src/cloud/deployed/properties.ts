import { CodedError } from '@delivery/coded-error';

/** Properties of a resource, or any object within them. */
export type Properties = Readonly<Record<string, unknown>>;

/** A readable view of CloudFormation properties. CloudFormation takes `"30"` for `30` and `"true"` for `true`, so does this. */
export class Reader {
  /**
   * @param properties the object to read
   * @param where names the object in errors, for example `Alpha-Service/Service`
   */
  constructor(
    readonly properties: Properties,
    private readonly where: string,
  ) {}

  /** @throws TAP4401 if it isn't a text. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw this.unusable(name, 'a text');
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.properties[name];
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  /** @throws TAP4401 if it isn't a number. */
  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value === undefined) throw this.unusable(name, 'a number');
    return value;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.properties[name];
    if (value === undefined || value === null || value === '') return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  }

  flag(name: string, byDefault = false): boolean {
    const value = this.properties[name];
    return value === undefined ? byDefault : value === true || value === 'true';
  }

  texts(name: string): string[] {
    const value = this.properties[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** The object of this name, empty if there is none. */
  object(name: string): Reader {
    return new Reader(asProperties(this.properties[name]) ?? {}, `${this.where}.${name}`);
  }

  has(name: string): boolean {
    return this.properties[name] !== undefined;
  }

  objects(name: string): Reader[] {
    const value = this.properties[name];
    if (!Array.isArray(value)) return [];
    return value.map((item, index) => new Reader(asProperties(item) ?? {}, `${this.where}.${name}[${index}]`));
  }

  /** A list of `{ Name|Key: n, Value: v }` as an object. */
  pairs(name: string, key = 'Name'): Record<string, string> {
    return Object.fromEntries(this.objects(name).map((pair) => [pair.text(key), pair.text('Value')]));
  }

  /** A map of texts. */
  record(name: string): Record<string, string> {
    const map = asProperties(this.properties[name]) ?? {};
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
  }

  private unusable(name: string, wanted: string): CodedError {
    return new CodedError(
      'TAP4401',
      `${this.where}.${name}: ${JSON.stringify(this.properties[name])} is not ${wanted}; what stands behind this resource can't be built`,
    );
  }
}

function asProperties(value: unknown): Properties | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}
