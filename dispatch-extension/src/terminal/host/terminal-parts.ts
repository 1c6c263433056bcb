import { answerCall } from '../../kernel/host/rpc-guard';
import { joinAnchors, OutputAnchors } from '../domain/output-anchors';
import { FeaturedTerminal, TerminalHostFeature, TerminalPart } from './terminal-feature';

/** The parts that the features have for one terminal, as one. */
export class TerminalParts {
    private readonly parts: readonly TerminalPart[];
    private disposal?: Promise<void>;

    constructor(features: readonly TerminalHostFeature[], terminal: FeaturedTerminal) {
        this.parts = features.flatMap(feature => feature.joinTerminal?.(terminal) ?? []);
    }

    /** The places of all parts. */
    get anchors(): OutputAnchors {
        return joinAnchors(this.parts.flatMap(({ anchors }) => anchors ?? []));
    }

    onOutput(bytes: Uint8Array, at: number): void {
        for (const part of this.parts) {
            part.onOutput?.(bytes, at);
        }
    }

    onExit(reason: string): void {
        this.parts.forEach(part => part.onExit?.(reason));
    }

    /** Who answers `method`; `undefined` where no feature does. */
    find(method: string): ((params: unknown) => Promise<unknown>) | undefined {
        const found = this.parts.find(({ answers }) => answers && Object.hasOwn(answers.contract.requests, method));
        const { contract, service } = found?.answers ?? {};
        return contract && service && (params => answerCall(contract, service, method, params));
    }

    dispose(): Promise<void> {
        this.disposal ??= Promise.all(this.parts.map(async part => part.dispose?.())).then(() => undefined);
        return this.disposal;
    }
}
