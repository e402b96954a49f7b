/** What no gate stops and no case can show, with the reason. */
export const notTried: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'A commit that changes the gates themselves',
    why: 'Programs, journeys and limits come from the commit. Who may change them is for the review of the change and for the approval.',
  },
  {
    what: 'A fault that shows itself only after the gates have ended',
    why: 'A leak of hours, a certificate that expires, a slow burn: the alarms of the environment find it, and no promotion waits for them.',
  },
  {
    what: 'A fault rarer than the samples of a load can tell from none',
    why: 'The bounds of the load test decide shares. One broken answer among many thousands is no reason to stop a commit.',
  },
  {
    what: 'A fault that only one kind of browser, country or network sees',
    why: 'All gates look from one place, with one client.',
  },
  {
    what: 'An alarm that was pointed at another resource by hand, where no other alarm looks at the same',
    why: 'Which id or topic a deployment has made is not known to the gate, only that all alarms of one resource must have the same. A silent metric is found all the same.',
  },
  {
    what: 'Two doors of production that lead to two shops alike, where gates.smoke.orderInProduction is false',
    why: 'What is only read is the same in both. The evidence and the approval say that nothing was ordered.',
  },
  {
    what: 'An alarm that a person has declared with a wrong limit',
    why: 'A gate holds the alarm that is there against the one that is declared. Whether the declared one is wise, it does not know.',
  },
];
