import type { DescribeTable } from './ask';
import { COMPUTE } from './compute';
import { DATA } from './data';
import { EDGE } from './edge';
import { NETWORK } from './network';
import { WATCH } from './watch';

/**
 * How to ask the services for a resource, by type. It says where to look, never what will be found: a type that is missing
 * here is a resource of which nothing is known but that its properties were taken.
 */
export const DESCRIBE: DescribeTable = { ...NETWORK, ...DATA, ...COMPUTE, ...EDGE, ...WATCH };
