import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { securityHeaders } from './security-headers';
import { servedPaths } from './site-folder';

/**
 * Bytes that the code of a function may have, whatever it holds.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
 */
const largestCode = 10_240;

/** The page that is shown for an address without a file, in the site's folder. */
const page = '404.html';

/**
 * Answers an address of the site that has no file with 404 and the site's own page, before CloudFront asks the bucket.
 *
 * CloudFront's error pages can't do that: they hold for the whole distribution, and would put the page in place of the
 * API's answers too (docs/adr/0014-missing-pages-by-a-function.md).
 */
export class MissingPage extends Construct {
  readonly function: EdgeFunction;

  /** @throws CodedError TAP1041 if the site has no page to show, TAP1042 if the site is too large for a function */
  constructor(scope: Construct, id: string, props: { readonly siteFolder: string }) {
    super(scope, id);
    this.function = new EdgeFunction(this, 'Function', {
      comment: 'Shows a page of the site for what is not there',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(missingPageCode(props.siteFolder)),
    });
  }
}

/** The function's code: the addresses that there are, the answer for all others, and the choice between them. */
export function missingPageCode(folder: string): string {
  const file = join(folder, page);
  if (!existsSync(file)) {
    throw new CodedError('TAP1041', `${file} is missing; it is shown for what the site does not have`);
  }
  const answer = {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: Object.fromEntries(
      // A function's answer gets no headers of the response headers policy, as far as AWS says.
      Object.entries({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        ...securityHeaders,
      }).map(([name, value]) => [name, { value }]),
    ),
    body: { encoding: 'text', data: readFileSync(file, 'utf8') },
  };
  const code = `const paths = ${inAscii(JSON.stringify(['/', ...servedPaths(folder)]))};
const missing = ${inAscii(JSON.stringify(answer))};
function handler(event) {
  return paths.indexOf(event.request.uri) < 0 ? missing : event.request;
}
`;
  const size = Buffer.byteLength(code);
  if (size > largestCode) {
    throw new CodedError(
      'TAP1042',
      `${folder}: the names of its files and ${page} make a CloudFront function of ${size} bytes; at most ${largestCode} are allowed, so shorten the page, or have fewer files`,
    );
  }
  return code;
}

/** The same JSON without a character that some service between here and the edge could read as another one. */
function inAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
