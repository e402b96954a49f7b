/** The part of jstat that the gate uses; the package has no types of its own. */
declare module 'jstat' {
  export const jStat: {
    readonly beta: {
      /** The value that a variable of this beta distribution stays under with the probability. */
      inv(probability: number, alpha: number, beta: number): number;
    };
    readonly binomial: {
      /** Probability of at most `count` among `of`, each of them with the probability. */
      cdf(count: number, of: number, probability: number): number;
    };
  };
}
