import { runGateway } from '../operations/run-gateway';
import { testProgram } from './test-installation';

/** A gateway in a process of its own, over the fakes. The one argument is the folder of the test installation. */
void runGateway({
    program: testProgram(process.argv[2] ?? ''),
    environment: process.env,
    home: process.argv[2] ?? '/',
    version: '0.0.0-test'
});
