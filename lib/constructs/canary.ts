/** A part of a stage's requests that a newer deployment answers, beside the one that the stage has. */
export interface CanaryOptions {
  /** Requests of every hundred that the newer deployment answers. */
  readonly percent: number;
}
