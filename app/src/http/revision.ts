/** Header of every answer that says which image gave it: the first 12 hexadecimal digits of its digest. */
export const revisionHeader = 'x-revision';
