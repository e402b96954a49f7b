import type { UpdatedEnvironment } from '../events/events';

/** `0 of 412 requests lost, 1204 of 1204 rows kept` */
export function updatedWords({
  requests,
  requestsLost,
  rowsBefore,
  rowsAfter,
}: Omit<UpdatedEnvironment, 'environment' | 'problems'>): string {
  return `${requestsLost} of ${requests} requests lost, ${rowsAfter} of ${rowsBefore} rows kept`;
}
