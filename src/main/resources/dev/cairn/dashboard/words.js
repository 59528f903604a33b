// How the page puts numbers and the state of runs into words.

export const FIGURE_NAMES = {r2: 'R²', rmse: 'RMSE', mae: 'MAE'};

/** As 0.0123, 12.3 or 1.2e-7: four digits that count. */
export function number(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return '–';
    }
    const size = Math.abs(value);
    return size !== 0 && (size < 1e-3 || size >= 1e6)
        ? value.toExponential(2)
        : value.toLocaleString('en', {maximumSignificantDigits: 4, useGrouping: false});
}

export function percent(share) {
    return share === null ? '–' : (100 * share).toFixed(1) + ' %';
}

export function count(value) {
    return value === null ? '–' : Math.round(value).toLocaleString('en');
}

export function duration(seconds) {
    if (seconds === null) {
        return '–';
    }
    const whole = Math.round(seconds);
    const pad = part => String(part).padStart(2, '0');
    return whole >= 3600
        ? `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)} h`
        : whole >= 60 ? `${Math.floor(whole / 60)}:${pad(whole % 60)} min`
        : whole >= 10 ? `${whole} s` : `${seconds.toFixed(1)} s`;
}

/** How much of its training a run has done, from 0 to 1. */
export function share(run) {
    return run.state === 'finished' ? 1 : run.totalSteps ? Math.min(1, run.step / run.totalSteps) : 0;
}

/** How far a run is that still trains; empty for all others. */
export function percentDone(run) {
    return run.state === 'running' && run.totalSteps ? Math.floor(100 * share(run)) + ' %' : '';
}

/** The figure one asks for first, as a name and a text; undefined while there is none. */
export function headline(run) {
    for (const set of ['test', 'validation', 'train']) {
        for (const figure of ['accuracy', 'rmse', 'loss']) {
            const value = run.sets[set]?.[figure] ?? run.figures[set + '_' + figure];
            if (value !== null && value !== undefined) {
                return [`${set} ${FIGURE_NAMES[figure] ?? figure}`, figure === 'accuracy' ? percent(value) : number(value)];
            }
        }
    }
    return undefined;
}

/** The loss of the set that says most, as a name and a text; undefined while there is none. */
export function loss(run) {
    const known = [
        ['test loss', run.sets.test?.loss], ['validation loss', run.figures.validation_loss], ['train loss', run.figures.train_loss],
    ].find(([, value]) => value !== null && value !== undefined);
    return known && [known[0], number(known[1])];
}
