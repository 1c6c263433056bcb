import { steeringContract } from './steering.contract';

steeringContract('messages-api');
steeringContract('claude-code');
