import { eventLogContract } from './event-log.contract';
import { MemoryEventLog } from './memory-event-log';

eventLogContract('memory', async () => new MemoryEventLog());
