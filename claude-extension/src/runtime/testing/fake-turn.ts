import { ApprovalAnswer } from '../../approval/common/approval';
import { ClaudeSettings } from '../../conversation/common/claude-events';
import { ModelTotals } from '../../usage/host/usage-api';
import { KeptPicture, RuntimeReport, TurnContext, TurnMessage } from '../host/claude-runtime';

/** A turn as a runtime is given it, told by the test. */
export class FakeTurn {
    readonly stop = new AbortController();
    readonly reports: RuntimeReport[] = [];
    /** How often the person was asked. */
    asked = 0;
    answer: ApprovalAnswer = { answer: 'allow' };
    /** Called when something is reported, before it is on the disk. */
    reported: (event: RuntimeReport) => void = () => undefined;
    takeSteering: () => Promise<readonly TurnMessage[]> = async () => [];
    /** What becomes of a picture that a tool gave back: it is kept, unless the test says otherwise. */
    keepPicture: (name: string, dataBase64: string) => Promise<KeptPicture> = async name => ({
        kept: { attachmentId: 'a'.repeat(64), name, mediaType: 'image/png', sizeBytes: 8 }
    });
    /** Tells the runtime that there is something to take. */
    steer: () => void = () => undefined;

    constructor(
        private readonly settings: ClaudeSettings = {},
        private readonly used: ModelTotals = {}
    ) {}

    readonly context: TurnContext = {
        turnId: 'turn-1',
        messages: [{ messageId: 'message-1', text: 'hello' }],
        used: this.used,
        signal: this.stop.signal,
        settings: () => this.settings,
        report: async event => {
            this.reports.push(event);
            this.reported(event);
        },
        approve: async () => {
            this.asked++;
            return this.answer;
        },
        withdraw: () => undefined,
        modeChanged: () => undefined,
        takeSteering: () => this.takeSteering(),
        onSteering: listener => (this.steer = listener),
        picture: async () => {
            throw new Error('there is no picture');
        },
        keepPicture: (name, dataBase64) => this.keepPicture(name, dataBase64),
        history: async () => []
    };
}
