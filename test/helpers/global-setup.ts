/** Replaced by the pipeline part: synthesizes the app once for all template tests. */
export default async function globalSetup(): Promise<void> {}
