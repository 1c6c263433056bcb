import { runAdmin } from '../operations/admin';

/** `dispatch-admin` as a test starts it. */
void runAdmin(process.argv[2]);
