import { runtimeContract } from './runtime.contract';

runtimeContract('messages-api');
runtimeContract('claude-code');
