import { readFile } from 'node:fs/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const quotes = JSON.parse(await readFile(new URL('quotes.json', import.meta.url), 'utf8'));
const app = new Hono();

app.get('/', (context) => context.text(`${process.env.GREETING}: ${quotes.length}`));
app.get('/health', (context) => context.text('ok'));
app.get('/quotes/:number', (context) => {
  const quote = quotes[Number(context.req.param('number'))];
  return quote === undefined ? context.text('no such quote', 404) : context.text(quote);
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT) });
process.on('SIGTERM', () => server.close());
