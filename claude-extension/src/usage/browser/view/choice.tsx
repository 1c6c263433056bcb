import * as React from '@theia/core/shared/react';

/** One of a few, as a row of radio buttons: arrow keys choose. */
export function Choice({
    label,
    options,
    value,
    onChoose
}: {
    label: string;
    options: Record<string, string>;
    value: string;
    onChoose: (key: string) => void;
}): React.ReactElement {
    const name = React.useId();
    return (
        <fieldset className="dispatch-usage-choice">
            <legend>{label}</legend>
            {Object.entries(options).map(([key, text]) => (
                <label key={key}>
                    <input type="radio" name={name} checked={key === value} onChange={() => onChoose(key)} />
                    <span>{text}</span>
                </label>
            ))}
        </fieldset>
    );
}
