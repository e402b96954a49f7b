import { errorCode } from '../helpers/client';
import type { DatabaseServer } from '../helpers/database-server';
import { useService } from '../helpers/running-service';

export function serverSuite(server: () => DatabaseServer): void {
  describe('the server', () => {
    const shop = useService('checkout', server);

    test.each([
      ['GET', '/', 404, 'TAP5104'],
      ['GET', '/api/products', 404, 'TAP5104'],
      ['GET', '/api/orders/', 400, 'TAP5100'],
      ['GET', '/%zz', 404, 'TAP5104'],
      ['DELETE', '/api/carts', 405, 'TAP5105'],
      ['GET', '/api/orders', 405, 'TAP5105'],
      ['POST', '/health', 405, 'TAP5105'],
      ['OPTIONS', '/api/orders', 405, 'TAP5105'],
    ])('%s %s is answered with %i and %s as JSON', async (method, path, status, code) => {
      const answer = await shop.client.request(method, path);
      expect([answer.status, errorCode(answer)]).toEqual([status, code]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    });

    test('405 names the methods that there are, and does not read a body first', async () => {
      const answer = await shop.client.request('PATCH', '/api/orders', { body: '{"broken' });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      const health = await shop.client.request('PUT', '/health');
      expect(health.headers.get('allow')).toBe('GET, HEAD');
    });

    test('answers may not be stored, framed, run or guessed at', async () => {
      const { headers } = await shop.client.request('POST', '/api/carts');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    });

    test('every answer says which image gave it, errors too', async () => {
      for (const path of ['/health', '/api/nothing', '/%zz']) {
        const { headers } = await shop.client.request('GET', path);
        expect(headers.get('x-revision')).toBe(shop.schema.service.revision);
      }
    });

    test('the log counts the requests of a load test by its mark, if the mark is plain', async () => {
      for (const run of ['run-0123', 'two words', 'x'.repeat(65)]) {
        await shop.client.request('POST', '/api/carts', {
          headers: { 'x-load-run': run, 'x-request-id': `marked-by-${run.length}` },
        });
      }
      const marks = shop.output.lines().filter(({ requestId }) => String(requestId).startsWith('marked-by-'));
      expect(marks.map(({ loadRun }) => loadRun)).toEqual(['run-0123', undefined, undefined]);
    });

    test('a plain request id is taken over, and any other replaced', async () => {
      const given = 'trace-0123456789';
      const kept = await shop.client.request('GET', '/health', { headers: { 'x-request-id': given } });
      expect(kept.headers.get('x-request-id')).toBe(given);
      for (const bad of ['short', 'with space in it', '"quoted-and-long"']) {
        const answer = await shop.client.request('GET', '/health', { headers: { 'x-request-id': bad } });
        expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      }
    });

    test('each request is one log line with its id and its route, without ids of carts', async () => {
      const requestId = 'log-line-of-a-cart';
      const { id } = await shop.client.cart();
      const trace = 'Root=1-67891233-abcdef012345678912345678';
      await shop.client.request('GET', `/api/carts/${id}`, {
        headers: { 'x-request-id': requestId, 'x-amzn-trace-id': trace },
      });
      await shop.client.get('/health');
      const lines = shop.output.lines().filter((line) => line.requestId === requestId);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({
        level: 'info',
        service: 'checkout',
        route: 'GET /api/carts/:id',
        status: 200,
        trace,
      });
      expect(shop.output.text.join('')).not.toContain(id);
      expect(shop.output.text.join('')).not.toContain('GET /health');
    });

    test('what the service does not foresee is answered without its reason, which is logged without the statement', async () => {
      await shop.schema.query('RENAME TABLE carts TO carts_away');
      const requestId = 'a-fault-of-the-service';
      const answer = await shop.client.request('POST', '/api/carts', { headers: { 'x-request-id': requestId } });
      await shop.schema.query('RENAME TABLE carts_away TO carts');
      expect([answer.status, errorCode(answer)]).toEqual([500, 'TAP5200']);
      expect(JSON.stringify(answer.body)).not.toContain('carts');
      const [line] = shop.output.lines().filter((entry) => entry.requestId === requestId && entry.level === 'error');
      expect(line).toMatchObject({ code: 'TAP5200', err: { code: 'ER_NO_SUCH_TABLE' } });
      expect(JSON.stringify(line)).not.toContain('insert into');
    });
  });
}
