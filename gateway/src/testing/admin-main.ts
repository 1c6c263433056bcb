import { runAdmin } from '../operations/admin';
import { testProgram } from './test-installation';

/** `dispatch-admin` as a test starts it. */
void runAdmin(process.argv[2], testProgram(''));
