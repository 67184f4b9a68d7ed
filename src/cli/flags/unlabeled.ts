/** The command line about rows without labels. */
export interface UnlabeledFlags {
  /** The file. */
  readonly unlabeled?: string;
  readonly unlabeledWeight?: number;
}
