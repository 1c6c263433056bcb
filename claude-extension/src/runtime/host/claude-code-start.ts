import { Confinement } from '../../sandbox/host/sandbox-api';

/** What is known of the conversation that Claude Code keeps. */
export interface RuntimeIdentity {
    runtimeSessionId: string;
    model: string;
}

/** How a process is started. */
export interface ProcessStart {
    /** It uses the sign-in of the person, and so passes by the meter. */
    readonly bySignIn?: boolean;
    /** Absent: the SDK starts it as it is. */
    readonly confinement?: Confinement;
    /** Told when it can say more of what it offers than before. */
    readonly offersMore?: () => void;
    /** Told when the API does not accept the sign-in of the person. */
    readonly signInRefused?: () => void;
}
