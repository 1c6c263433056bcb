import { ReactDialog } from '@theia/core/lib/browser/dialogs/react-dialog';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import { isStarting, Offer, offersOf } from './session-offers';

/** While a server is being started, how it is is asked so often, in ms, and so many times at most. */
const AGAIN_MS = 1_000;
const MAX_ASKED = 60;

/** What Claude can use in a session besides its own tools: MCP servers with their state, sub-agents, skills. Only to be read. */
export class OffersDialog extends ReactDialog<undefined> {
    private asking = true;
    private problem?: string;

    constructor(private readonly session: ClaudeSessionModel) {
        super({ title: ClaudeText.offers.title });
        this.addClass('dispatch-claude-offers-dialog');
        this.appendCloseButton(ClaudeText.offers.close);
        this.toDispose.push(session.onDidChange(() => this.update()));
    }

    get value(): undefined {
        return undefined;
    }

    /** Shows what was told last, and what is there now as soon as that is told. Resolves when it is closed. */
    async askAndOpen(): Promise<void> {
        void this.ask();
        await this.open();
    }

    /** Again while a server is being started: nobody tells when it is. */
    private async ask(): Promise<void> {
        try {
            for (let asked = 0; asked < MAX_ASKED && !this.isDisposed && (asked === 0 || this.isStarting); asked++) {
                await this.session.steering.discover();
                this.told();
                await new Promise(done => setTimeout(done, AGAIN_MS));
            }
        } catch (thrown) {
            this.told(asDispatchError(thrown).message);
        }
    }

    private get isStarting(): boolean {
        return isStarting(this.session.transcript.capabilities);
    }

    private told(problem?: string): void {
        this.asking = false;
        this.problem = problem;
        if (!this.isDisposed) {
            this.update();
        }
    }

    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.update();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.closeButton?.focus();
    }

    protected render(): React.ReactNode {
        const { offers: words } = ClaudeText;
        const offers = offersOf(this.session.transcript.capabilities, words);
        return (
            <div className="dispatch-claude-offers">
                <p role="status">{this.asking ? words.asking : ''}</p>
                {this.problem !== undefined && <p role="alert">{this.problem}</p>}
                {offers && (
                    <>
                        <Section title={words.servers} offers={offers.servers} none={words.noServers} />
                        <Section title={words.agents} offers={offers.agents} none={words.noAgents} />
                        <Section title={words.skills} offers={offers.skills} none={words.noSkills} />
                    </>
                )}
            </div>
        );
    }
}

function Section(props: { title: string; offers: readonly Offer[]; none: string }): React.ReactElement {
    const { title, offers, none } = props;
    return (
        <section>
            <h3>{title}</h3>
            {offers.length === 0 ? (
                <p>{none}</p>
            ) : (
                <ul>
                    {offers.map(({ name, detail, isBroken }) => (
                        <li key={name} className={isBroken ? 'dispatch-claude-offer-broken' : ''}>
                            <strong>
                                <VisibleText text={name} />
                            </strong>
                            {detail && (
                                <small>
                                    <VisibleText text={detail} />
                                </small>
                            )}
                        </li>
                    ))}
                </ul>
            )}
        </section>
    );
}
