import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ViewMenuItem } from '../contributions/view-contributions';

/** An entry of a menu; with `checked` it is one of several of which one is chosen. */
export interface MenuItem extends ViewMenuItem {
    readonly checked?: boolean;
    readonly detail?: string;
}

interface MenuButtonProps {
    /** What the menu is for, for the ear and as a tooltip. */
    readonly label: string;
    readonly className?: string;
    /** Asked when the menu opens. */
    readonly items: () => readonly MenuItem[];
    /** What the button shows. */
    readonly children: React.ReactNode;
    onChoose(item: MenuItem): void;
}

const GAP_PX = 4;

/** A button that opens a menu above everything. Arrows move in it, Enter chooses, Escape closes. */
export function MenuButton(props: MenuButtonProps): React.ReactElement {
    const [items, setItems] = React.useState<readonly MenuItem[]>();
    const button = React.useRef<HTMLButtonElement>(null);
    const close = (focus: boolean): void => {
        setItems(undefined);
        if (focus) {
            button.current?.focus();
        }
    };
    return (
        <>
            <button
                ref={button}
                type="button"
                className={props.className}
                title={props.label}
                aria-label={props.label}
                aria-haspopup="menu"
                aria-expanded={items !== undefined}
                onClick={() => setItems(items ? undefined : props.items())}
            >
                {props.children}
            </button>
            {items && (
                <Menu
                    label={props.label}
                    items={items}
                    anchor={button}
                    onClose={close}
                    onChoose={item => {
                        close(true);
                        props.onChoose(item);
                    }}
                />
            )}
        </>
    );
}

interface MenuProps {
    readonly label: string;
    readonly items: readonly MenuItem[];
    readonly anchor: React.RefObject<HTMLButtonElement | null>;
    onClose(focus: boolean): void;
    onChoose(item: MenuItem): void;
}

function Menu({ label, items, anchor, onClose, onChoose }: MenuProps): React.ReactElement {
    const list = React.useRef<HTMLDivElement>(null);
    React.useLayoutEffect(() => openBeside(list.current, anchor.current), [anchor]);
    const keyDown = (event: React.KeyboardEvent): void => {
        if (event.key === 'Escape' || event.key === 'Tab') {
            event.preventDefault();
            event.stopPropagation();
            onClose(true);
        } else if (moveFocus(list.current, event.key)) {
            event.preventDefault();
        }
    };
    return (
        <div
            ref={list}
            popover="auto"
            className="dispatch-claude-menu"
            role="menu"
            aria-label={label}
            data-keeps-escape
            onKeyDown={keyDown}
            onToggle={event => event.newState === 'closed' && onClose(false)}
        >
            {items.map(item => (
                <button
                    key={item.id}
                    type="button"
                    role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                    aria-checked={item.checked}
                    aria-disabled={item.disabled !== undefined}
                    title={item.disabled}
                    tabIndex={-1}
                    onClick={() => item.disabled === undefined && onChoose(item)}
                >
                    <span className={codicon(item.checked ? 'check' : (item.icon ?? 'blank'))} aria-hidden />
                    <span>
                        {item.label}
                        {item.detail && <small>{item.detail}</small>}
                    </span>
                </button>
            ))}
        </div>
    );
}

/** Shows it in the top layer, below its button where there is room, else above. */
function openBeside(menu: HTMLElement | null, anchor: HTMLElement | null): void {
    if (!menu || !anchor) {
        return;
    }
    menu.showPopover();
    const page = menu.ownerDocument.documentElement;
    const at = anchor.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const below = at.bottom + GAP_PX;
    const top = below + height <= page.clientHeight ? below : Math.max(GAP_PX, at.top - GAP_PX - height);
    menu.style.top = `${top}px`;
    menu.style.left = `${Math.max(GAP_PX, Math.min(at.left, page.clientWidth - width - GAP_PX))}px`;
    (menu.querySelector<HTMLElement>('[aria-checked=true]') ?? menu.querySelector<HTMLElement>('button'))?.focus();
}

/** Whether the key is one that moves. */
function moveFocus(menu: HTMLElement | null, key: string): boolean {
    const entries = [...(menu?.querySelectorAll<HTMLElement>('button') ?? [])];
    const now = entries.findIndex(entry => entry === entry.ownerDocument.activeElement);
    const next = {
        ArrowDown: (now + 1) % entries.length,
        ArrowUp: (now - 1 + entries.length) % entries.length,
        Home: 0,
        End: entries.length - 1
    }[key];
    if (next !== undefined) {
        entries.at(next)?.focus();
    }
    return next !== undefined;
}
