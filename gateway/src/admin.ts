import { runAdmin } from './operations/admin';

void runAdmin(process.argv[2]);
