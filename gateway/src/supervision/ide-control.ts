import { SupervisedState } from './supervisor';

/** What the door may know of the ide and ask of it. */
export interface IdeControl {
    readonly state: SupervisedState;
    /** Why it is not there, in words. */
    readonly reason: string | undefined;
    /** Where it writes what it says. */
    readonly logFile: string;
    /** Starts it again after it was given up. Does nothing otherwise. */
    retry(): void;
}
