import type { Door } from './door';
import { type Page, page, product } from './shop-api';
import { ask, need, read, type Step } from './step';

const pageSize = 20;

/** Lists products, opens one, searches for it: reads only. */
export function browseSteps(door: Door): Step[] {
  let seen: Page | undefined;
  const firstProduct = () => need(seen?.items[0], 'the product list');
  return [
    {
      name: `${door.name}: the product list`,
      async run(visit) {
        const answer = await ask(door, { path: `/api/products?limit=${pageSize}` }, 200, visit, 'first');
        seen = read(page, answer, `The product list through ${door.name}`);
        if (seen.items.length > pageSize) {
          throw new Error(
            `The product list through ${door.name} has ${seen.items.length} products; ${pageSize} were asked for.`,
          );
        }
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: one product`,
      async run(visit) {
        const listed = firstProduct();
        const answer = await ask(door, { path: `/api/products/${listed.id}` }, 200, visit);
        const shown = read(product, answer, `The product ${listed.id} through ${door.name}`);
        for (const field of ['id', 'name', 'priceCents'] as const) {
          if (shown[field] !== listed[field]) {
            throw new Error(
              `The product ${listed.id} through ${door.name} has ${field} ${JSON.stringify(shown[field])}; the list says ${JSON.stringify(listed[field])}.`,
            );
          }
        }
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: a search`,
      async run(visit) {
        const word = firstProduct().name.split(' ')[0] ?? '';
        const path = `/api/products?limit=${pageSize}&search=${encodeURIComponent(word)}`;
        const answer = await ask(door, { path }, 200, visit);
        const found = read(page, answer, `The search for "${word}" through ${door.name}`);
        const stranger = found.items.find(
          (it) => !`${it.name} ${it.description} ${it.sku}`.toLowerCase().includes(word.toLowerCase()),
        );
        if (stranger) {
          throw new Error(
            `The search for "${word}" through ${door.name} found "${stranger.name}", which doesn't mention it.`,
          );
        }
        return answer.milliseconds;
      },
    },
  ];
}
