import { MeterAccess, SessionHostLimits } from '../../kernel/common/process-contract';
import { Current } from '../../kernel/host/current';
import { StructuredLog } from '../../kernel/host/structured-log';
import { StateDatabase } from '../../storage/host/state-database';
import { HostSessions } from './host-sessions';

/** What the engine offers to the constructors of session kinds. Lives as long as the process. */
export interface HostServices {
    /** Open. The migrations of a kind are applied right after the constructors have run. */
    readonly database: StateDatabase;
    readonly log: StructuredLog;
    /** Sessions of other kinds. There from when the kinds have been made, not for their constructors. */
    readonly sessions: HostSessions;
    /** The person's own folder, 0700. A kind writes into `SessionContext.storageFolder` instead, where it can. */
    readonly personFolder: string;
    readonly workspacesRoot: string;
    /** What the operator allows now; changes as `meter` does. */
    readonly limits: SessionHostLimits;
    /** Changes when the gateway is started with another configuration. */
    readonly meter: Current<MeterAccess>;
}
