import { Title, Widget } from '@theia/core/lib/browser';

/** Signs beside the label of a terminal's tab; drawn by `style/tabs.css`. */
export type TabMark = 'bell' | 'read-only';

/** Puts a sign on a tab or takes it off. Other classes of the tab stay. */
export function markTab(title: Title<Widget>, mark: TabMark, on: boolean): void {
    const name = `dispatch-tab-${mark}`;
    const others = title.className.split(/\s+/).filter(each => each && each !== name);
    title.className = (on ? [...others, name] : others).join(' ');
}
