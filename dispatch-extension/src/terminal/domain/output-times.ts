/** From position `at` of the output on, up to the next mark: when it came. */
export interface TimeMark {
    /** In bytes. */
    readonly at: number;
    /** The wall clock, in ms since 1970. Not before the mark before it, also when the clock was set back. */
    readonly ms: number;
}

/** When the output of a terminal came, at most one mark for each 50 ms. */
export interface OutputTimes {
    /**
     * The marks of the output from `from` up to `to`: the one in force at `from`, then all before `to`, oldest first.
     * Empty where nothing is known, as for a terminal of an earlier version.
     */
    between(from: number, to: number): Promise<readonly TimeMark[]>;
}
