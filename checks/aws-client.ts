/**
 * How every AWS client of a program behaves towards the service's quotas. A program has minutes and no hurry: it tries again
 * for about a minute, and paces itself as soon as it is throttled, because several environments of one account may be asking at
 * the same time. Make one client for each service and region, as this mode expects.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const awsClientSettings = { retryMode: 'adaptive', maxAttempts: 10 } as const;
