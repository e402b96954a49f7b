import { randomUUID } from 'node:crypto';
import { firstWords, mentions } from '../../loadtests/lib/search-words';
import type { Answer, Door, DoorRequest } from './door';
import { insistOnShortLived } from './kept';
import { Passing } from './passing';
import { emptyPage, type Page, type Product, page, product } from './shop-api';
import { ask, need, read, type Step, stepAt, type Visit } from './step';

const pageSize = 20;
/** Products that one answer may show at most. */
const largestPage = 100;

/**
 * What a product says of itself wherever it is shown; its stock changes while others buy. People change the rest, too, and add
 * and remove products: what differs between two answers passes if a later round finds them alike.
 */
const lastingFields = ['id', 'sku', 'name', 'description', 'priceCents', 'currency', 'testProduct'] as const;

/** Lists products, turns the page, opens some, searches: reads only. */
export function browseSteps(door: Door): Step[] {
  const shopper = new BrowsingShopper(door);
  return [
    stepAt(door, 'the product list', (visit) => shopper.list(visit)),
    stepAt(door, 'the second page', (visit) => shopper.turnPage(visit)),
    stepAt(door, 'products of both pages', (visit) => shopper.open(visit)),
    stepAt(door, 'a search', (visit) => shopper.search(visit)),
    stepAt(door, 'a search for what no product mentions', (visit) => shopper.searchInVain(visit)),
  ];
}

/** A shopper who remembers the list. Each step's result is how long its slowest answer took, in milliseconds. */
class BrowsingShopper {
  private seen: Page | undefined;
  /** Products of the second page. */
  private beyond: readonly Product[] = [];

  constructor(private readonly door: Door) {}

  async list(visit: Visit): Promise<number> {
    const answer = await this.get({ path: `/api/products?limit=${pageSize}` }, visit);
    const what = `The product list through ${this.door.name}`;
    const seen = read(page, answer, what);
    insistOnSize(seen, pageSize, what);
    insistOnDifferent(seen.items, what);
    this.seen = seen;
    return answer.milliseconds;
  }

  /**
   * Both pages together are what one page of twice the size is: none twice, none left out, in the same order, and each the same.
   * A list without a second page is all of it.
   */
  async turnPage(visit: Visit): Promise<number> {
    const { items, nextCursor } = need(this.seen, 'the product list');
    const what = `The second page through ${this.door.name}`;
    const both = [...items];
    let slowest = 0;
    if (nextCursor !== null) {
      const cursor = encodeURIComponent(nextCursor);
      const turned = await this.get({ path: `/api/products?limit=${pageSize}&cursor=${cursor}` }, visit);
      const second = read(page, turned, what);
      insistOnSize(second, pageSize, what);
      both.push(...second.items);
      insistOnDifferent(both, what);
      this.beyond = second.items;
      slowest = turned.milliseconds;
    }
    const answer = await this.get({ path: `/api/products?limit=${2 * pageSize}` }, visit);
    const whole = read(page, answer, `The list of ${2 * pageSize} products through ${this.door.name}`);
    const [wanted, received] = [whole.items, both].map((list) => list.map(({ id }) => id).join(', '));
    if (wanted !== received) {
      throw new Passing(
        `${what} doesn't go on where the first ended: together they are products ${received}; as one page they are ${wanted}.`,
      );
    }
    for (const [index, item] of whole.items.entries()) {
      insistOnSame(both[index] ?? item, item, `on its page through ${this.door.name}`, `the list of ${2 * pageSize}`);
    }
    return Math.max(slowest, answer.milliseconds);
  }

  /** The first; any that is not marked, since all other steps ask for marked ones; any of the second page. */
  async open(visit: Visit): Promise<number> {
    const first = this.firstProduct();
    const [, ...others] = need(this.seen, 'the product list').items;
    const unmarked = anyOf(others.filter(({ testProduct }) => !testProduct));
    const beyond = anyOf(this.beyond);
    const times = [await this.look(first, 'the list', visit)];
    if (unmarked) times.push(await this.look(unmarked, 'the list, as one to be sold', visit));
    if (beyond) times.push(await this.look(beyond, 'the second page', visit));
    return Math.max(...times);
  }

  /** @param shownBy what shows it, for the reason */
  private async look(listed: Product, shownBy: string, visit: Visit): Promise<number> {
    const request = { path: `/api/products/${listed.id}`, mayBeGone: true, because: `it is in ${shownBy}` };
    const answer = await this.get(request, visit);
    const shown = read(product, answer, `The product ${listed.id} through ${this.door.name}`);
    insistOnSame(shown, listed, `through ${this.door.name}`, 'the list');
    return answer.milliseconds;
  }

  /** By one word of the first product, and by the name of another. */
  async search(visit: Visit): Promise<number> {
    const first = this.firstProduct();
    const [, ...others] = [...need(this.seen, 'the product list').items, ...this.beyond];
    const other = anyOf(others);
    const times = [await this.searchFor(firstWords(first.name, 1), first, visit)];
    if (other) times.push(await this.searchFor(firstWords(other.name), other, visit));
    return Math.max(...times);
  }

  private async searchFor(words: string, listed: Product, visit: Visit): Promise<number> {
    const what = `The search for "${words}" through ${this.door.name}`;
    const path = `/api/products?limit=${largestPage}&search=${encodeURIComponent(words)}`;
    const answer = await this.get({ path }, visit);
    const found = read(page, answer, what);
    insistOnSize(found, largestPage, what);
    const stranger = found.items.find((it) => !mentions(it, words));
    if (stranger) throw new Error(`${what} found "${stranger.name}", which doesn't mention it.`);
    if (found.nextCursor === null && !found.items.some(({ id }) => id === listed.id)) {
      throw new Passing(`${what} didn't find "${listed.name}", which mentions it.`);
    }
    return answer.milliseconds;
  }

  async searchInVain(visit: Visit): Promise<number> {
    const word = randomUUID();
    const path = `/api/products?limit=${pageSize}&search=${word}`;
    const answer = await this.get({ path, fresh: true }, visit);
    const { items, nextCursor } = read(emptyPage, answer, `The search for "${word}" through ${this.door.name}`);
    if (items.length > 0 || nextCursor !== null) {
      throw new Error(`The search for "${word}" through ${this.door.name} found products; none mentions it.`);
    }
    return answer.milliseconds;
  }

  private async get(request: DoorRequest, visit: Visit): Promise<Answer> {
    const answer = await ask(this.door, request, 200, visit);
    insistOnShortLived(this.door, request, answer);
    return answer;
  }

  private firstProduct(): Product {
    return need(this.seen?.items[0], 'the product list');
  }
}

/** A page holds at most what was asked for, and only a full one has others behind it. */
function insistOnSize({ items, nextCursor }: Page, most: number, what: string): void {
  if (items.length > most) throw new Error(`${what} has ${items.length} products; ${most} were asked for.`);
  if (items.length < most && nextCursor !== null) {
    throw new Error(`${what} has ${items.length} products of ${most}, and says that there are more behind them.`);
  }
}

/** @param elsewhere where it was seen before, for example `the list` */
function insistOnSame(shown: Product, listed: Product, where: string, elsewhere: string): void {
  for (const field of lastingFields) {
    if (shown[field] === listed[field]) continue;
    throw new Passing(
      `The product ${listed.id} ${where} has ${field} ${JSON.stringify(shown[field])}; ${elsewhere} says ${JSON.stringify(listed[field])}.`,
    );
  }
}

function anyOf(products: readonly Product[]): Product | undefined {
  return products[Math.floor(Math.random() * products.length)];
}

function insistOnDifferent(items: readonly Product[], what: string): void {
  const twice = items.find(({ id }, index) => items.findIndex((other) => other.id === id) !== index);
  if (twice) throw new Error(`${what} shows product ${twice.id} once more; each is in the list once.`);
}
