/** What an AWS error means for whoever called. */
export type FaultClass =
  /** Too fast: slow down and try again; never surfaces. */
  | 'throttle'
  /** A passing fault, or a conflict with another writer: try again. */
  | 'retry'
  /** Another operation must end first. */
  | 'wait-for-other-operation'
  /** What was asked for seems to be there: read before believing it. */
  | 'already-so'
  /** A limit that only a person can raise. */
  | 'quota'
  /** No permission. */
  | 'denied'
  /** AWS will never accept this request. */
  | 'refused'
  /** The thing is not there. */
  | 'gone'
  /** Not understood: treated as refused, and reported with its text. */
  | 'bug';
