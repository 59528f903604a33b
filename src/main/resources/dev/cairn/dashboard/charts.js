// Line charts over epochs, drawn by uPlot.

import {number} from './words.js';

const SERIES = ['--blue', '--vermilion', '--green', '--purple', '--orange', '--sky'];
const DASHES = [[], [9, 5], [2, 4]];
const HEIGHT = 280;
const MOST_MARKED = 40;
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 1e6];
const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';

/** A colour of the page's style as it is now, light or dark. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The colour of the i-th line or class. */
export function seriesColour(i) {
    return colour(SERIES[((i % SERIES.length) + SERIES.length) % SERIES.length]);
}

/** An element with text in it, which is never read as HTML. */
export function element(tag, text = '', className = '') {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
}

/** An entry of a legend. */
export function chip(name, paint, value = '') {
    const entry = element('span');
    const mark = element('i');
    mark.style.background = paint;
    entry.append(mark, name, value ? ' ' : '', element('em', value));
    return entry;
}

/** One figure over the epochs, a line for each set or run. */
export class Curves {
    /** @param unit such as %; empty for a plain number */
    constructor(title, unit) {
        this.title = title;
        this.unit = unit;
        this.figure = element('figure');
        this.caption = element('figcaption');
        this.place = element('div');
        this.figure.append(this.caption, this.place);
        this.lines = [];
        this.resized = new ResizeObserver(() => this.plot?.setSize({width: this.width(), height: HEIGHT}));
        this.resized.observe(this.figure);
    }

    width() {
        return Math.max(200, Math.floor(this.figure.clientWidth));
    }

    /** @param lines each with name, number of its colour, xs and ys; null in ys where there is no value */
    show(lines, end) {
        const same = this.plot && lines.map(line => line.name).join('\n') === this.lines.map(line => line.name).join('\n');
        this.lines = lines;
        this.end = end;
        const tables = lines.map(line => [line.xs, line.ys]);
        const data = tables.length > 1 ? uPlot.join(tables) : tables[0];
        if (same) {
            this.plot.setData(data);
        } else {
            this.plot?.destroy();
            this.plot = new uPlot(this.options(lines), data, this.place);
        }
        this.legend(null);
    }

    /** Draws again in the colours of a page that has become light or dark. */
    restyle() {
        this.plot?.destroy();
        this.plot = null;
        this.show(this.lines, this.end);
    }

    options(lines) {
        const axis = {
            stroke: colour('--muted'), font: FONT, labelFont: FONT, ticks: {show: false},
            grid: {stroke: colour('--grid'), width: 1},
        };
        return {
            width: this.width(),
            height: HEIGHT,
            legend: {show: false},
            cursor: {drag: {x: false, y: false}, points: {size: 8}},
            scales: {x: {time: false, range: (plot, least, most) => this.epochs(least, most)},
                y: {range: (plot, least, most) => this.values(least, most)}},
            axes: [
                {...axis, label: 'epoch', labelSize: 22, size: 32, incrs: WHOLE_STEPS, grid: {show: false}},
                {...axis, size: 58, values: (plot, ticks) => ticks.map(tick => number(tick) + (this.unit && ' ' + this.unit))},
            ],
            series: [{}, ...lines.map(line => ({
                label: line.name,
                stroke: seriesColour(line.number),
                width: 2.5,
                dash: DASHES[Math.floor(line.number / SERIES.length) % DASHES.length],
                spanGaps: true,
                points: {show: (plot, i) => this.lines[i - 1].xs.length <= MOST_MARKED, size: 7, fill: seriesColour(line.number)},
            }))],
            hooks: {setCursor: [plot => this.legend(plot.cursor.idx)]},
        };
    }

    /** The curve has room to grow to the right while its run trains. */
    epochs(least, most) {
        if (least === null) {
            return [0, 1];
        }
        const first = Math.min(least, 1) === least ? 0 : least;
        return [first, Math.max(most, Math.min(this.end, 1.25 * most))];
    }

    values(least, most) {
        if (least === null) {
            return [0, 1];
        }
        const [low, high] = uPlot.rangeNum(least, most, 0.08, true);
        return this.unit === '%' ? [Math.max(0, low), Math.max(1e-3, Math.min(100, high))] : [low, high];
    }

    /** What each line is, and its value under the pointer, else the last one. */
    legend(index) {
        if (!this.plot) {
            return;
        }
        const entries = this.lines.map((line, i) => {
            const column = this.plot.data[i + 1];
            let at = index === null || index === undefined ? column.length - 1 : index;
            while (at > 0 && (column[at] === null || column[at] === undefined)) {
                at--;
            }
            const value = number(column[at]) + (this.unit && ' ' + this.unit);
            return chip(line.name, seriesColour(line.number), value);
        });
        this.caption.replaceChildren(element('b', this.title[0].toUpperCase() + this.title.slice(1)), ...entries);
    }

    remove() {
        this.resized.disconnect();
        this.plot?.destroy();
        this.figure.remove();
    }
}
