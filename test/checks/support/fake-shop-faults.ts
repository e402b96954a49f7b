/** What a fake shop does wrong, on purpose. */
export interface ShopFaults {
  /** Share of the API's answers that are a 500, evenly spread. */
  errorShare?: number;
  /** Milliseconds before each answer of the API. */
  delayMs?: number;
  /** Products have another name than in the list. */
  wrongContent?: boolean;
  /** The list is empty. */
  emptyList?: boolean;
  searchFindsOthers?: boolean;
  /** Lines, such as `GET /api/products`, that the API door takes without a key. */
  keyNotAsked?: RegExp;
  /** The API door does not look which key it is given. */
  everyKey?: boolean;
  /** A search finds nothing but the first product of all. */
  searchFindsFirst?: boolean;
  /** Every page says that there is another one. */
  pagesNeverEnd?: boolean;
  /** Products come with a cookie. */
  cookie?: boolean;
  /** The page at `/`, in place of the storefront. */
  page?: string;
  /** The storefront's script is that of yesterday. */
  oldScript?: boolean;
  /** The storefront's script is answered with a page. */
  scriptIsPage?: boolean;
  /** What stands where nothing is, in place of the site's page. */
  missingPage?: 'of S3' | 'of CloudFront' | 'of yesterday';
  /** CloudFront puts a page of the site in place of the API's errors. */
  apiErrorsArePages?: boolean;
  /** A second order with the same key becomes a second order. */
  replayOrdersAgain?: boolean;
  wrongTotal?: boolean;
  cartForgets?: boolean;
  /** Requests that get a 503 before the shop answers at all. */
  notReadyFor?: number;
  noTestProducts?: boolean;
  /** What tasks say they are, in place of the fake's own revision. */
  revision?: string | null;
  /** A cache before the paths that have none. */
  keptAnswers?: boolean;
  /** API Gateway answers looks at products from a cache, but for searches. */
  apiKeeps?: boolean;
  /** A search without a match finds everything. */
  emptySearchFindsAll?: boolean;
  /** The second page is the first again. */
  pageNotTurned?: boolean;
  /** The second page leaves out what it begins with. */
  pageSkips?: boolean;
  /** The first page says that there is no second one. */
  pageIsLast?: boolean;
  /** A cart's total is a cent more than its items cost. */
  cartOffByACent?: boolean;
  /** A cart has another price than the list. */
  cartPrice?: boolean;
  /** Every cart that is asked for is the newest one. */
  otherCartShown?: boolean;
  /** All carts hold the same items. */
  cartsMixed?: boolean;
  /** What is taken out of a cart stays there. */
  cartKeeps?: boolean;
  /** A cart that was ordered is still open. */
  cartStaysOpen?: boolean;
  /** A cart that was ordered takes more. */
  orderedCartTakes?: boolean;
  /** A cart that was ordered becomes a second order under another key. */
  ordersTwice?: boolean;
  /** What answers of the API say to caches, but for carts and orders. */
  productsKept?: string;
  /** The door of API Gateway leads to the shop of another environment. */
  apiElsewhere?: boolean;
  /** Any quantity is taken. */
  anyQuantity?: boolean;
  /** An empty cart is ordered. */
  emptyOrder?: boolean;
  /** An order of test products is one to be packed. */
  testOrderIsReal?: boolean;
  /** Unknown ids are answered with something. */
  inventsOrders?: boolean;
  /** Caches may keep carts and orders. */
  cartsPublic?: boolean;
  /** The API's type, in place of JSON. */
  apiType?: string;
  /** Positions, from 1 on, of the API's answers that are a 503. */
  unavailableAt?: readonly number[];
  /** Positions of the answers of API Gateway to a good key that are a 403. */
  forbiddenAt?: readonly number[];
  /** Positions of the API's answers that are cut off. */
  cutOffAt?: readonly number[];
  /** Positions of the API's answers that take so long, in milliseconds. */
  slowAt?: { readonly positions: readonly number[]; readonly ms: number };
  /** Milliseconds before each answer to a search. */
  slowSearchMs?: number;
  /** One of so many answers of the API is a 503. */
  unavailableOneIn?: number;
}
