/** Rounds of the shopper's walk that must be good, one after the other: one that fails now and then is seen. */
export const goodRounds = 3;

/** The figure that says so in the evidence. */
export const goodRoundsFigure = { name: 'good rounds', limit: { atLeast: goodRounds } } as const;
