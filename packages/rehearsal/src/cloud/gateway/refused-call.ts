/** Error code of the gateway's own trouble, which no service has. */
export const gatewayFailureCode = 'RehearsalGatewayFailure';

/** A call that the gateway refuses in the service's own words, because AWS would and the emulator does not. */
export class RefusedCall extends Error {
  constructor(
    /** Error code in the service's protocol. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'RefusedCall';
  }
}
