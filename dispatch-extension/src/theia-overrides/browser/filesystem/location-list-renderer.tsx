import { LocationListRenderer } from '@theia/filesystem/lib/browser/location/location-renderer';
import { injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';

/**
 * The place where a file dialog says and takes its folder. Upstream's text field gets no focus when it appears (a callback
 * runs once for the icon beside it), so that it neither takes what is typed nor goes away again.
 */
@injectable()
export class DispatchLocationListRenderer extends LocationListRenderer {
    protected override renderTextInput(): React.ReactNode {
        const input = super.renderTextInput();
        return React.isValidElement<React.InputHTMLAttributes<HTMLInputElement>>(input)
            ? React.cloneElement(input, { autoFocus: true, onFocus: event => event.currentTarget.select() })
            : input;
    }
}
