import * as React from '@theia/core/shared/react';
import type { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import type { TouchedPath } from '../common/approval-protocol';
import { isPlain, readShellCommand } from '../domain/shell-command';
import type { ApprovalDesk } from './approval-desk';
import { ApprovalText } from './approval-text';
import { VisibleText } from './visible-text-view';

interface TouchedPathsProps {
    desk: ApprovalDesk;
    sessionId: SessionId;
    approvalId: string;
    /** Of a command that is asked for. */
    command?: string;
    /** The path that is shown above: it is said again only where there is more to say of it. */
    named?: string;
}

/** What a call is made of and which paths it touches, as far as can be known without running it. */
export function TouchedPathsView(props: TouchedPathsProps): React.ReactNode {
    const { command, named } = props;
    const paths = useTouchedPaths(props).filter(path => path.written !== named || isRemarkable(path));
    const read = React.useMemo(() => (command === undefined ? undefined : readShellCommand(command)), [command]);
    const more = read && (read.parts.length > 1 || !isPlain(read));
    if (!more && paths.length === 0) {
        return undefined;
    }
    return (
        <div className="dispatch-approval-facts">
            {more && (
                <div>
                    {ApprovalText.programs}{' '}
                    {read.parts.map((part, i) => (
                        <code key={i} className="dispatch-approval-program">
                            <VisibleText text={part.words[0] ?? '>'} />
                        </code>
                    ))}
                    · {[...read.features].map(feature => ApprovalText.isMore[feature]).join(', ')}
                </div>
            )}
            {paths.length > 0 && (
                <ul className="dispatch-approval-paths" aria-label={ApprovalText.touches}>
                    {paths.map(path => (
                        <Touched key={path.written} path={path} />
                    ))}
                </ul>
            )}
            {paths.some(path => path.place === 'dispatch') && (
                <p className="dispatch-approval-danger" role="alert">
                    {ApprovalText.dispatchWarning}
                </p>
            )}
        </div>
    );
}

function leadsElsewhere({ written, real }: TouchedPath): boolean {
    return real !== '' && !real.endsWith(written.replace(/^(\.\/|~)/, ''));
}

function isRemarkable(path: TouchedPath): boolean {
    return path.place !== 'inside' || leadsElsewhere(path);
}

function Touched({ path }: { path: TouchedPath }): React.ReactElement {
    const { written, real, place } = path;
    return (
        <li className={`dispatch-approval-path-${place}`}>
            <code>
                <VisibleText text={written} />
            </code>{' '}
            <span>
                {ApprovalText[place]}
                {leadsElsewhere(path) && (
                    <>
                        , <VisibleText text={ApprovalText.leadsTo(real)} />
                    </>
                )}
            </span>
        </li>
    );
}

function useTouchedPaths({ desk, sessionId, approvalId }: TouchedPathsProps): readonly TouchedPath[] {
    const [paths, setPaths] = React.useState<readonly TouchedPath[]>([]);
    React.useEffect(() => {
        let gone = false;
        desk.inspect(sessionId, approvalId).then(
            found => !gone && setPaths(found),
            // answered meanwhile, or no connection: the input itself is shown in any case
            () => undefined
        );
        return () => {
            gone = true;
        };
    }, [desk, sessionId, approvalId]);
    return paths;
}
