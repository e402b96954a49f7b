import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startService } from '../../app/src/service';
import { startDatabaseServer } from '../../app/test/helpers/database-server';
import { Output } from '../../app/test/helpers/output';
import { createMigratedSchema } from '../../app/test/helpers/shop-schema';
import type { OpenPage, PageChecks } from '../../scripts/browser/page-checks';
import { startStorefrontHost } from './storefront-host';

const phone = { width: 390, height: 844 };

/** The shop's pages, from a shopper's first look to the order, against both services and a database. */
export const storefront: PageChecks = {
  name: 'storefront',
  start,
  checks: [
    {
      title: 'the first page shows products with names, prices and pictures, and none that are made for tests',
      run: async ({ page, open, screenshot }) => {
        await page.goto(open.url);
        const cards = page.locator('.card');
        await cards.first().waitFor();
        const names = await cards.locator('.name').allTextContents();
        assert.ok(names.length >= 20, `${names.length} products are shown`);
        assert.equal(await cards.locator('svg path').first().count(), 1);
        assert.equal(names.filter((name) => name.startsWith('Test')).length, 0);
        assert.match((await cards.locator('.price').first().textContent()) ?? '', /^\$\d+\.\d\d$/);
        await screenshot('catalog');
      },
    },
    {
      title: 'going on shows every product once, and the button goes away at the end',
      run: async ({ page, open, screenshot }) => {
        await page.goto(open.url);
        const more = page.getByRole('button', { name: 'Show more' });
        const cards = page.locator('.card');
        await cards.first().waitFor();
        for (let presses = 0; presses < 30 && (await more.isVisible()); presses++) {
          const before = await cards.count();
          await more.click();
          await cards.nth(before).waitFor();
        }
        const links = await cards.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
        assert.ok(links.length > 200, `${links.length} products are shown`);
        assert.equal(new Set(links).size, links.length);
        await screenshot('catalog-whole', { fullPage: true });
      },
    },
    {
      title: 'a search shows what fits, has an address of its own, and says so when nothing fits',
      run: async ({ page, open, screenshot }) => {
        await page.goto(open.url);
        await search(page, 'blue teapot');
        await page.getByRole('heading', { name: 'Results for “blue teapot”' }).waitFor();
        const names = await page.locator('.card .name').allTextContents();
        assert.ok(names.length > 0 && names.every((name) => name.includes('Teapot')), names.join());
        await screenshot('search');
        await page.reload();
        await page.getByRole('heading', { name: 'Results for “blue teapot”' }).waitFor();
        await search(page, 'unobtainium');
        await page.getByText('Nothing fits all of these words.').waitFor();
        await screenshot('search-empty');
      },
    },
    {
      title: 'a shopper looks, fills the cart, changes it, orders, and sees the order after a reload',
      run: async ({ page, open, screenshot }) => {
        await page.goto(open.url);
        await page.getByRole('link', { name: /Alder Mug/ }).click();
        await page.getByRole('heading', { name: 'Alder Mug' }).waitFor();
        await screenshot('product');
        await page.getByLabel('Quantity').selectOption('3');
        await page.getByRole('button', { name: 'Add to cart' }).click();
        await page.getByText('3 × Alder Mug added to your cart.').waitFor();
        await page.getByRole('link', { name: '← All products' }).click();
        await page.locator('.card').nth(2).getByRole('link').click();
        await page.getByRole('button', { name: 'Add to cart' }).click();
        await page.getByRole('link', { name: 'Cart, 4 pieces' }).click();
        await page.getByRole('heading', { name: 'Your cart' }).waitFor();
        await page.getByLabel('Quantity of Alder Mug').fill('2');
        await page.getByLabel('Quantity of Alder Mug').press('Tab');
        await page.getByText('Alder Mug: 2.').waitFor();
        await screenshot('cart');
        const sums = await page.locator('.line .sum').allTextContents();
        const total = sums.reduce((sum, text) => sum + cents(text), 0);
        assert.equal(sums.length, 2);
        assert.equal(cents((await page.locator('.total strong').textContent()) ?? ''), total);
        await page.getByRole('button', { name: 'Place order' }).click();
        await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
        await screenshot('order');
        await page.reload();
        await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
        assert.equal(cents((await page.locator('.total strong').textContent()) ?? ''), total);
        await page.getByRole('link', { name: 'Cart, empty' }).click();
        await page.getByText('There is nothing in it yet.').waitFor();
        await screenshot('cart-empty');
      },
    },
    {
      title: 'a product taken out of the cart is gone, also after a reload',
      run: async ({ page, open }) => {
        await fillCart(page, open, [2, 3]);
        await page.goto(`${open.url}#/cart`);
        await page
          .getByRole('button', { name: /^Take out/ })
          .first()
          .click();
        await page.locator('.line').nth(1).waitFor({ state: 'detached' });
        await page.reload();
        await page.locator('.line').first().waitFor();
        assert.equal(await page.locator('.line').count(), 1);
      },
    },
    {
      title: 'an order that the stock does not allow is explained, and goes through once it does',
      expectedStatuses: [409],
      run: async ({ page, open, screenshot }) => {
        await fillCart(page, open, [4, 4]);
        await open.behind?.setStock(4, 1);
        await page.goto(`${open.url}#/cart`);
        await page.getByRole('button', { name: 'Place order' }).click();
        await page.getByRole('alert').getByText('in stock').waitFor();
        await screenshot('out-of-stock');
        await open.behind?.setStock(4, 2);
        await page.getByRole('button', { name: 'Place order' }).click();
        await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
        await page.goto(`${open.url}#/products/4`);
        await page.getByText('Sold out at the moment').waitFor();
        assert.equal(await page.getByRole('button', { name: 'Add to cart' }).count(), 0);
        await open.behind?.setStock(4, 50);
      },
    },
    {
      title: 'a shop that does not answer is explained, and trying again helps once it does',
      expectedStatuses: [503],
      run: async ({ page, open, screenshot }) => {
        open.behind?.breakApi(true);
        await page.goto(open.url);
        await page.getByRole('heading', { name: 'That did not work' }).waitFor();
        await page.getByRole('alert').getByText('Please try again in a minute').waitFor();
        await screenshot('unavailable');
        open.behind?.breakApi(false);
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.locator('.card').first().waitFor();
      },
    },
    {
      title: 'what is not there is said to be not there: a product, an address, a file',
      expectedStatuses: [404],
      run: async ({ page, open, screenshot }) => {
        await page.goto(`${open.url}#/products/999999`);
        await page.getByText('There is no product 999999').waitFor();
        await page.goto(`${open.url}#/nowhere`);
        await page.getByRole('heading', { name: 'Not found' }).waitFor();
        await page.goto(`${open.url}nothing-here.html`);
        await page.getByRole('heading', { name: 'Not found' }).waitFor();
        await screenshot('not-found');
        await page.getByRole('link', { name: 'To the shop' }).click();
        await page.locator('.card').first().waitFor();
      },
    },
    {
      title:
        'the keyboard alone is enough: to the content, to a product, into the cart, with the focus on the new heading',
      run: async ({ page, open }) => {
        await page.goto(open.url);
        await page.locator('.card').first().waitFor();
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.equal(await focused(page), 'MAIN');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.locator('.product').waitFor();
        assert.equal(await focused(page), 'H1');
        await page.keyboard.press('Tab');
        assert.equal(await focused(page), 'SELECT');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByRole('status').getByText('added to your cart').waitFor();
        await page.getByRole('link', { name: 'Cart, 1 piece' }).waitFor();
      },
    },
    {
      title: 'on a phone every page fits the width',
      viewport: phone,
      run: async ({ page, open, screenshot }) => {
        await fillCart(page, open, [1, 3]);
        for (const [name, place] of [
          ['catalog', '#/'],
          ['product', '#/products/1'],
          ['cart', '#/cart'],
        ]) {
          await page.goto(`${open.url}${place}`);
          await page.locator(`main .picture`).first().waitFor();
          const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen`);
          await screenshot(`phone-${name}`);
        }
      },
    },
    {
      title: 'in the dark it is dark',
      colorScheme: 'dark',
      run: async ({ page, open, screenshot }) => {
        await page.goto(open.url);
        await page.locator('.card').first().waitFor();
        const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        const [red = 255] = ground.match(/\d+/g)?.map(Number) ?? [];
        assert.ok(red < 60, ground);
        await screenshot('dark');
      },
    },
  ],
};

async function start(): Promise<OpenPage> {
  const server = await startDatabaseServer();
  const schema = await createMigratedSchema(server);
  const output = new Output();
  const catalog = await startService('catalog', schema.service, output);
  const checkout = await startService('checkout', schema.service, output);
  const host = await startStorefrontHost(join(__dirname, '..', '..', 'site'), {
    catalog: catalog.address.port,
    checkout: checkout.address.port,
  });
  return {
    url: host.url,
    behind: {
      setStock: async (productId, stock) => {
        await schema.query('UPDATE products SET stock = ? WHERE id = ?', [stock, productId]);
      },
      breakApi: host.breakApi,
    },
    stop: async () => {
      await host.stop();
      await Promise.all([catalog.stop(), checkout.stop()]);
      await schema.drop();
      await server.stop();
    },
  };
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search products' }).fill(text);
  await page.getByRole('button', { name: 'Search' }).click();
}

/** Adds one piece of each product, the way a shopper does. */
async function fillCart(page: Page, open: OpenPage, productIds: readonly number[]): Promise<void> {
  for (const id of productIds) {
    // Another address first, so that the same product twice is two visits.
    await page.goto(`${open.url}#/nowhere`);
    await page.goto(`${open.url}#/products/${id}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('status').getByText('added to your cart').waitFor();
  }
}

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate('document.activeElement?.tagName');
}

function cents(text: string): number {
  return Math.round(Number(text.replace(/[^0-9.]/g, '')) * 100);
}
