import type { DescribeTable } from './ask';
import { compute } from './compute';
import { data } from './data';
import { edge } from './edge';
import { network } from './network';
import { watch } from './watch';

/**
 * How to ask the services for a resource, by type. It says where to look, never what will be found: a type that is missing
 * here is a resource of which nothing is known but that its properties were taken.
 */
export const describers: DescribeTable = { ...network, ...data, ...compute, ...edge, ...watch };
