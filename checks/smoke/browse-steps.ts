import { randomUUID } from 'node:crypto';
import type { Answer, Door } from './door';
import { emptyPage, type Page, type Product, page, product } from './shop-api';
import { ask, need, read, type Step, stepAt, type Visit } from './step';

const pageSize = 20;

/** What a product says of itself wherever it is shown; its stock changes while others buy. */
const lastingFields = ['id', 'sku', 'name', 'description', 'priceCents', 'currency', 'testProduct'] as const;

/** Lists products, turns the page, opens one, searches: reads only. */
export function browseSteps(door: Door): Step[] {
  const shopper = new BrowsingShopper(door);
  return [
    stepAt(door, 'the product list', (visit) => shopper.list(visit)),
    stepAt(door, 'the second page', (visit) => shopper.turnPage(visit)),
    stepAt(door, 'one product', (visit) => shopper.open(visit)),
    stepAt(door, 'a search', (visit) => shopper.search(visit)),
    stepAt(door, 'a search for what no product mentions', (visit) => shopper.searchInVain(visit)),
  ];
}

/** A shopper who remembers the list. Each step's result is how long its slowest answer took, in milliseconds. */
class BrowsingShopper {
  private seen: Page | undefined;

  constructor(private readonly door: Door) {}

  async list(visit: Visit): Promise<number> {
    const answer = await this.get(`/api/products?limit=${pageSize}`, visit);
    const what = `The product list through ${this.door.name}`;
    const seen = read(page, answer, what);
    insistOnSize(seen, pageSize, what);
    insistOnDifferent(seen.items, what);
    this.seen = seen;
    return answer.milliseconds;
  }

  /**
   * Both pages together are what one page of twice the size is: none twice, none left out, in the same order. A list without a
   * second page is all of it.
   */
  async turnPage(visit: Visit): Promise<number> {
    const { items, nextCursor } = need(this.seen, 'the product list');
    const what = `The second page through ${this.door.name}`;
    const both = [...items];
    let slowest = 0;
    if (nextCursor !== null) {
      const cursor = encodeURIComponent(nextCursor);
      const turned = await this.get(`/api/products?limit=${pageSize}&cursor=${cursor}`, visit);
      const second = read(page, turned, what);
      insistOnSize(second, pageSize, what);
      both.push(...second.items);
      insistOnDifferent(both, what);
      slowest = turned.milliseconds;
    }
    const answer = await this.get(`/api/products?limit=${2 * pageSize}`, visit);
    const whole = read(page, answer, `The list of ${2 * pageSize} products through ${this.door.name}`);
    const [wanted, received] = [whole.items, both].map((list) => list.map(({ id }) => id).join(', '));
    if (wanted !== received) {
      throw new Error(
        `${what} doesn't go on where the first ended: together they are products ${received}; as one page they are ${wanted}.`,
      );
    }
    return Math.max(slowest, answer.milliseconds);
  }

  async open(visit: Visit): Promise<number> {
    const listed = this.firstProduct();
    const answer = await this.get(`/api/products/${listed.id}`, visit);
    const shown = read(product, answer, `The product ${listed.id} through ${this.door.name}`);
    for (const field of lastingFields) {
      if (shown[field] !== listed[field]) {
        throw new Error(
          `The product ${listed.id} through ${this.door.name} has ${field} ${JSON.stringify(shown[field])}; the list says ${JSON.stringify(listed[field])}.`,
        );
      }
    }
    return answer.milliseconds;
  }

  async search(visit: Visit): Promise<number> {
    const listed = this.firstProduct();
    const word = listed.name.split(' ')[0] ?? '';
    const answer = await this.get(`/api/products?limit=100&search=${encodeURIComponent(word)}`, visit);
    const { items, nextCursor } = read(page, answer, `The search for "${word}" through ${this.door.name}`);
    const stranger = items.find((it) => !textOf(it).includes(word.toLowerCase()));
    if (stranger) {
      throw new Error(
        `The search for "${word}" through ${this.door.name} found "${stranger.name}", which doesn't mention it.`,
      );
    }
    if (nextCursor === null && !items.some(({ id }) => id === listed.id)) {
      throw new Error(
        `The search for "${word}" through ${this.door.name} didn't find "${listed.name}", which mentions it.`,
      );
    }
    return answer.milliseconds;
  }

  async searchInVain(visit: Visit): Promise<number> {
    const word = randomUUID();
    const path = `/api/products?limit=${pageSize}&search=${word}`;
    const answer = await ask(this.door, { path, fresh: true }, 200, visit);
    const { items, nextCursor } = read(emptyPage, answer, `The search for "${word}" through ${this.door.name}`);
    if (items.length > 0 || nextCursor !== null) {
      throw new Error(`The search for "${word}" through ${this.door.name} found products; none mentions it.`);
    }
    return answer.milliseconds;
  }

  private get(path: string, visit: Visit): Promise<Answer> {
    return ask(this.door, { path }, 200, visit);
  }

  private firstProduct(): Product {
    return need(this.seen?.items[0], 'the product list');
  }
}

function insistOnSize({ items }: Page, most: number, what: string): void {
  if (items.length > most) throw new Error(`${what} has ${items.length} products; ${most} were asked for.`);
}

function insistOnDifferent(items: readonly Product[], what: string): void {
  const twice = items.find(({ id }, index) => items.findIndex((other) => other.id === id) !== index);
  if (twice) throw new Error(`${what} shows product ${twice.id} once more; each is in the list once.`);
}

function textOf({ name, description, sku }: Product): string {
  return `${name} ${description} ${sku}`.toLowerCase();
}
