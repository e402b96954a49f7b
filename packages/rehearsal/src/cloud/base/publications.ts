/** A message that a topic has taken. */
export interface Publication {
  /** Who sent it, for example `function Delivery/Teller`. */
  readonly caller: string;
  readonly account: string;
  readonly region: string;
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
}

/** Keeps the messages that topics have taken, in order: what a topic's subscribers are told can't be asked for afterwards. */
export class Publications {
  private readonly taken: Publication[] = [];

  add(publication: Publication): void {
    this.taken.push(publication);
  }

  all(): readonly Publication[] {
    return this.taken;
  }
}
