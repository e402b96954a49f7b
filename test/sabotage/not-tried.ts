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
    what: 'Alarms that were pointed at another resource or topic by hand, all that look at the same one',
    why: 'Which id or topic a deployment has made is not known to the gate, only that all alarms of one resource must have the same. A silent metric is found all the same.',
  },
  {
    what: 'All products are gone but those of the first page',
    why: 'How many a shop has is its own matter: a list of one page is all of it. That pages, lists and searches agree is looked at.',
  },
  {
    what: 'A shop that shows no cart and no order again, under load alone',
    why: 'Shoppers of the load read what their own changes answer. The smoke test asks again for both, through the other door.',
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
