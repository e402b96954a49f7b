import { fail } from './fail';
import type { ServiceDefinition } from './services';

/** A place among the rules of a listener; those with the API's stage and those without lie a thousand apart. */
const lastPriority = 999;
/** Values that the conditions of one rule may have. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const mostPaths = 5;
/** Asterisks and question marks that they may hold together, by the same page; some accounts have one more. */
const mostWildcards = 5;
/** Of the 128 characters that a pattern may have, some are for the API's stage in front of it. */
const longestPath = 120;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions */
const path = /^\/[\w.$/~"'@:+&*?-]*$/;

/**
 * Whether the load balancer can tell the services apart.
 *
 * @throws CodedError TAP1072
 */
export function checkServices(services: Readonly<Record<string, ServiceDefinition>>): void {
  const places = new Map<number, string>();
  for (const [name, { priority, paths }] of Object.entries(services)) {
    const where = `services.${name}`;
    if (!/^[a-z][a-z0-9]*$/.test(name)) {
      fail('TAP1072', where, name, 'is no name of a command; allowed are lower-case letters and digits');
    }
    if (!Number.isInteger(priority) || priority < 1 || priority > lastPriority) {
      fail('TAP1072', `${where}.priority`, priority, `is no place of a rule; allowed are 1 to ${lastPriority}`);
    }
    const other = places.get(priority);
    if (other !== undefined) {
      fail('TAP1072', `${where}.priority`, priority, `is that of ${other} too; give each service its own`);
    }
    places.set(priority, where);
    if (paths.length < 1 || paths.length > mostPaths) {
      fail('TAP1072', `${where}.paths`, paths, `are ${paths.length}; a rule takes 1 to ${mostPaths}`);
    }
    for (const [index, one] of paths.entries()) {
      if (one.length > longestPath || !path.test(one)) {
        const rule = `is no pattern of a path: at most ${longestPath} characters that match ${path}`;
        fail('TAP1072', `${where}.paths[${index}]`, one, rule);
      }
    }
    const wildcards = paths.join('').replace(/[^*?]/g, '').length;
    if (wildcards > mostWildcards) {
      fail(
        'TAP1072',
        `${where}.paths`,
        paths,
        `hold ${wildcards} wildcards; a rule takes ${mostWildcards}, so write some paths out or take a wider one`,
      );
    }
  }
  checkOrder(services);
}

/** A rule is asked before those of higher numbers, and what it matches never gets to them. */
function checkOrder(services: Readonly<Record<string, ServiceDefinition>>): void {
  const asked = Object.entries(services).sort(([, one], [, other]) => one.priority - other.priority);
  for (const [place, [name, { paths }]] of asked.entries()) {
    for (const [index, one] of paths.entries()) {
      for (const [earlier, { paths: before }] of asked.slice(0, place)) {
        const all = before.find((pattern) => covers(pattern, one));
        if (all === undefined) continue;
        const rule = `is never asked for: "${all}" of services.${earlier} takes it first; give services.${name} a smaller priority`;
        fail('TAP1072', `services.${name}.paths[${index}]`, one, rule);
      }
    }
  }
}

/** Whether a pattern matches all that another one does, whose wildcards are characters like others to it. */
function covers(pattern: string, other: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    // One character: not the many that an asterisk stands for.
    return part === '?' ? '[^*]' : part.replace(/[.$+]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(other);
}
