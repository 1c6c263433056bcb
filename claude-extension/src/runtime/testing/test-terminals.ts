import { SessionHostLimits } from 'dispatch-extension/lib/kernel/common/process-contract';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { TestHost } from 'dispatch-extension/lib/session/testing/test-host';
import { TestPage } from 'dispatch-extension/lib/session/testing/test-page';
import { TerminalKind } from 'dispatch-extension/lib/terminal/host/terminal-kind';
import { SessionShells } from '../host/shell/session-shells';

/** A session host with terminals alone, for the shells of Claude sessions in tests. Close it. */
export class TestTerminals {
    private constructor(
        readonly host: TestHost,
        readonly shells: SessionShells,
        /** As a person sees the terminals. */
        readonly page: TestPage
    ) {}

    /** `environment`: the person's. */
    static async open(
        environment: Record<string, string | undefined> = process.env,
        limits: Partial<SessionHostLimits> = {}
    ): Promise<TestTerminals> {
        const made: SessionShells[] = [];
        const host = await TestHost.start(services => {
            const shells = new SessionShells(services, environment);
            made.push(shells);
            return [TerminalKind.ofThisSystem([shells], services.limits)];
        }, limits);
        return new TestTerminals(host, made[0], await host.page());
    }

    async list(): Promise<SessionInfo[]> {
        return (await this.page.call<{ sessions: SessionInfo[] }>('listSessions')).sessions;
    }

    close(): Promise<void> {
        return this.host.dispose();
    }
}
