import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import { CopyButton } from '../view/copy-button';
import { useViewServices } from '../view/view-services';
import { CodeBlock } from './code-block';
import { DiagramImage } from './diagram-image';

/** Longer ones stay source: drawing them would hold up the page. */
export const MAX_DIAGRAM_CHARS = 10_000;
const MAX_REASON_CHARS = 160;

/** A Mermaid diagram, drawn when it comes into view, with its source one click away. */
export function DiagramBlock({ code }: { code: string }): React.ReactElement {
    const box = React.useRef<HTMLDivElement>(null);
    const { image, failure } = useDiagram(code, useSeen(box));
    const [asSource, setAsSource] = React.useState(false);
    const toggle = image && <ToggleButton asSource={asSource} onClick={() => setAsSource(!asSource)} />;
    return (
        <div ref={box} className="dispatch-claude-diagram">
            {image && !asSource ? (
                <div className="dispatch-claude-code">
                    <div className="dispatch-claude-code-bar">
                        <span>mermaid</span>
                        <span className="dispatch-claude-code-actions">{toggle}</span>
                        <CopyButton text={code} />
                    </div>
                    <DiagramPicture image={image} />
                </div>
            ) : (
                <CodeBlock code={code} language="mermaid" action={toggle} />
            )}
            {failure && <div className="dispatch-claude-diagram-failure">{ClaudeText.diagramFailed(failure)}</div>}
        </div>
    );
}

/** Fits into the pane as long as it can be read there; else it is scrolled. */
function DiagramPicture({ image }: { image: DiagramImage }): React.ReactElement {
    const { url, width, height } = image;
    return (
        <div className="dispatch-claude-diagram-picture" tabIndex={0}>
            <img
                src={url}
                width={width}
                height={height}
                style={{ minWidth: `min(${Math.ceil(width)}px, 480px)` }}
                alt={ClaudeText.diagram}
                draggable={false}
            />
        </div>
    );
}

function ToggleButton({ asSource, onClick }: { asSource: boolean; onClick: () => void }): React.ReactElement {
    const label = asSource ? ClaudeText.showDiagram : ClaudeText.showSource;
    return (
        <button
            type="button"
            className="dispatch-claude-icon-button"
            title={label}
            aria-label={label}
            onClick={onClick}
        >
            <span className={codicon(asSource ? 'graph' : 'code')} aria-hidden />
        </button>
    );
}

interface DiagramState {
    readonly image?: DiagramImage;
    readonly failure?: string;
}

/** While the colours change, the diagram in the old ones stays. */
function useDiagram(code: string, seen: boolean): DiagramState {
    const { diagrams } = useViewServices();
    const [state, setState] = React.useState<DiagramState>(() => ({ image: diagrams.find(code) }));
    React.useEffect(() => {
        if (!seen) {
            return undefined;
        }
        let wanted = true;
        const show = (next: DiagramState): void => {
            if (wanted) {
                setState(next);
            }
        };
        diagrams.draw(code).then(
            image => show({ image }),
            (error: unknown) => show({ failure: reasonOf(error) })
        );
        return () => {
            wanted = false;
        };
    }, [code, seen, diagrams]);
    return state;
}

function reasonOf(error: unknown): string {
    const [line] = String((error as { message?: unknown } | undefined)?.message ?? error).split('\n');
    return line.length > MAX_REASON_CHARS ? `${line.slice(0, MAX_REASON_CHARS)}…` : line;
}

/** True from when the element first came near to what is seen. */
function useSeen(box: React.RefObject<HTMLElement | null>): boolean {
    const [seen, setSeen] = React.useState(false);
    React.useEffect(() => {
        // of its own window, which may be a secondary one
        const view = box.current?.ownerDocument.defaultView;
        if (!box.current || !view) {
            return undefined;
        }
        const observer = new (view as Window & typeof globalThis).IntersectionObserver(entries => {
            if (entries.some(entry => entry.isIntersecting)) {
                setSeen(true);
                observer.disconnect();
            }
        });
        observer.observe(box.current);
        return () => observer.disconnect();
    }, [box]);
    return seen;
}
