import type { Page } from 'playwright-core';

/** Checks of one page in a browser; each page has a file of its own in `test/browser/`, and a line in `scripts/test-browser.ts`. */
export interface PageChecks {
  /** Name of the page, and of its folder of screenshots. */
  readonly name: string;
  /** Makes what the page needs; what it returns is open until all checks of the page have run. */
  start(): Promise<OpenPage>;
  readonly checks: readonly BrowserCheck[];
}

export interface OpenPage {
  /** Where the page is found, with a slash at the end. */
  readonly url: string;
  /** Statements about what stands behind the page, for checks that change it. */
  readonly behind?: Behind;
  stop(): Promise<void>;
}

/** What checks may do behind the storefront's back. */
export interface Behind {
  setStock(productId: number, stock: number): Promise<void>;
  /** While on, the API answers 503. */
  breakApi(broken: boolean): void;
}

export interface BrowserCheck {
  /** A sentence about behaviour. */
  readonly title: string;
  /** Default: a laptop's. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** Statuses of failed requests that this check brings about; any other one fails it. */
  readonly expectedStatuses?: readonly number[];
  run(context: CheckContext): Promise<void>;
}

export interface CheckContext {
  readonly page: Page;
  readonly open: OpenPage;
  /** Takes a picture of what is seen, under this name. */
  screenshot(name: string, options?: { readonly fullPage?: boolean }): Promise<void>;
}
