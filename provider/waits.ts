/** Every wait of the provider, in milliseconds. The setting `timeoutSeconds` bounds each operation with all of them. */
export const waits = {
  /** One try at Graph leaves time for others: given up after this, or after a third of the operation's time left. */
  longestTry: 60_000,
  /** Signing in, and asking a pipeline for its token; shorter than a try, so that the message names who did not answer. */
  signIn: 30_000,
  /** A token is fetched anew when it ends within this time. */
  tokenMargin: 120_000,
  /** A create that is under way when the process is asked to stop gets this long to learn its id. */
  graceAfterStop: 1000,
  /** The engine kills its hosts five seconds after it asked them to stop: until then, answers go out. */
  exitAfterStop: 1500,

  /** Between two tries at least. */
  betweenTries: 1000,
  /** Between two looks at first, growing up to the longest. */
  firstLook: 500,
  longestLook: 10_000,
  /** Left for the last look: with less time it would end without an answer, and say that instead of what was seen. */
  lastLook: 1000,

  /** How long a value that Graph accepted may take to show. */
  consistency: 120_000,
  /** Changed identity sources count as ignored after this. */
  changedSources: 60_000,
  /** A user or group that was made a moment ago may be unknown to entitlement management. */
  unknownSponsor: 20_000,
  /** A create whose answer was lost may take this long to show before it is sent again. */
  lostCreate: 15_000,
  /** Graph may refuse an organization because of one that this process deletes. */
  duplicateAfterDelete: 120_000,
  /** A list of policies that was asked for within this may say that nothing names an organization. */
  policiesAge: 10_000,
  /** A policy that was deleted or changed a moment ago may still show. */
  changedPolicies: 10_000,
  /** What a page showed longer ago may be another partner's by now, and is looked at again before it is deleted. */
  lookBeforeDelete: 5000,
  /** Between a 404 and the look that confirms it. */
  confirmGone: 1000,

  /** Whose tenant a domain is. */
  tenantLookup: 5000,
  /** What a preview tells of an organization to be created. */
  previewCheck: 5000,
  /** The program has declared everything when nothing was heard of it for so long, or after the longest noise. */
  programQuiet: 500,
  programNoise: 5000,

  /** A wait is told after this, and then once in so much time at most. */
  silence: 10_000,
  betweenLines: 30_000,

  /** After this much silence, what was granted before says nothing of the service's rate. */
  idle: 5000,
  /** What the engine asks for at once arrives within this. */
  moment: 6,
  /** After a batch was answered, its callers ask again. */
  afterBatch: 60,
  /** Reads wait this long for the page of the collection that is under way: one that hangs holds them up once. */
  page: 1000,
  /** A page says nothing after this: a refresh of thousands takes about as long. */
  pageAge: 60_000,
} as const;
