import { Configuration } from './configuration';
import { ProgramLayout } from './layout';

/** What a gateway is made of: its configuration, where the parts of the program are, and what it was started with. */
export interface GatewayOptions {
    configuration: Configuration;
    program: ProgramLayout;
    environment: NodeJS.ProcessEnv;
    /** The person's home folder, in which their processes start. */
    home: string;
    version: string;
}
