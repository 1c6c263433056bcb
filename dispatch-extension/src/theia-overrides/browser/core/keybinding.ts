import { KeybindingRegistry, ScopedKeybinding } from '@theia/core/lib/browser/keybinding';
import { injectable } from '@theia/core/shared/inversify';

/**
 * Keys in a secondary window. Upstream asks `target instanceof HTMLElement` to find what has the focus, which no element
 * of another window is, so that there the first binding wins and not the one of the focused editor.
 */
@injectable()
export class DispatchKeybindingRegistry extends KeybindingRegistry {
    protected override selectBindingByLocalContext(
        enabledBindings: ScopedKeybinding[],
        event?: KeyboardEvent
    ): ScopedKeybinding {
        const target = event?.target;
        if (!isForeignElement(target)) {
            return super.selectBindingByLocalContext(enabledBindings, event);
        }
        const localKeys = this.whenContextService.getLocalContextKeys(target);
        const usesLocalKey = ({ when }: ScopedKeybinding): boolean =>
            when !== undefined && [...(this.whenContextService.parseKeys(when) ?? [])].some(key => localKeys.has(key));
        return enabledBindings.find(usesLocalKey) ?? enabledBindings[0];
    }
}

/** Whether it is an element of another window than this one. */
function isForeignElement(target: EventTarget | null | undefined): target is HTMLElement {
    return (
        !!target && !(target instanceof HTMLElement) && 'nodeType' in target && target.nodeType === Node.ELEMENT_NODE
    );
}
