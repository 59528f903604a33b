// The page: follows one run, compares it with others, and shows what the server streams. Everything that comes from a run is
// set as text, never as HTML.

import {chip, Curves, element, seriesColour} from './charts.js';
import {RunList} from './list.js';
import {showConfusion, showRegions} from './pictures.js';
import {Stream} from './stream.js';
import {count, duration, FIGURE_NAMES, headline, loss, number, percentDone, share} from './words.js';

const SETS = ['train', 'validation', 'test'];
const PERCENT = /^accuracy$|^top[0-9]+$/;

const byId = id => document.getElementById(id);
const stream = new Stream(show, connection);
const list = new RunList(byId('runs'), name => choose(name), (name, wanted) => {
    wanted ? compared.add(name) : compared.delete(name);
    choose(followed);
});
const charts = new Map();
const compared = new Set();
let followed = null;
/** Whether the reader said which run to follow; until then it is the most interesting one. */
let chosen = false;
/** The details that the pictures show, so that they are painted again only for others. */
let painted;

// ---- which runs are shown

function fromAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (wanted.has('run')) {
        followed = wanted.get('run');
        chosen = true;
        wanted.getAll('with').forEach(name => compared.add(name));
    }
}

function toAddress() {
    const wanted = new URLSearchParams();
    wanted.append('run', followed);
    compared.forEach(name => wanted.append('with', name));
    history.replaceState(null, '', '#' + wanted);
}

function choose(name) {
    chosen = true;
    followed = name;
    compared.delete(name);
    toAddress();
    stream.ask(shown());
}

/** The followed run first. */
function shown() {
    return followed === null ? [] : [followed, ...compared];
}

function sorted() {
    return [...stream.summaries.values()].sort((a, b) => (b.state === 'running') - (a.state === 'running') || b.time - a.time);
}

/** Without a choice of the reader's: the run that trains, else the newest. Whether that is another one than before. */
function followTheMostInteresting() {
    if (chosen || stream.summaries.get(followed)?.state === 'running') {
        return false;
    }
    const best = sorted()[0]?.run ?? null;
    if (best === followed) {
        return false;
    }
    followed = best;
    stream.ask(shown());
    return true;
}

// ---- the page

function connection(isOpen) {
    byId('connection').textContent = isOpen ? 'live' : 'not connected: what you see is the last that was heard';
    byId('connection').classList.toggle('open', isOpen);
}

function show() {
    if (followTheMostInteresting()) {
        return;
    }
    list.show(sorted(), followed, compared);
    const run = stream.summaries.get(followed);
    byId('empty').hidden = stream.summaries.size > 0;
    byId('gone').hidden = !chosen || Boolean(run);
    byId('gone').textContent = `${followed} is not there any more, or not yet.`;
    byId('run').hidden = !run;
    if (run) {
        showRun(run);
        showCurves();
        if (stream.details.get(followed) !== painted) {
            showPictures();
        }
        showComparison();
    }
    document.title = run ? `${percentDone(run)} ${run.run} – Cairn` : 'Cairn';
}

function showRun(run) {
    byId('name').textContent = run.run;
    byId('state').textContent = run.state;
    byId('state').className = 'badge ' + run.state;
    byId('network').textContent = run.network + (run.backend ? ` on ${run.backend}` : '');
    const pairs = [
        headline(run),
        loss(run),
        epochs(run),
        ['samples/s', count(run.samplesPerSecond)],
        run.state === 'running' ? ['left', duration(run.secondsLeft)] : ['training time', duration(run.seconds)],
        ['parameters', count(run.parameters)],
    ];
    byId('figures').replaceChildren(...pairs.filter(Boolean).map(([term, text]) => {
        const pair = element('div');
        pair.append(element('dt', term), element('dd', text));
        return pair;
    }));
    byId('bar').className = 'bar ' + run.state;
    byId('bar').setAttribute('aria-valuenow', Math.round(100 * share(run)));
    byId('bar').firstElementChild.style.width = 100 * share(run) + '%';
    byId('problems').replaceChildren(...run.problems.map(problem => element('li', problem)));
}

function epochs(run) {
    if (run.state === 'finished') {
        return [run.epochs === 1 ? 'epoch' : 'epochs', count(run.epochs)];
    }
    const last = stream.histories.get(run.run)?.rows.at(-1)?.[0] ?? 0;
    return ['epoch', `${number(last)} / ${count(run.epochs)}`];
}

/** One chart a figure. One run: a line for each set. Several: a line for each run, of the set that says most. */
function showCurves() {
    const names = shown().filter(name => stream.histories.has(name));
    const wanted = columnsByFigure(names);
    wanted.forEach((runs, figure) => {
        const lines = names.length > 1 ? comparingLines(runs, names) : ownLines(runs.get(names[0]), names[0]);
        if (lines.some(line => line.ys.some(Number.isFinite))) {
            chart(figure).show(lines, end(names));
        } else {
            wanted.delete(figure);
        }
    });
    [...charts.keys()].filter(figure => !wanted.has(figure)).forEach(figure => {
        charts.get(figure).remove();
        charts.delete(figure);
    });
}

/** What there is to draw: figure, then run, then its columns, as validation_accuracy, and the set of each. */
function columnsByFigure(names) {
    const figures = new Map();
    names.forEach(name => stream.histories.get(name).columns.forEach(column => {
        const set = SETS.find(prefix => column.startsWith(prefix + '_')) ?? column.split('_')[0];
        const figure = column.slice(set.length + 1) || column;
        const runs = figures.get(figure) ?? new Map();
        runs.set(name, [...runs.get(name) ?? [], {set, column}]);
        figures.set(figure, runs);
    }));
    return figures;
}

function chart(figure) {
    if (!charts.has(figure)) {
        const made = new Curves(FIGURE_NAMES[figure] ?? figure, PERCENT.test(figure) ? '%' : '');
        byId('curves').append(made.figure);
        charts.set(figure, made);
    }
    return charts.get(figure);
}

/** The last epoch that any of the runs will come to, as far as that is not yet drawn. */
function end(names) {
    return Math.max(...names.map(name => {
        const run = stream.summaries.get(name);
        return run?.state === 'running' ? run.epochs ?? 0 : 0;
    }));
}

function line(run, column, name, slot) {
    const {columns, rows} = stream.histories.get(run);
    const at = 3 + columns.indexOf(column);
    const factor = PERCENT.test(column.replace(/^[^_]*_/, '')) ? 100 : 1;
    return {name, number: slot, xs: rows.map(row => row[0]), ys: rows.map(row => row[at] === null ? null : factor * row[at])};
}

function ownLines(columns, run) {
    return columns.map(({set, column}, i) =>
        line(run, column, set, SETS.includes(set) ? SETS.indexOf(set) : SETS.length + i));
}

function comparingLines(runs, names) {
    const order = ['validation', 'train'];
    const rank = set => order.includes(set) ? order.indexOf(set) : order.length;
    return names.filter(name => runs.has(name)).map(name => {
        const {set, column} = runs.get(name).toSorted((a, b) => rank(a.set) - rank(b.set))[0];
        return line(name, column, `${name}, ${set}`, shown().indexOf(name));
    });
}

function showPictures() {
    const detail = stream.details.get(followed);
    painted = detail;
    // Both first: how wide one is depends on whether the other is there.
    byId('regions').hidden = !detail?.regions;
    byId('confusion').hidden = !detail?.confusion;
    if (detail?.regions) {
        showRegions(byId('regions'), detail.regions);
    }
    if (detail?.confusion) {
        showConfusion(byId('confusion'), detail.confusion);
    }
}

function showComparison() {
    const names = shown().filter(name => stream.summaries.has(name));
    byId('comparison').hidden = names.length < 2;
    const head = element('tr');
    ['run', 'data', 'best known', 'test loss', 'epochs', 'training time', 'samples/s', 'parameters']
        .forEach(title => head.append(element('th', title)));
    const rows = names.map(name => {
        const run = stream.summaries.get(name);
        const row = element('tr');
        const first = element('td');
        first.append(chip(name, seriesColour(shown().indexOf(name))));
        row.append(first, ...[run.dataset, headline(run)?.join(' ') ?? '', number(run.sets.test?.loss), count(run.epochs),
            duration(run.seconds), count(run.samplesPerSecond), count(run.parameters)].map(text => element('td', text)));
        return row;
    });
    const [top, body] = [element('thead'), element('tbody')];
    top.append(head);
    body.append(...rows);
    byId('table').replaceChildren(top, body);
}

// ---- what tests and scripts may ask

/** The points of every curve as they are drawn, in units of the axes: title, then line, then pairs. */
function drawn() {
    return Object.fromEntries([...charts].map(([figure, made]) => [figure, Object.fromEntries(made.lines.map((line, i) =>
        [line.name, [...made.plot.data[0]].map((x, at) => [x, made.plot.data[i + 1][at]])
            .filter(pair => Number.isFinite(pair[1]))]))]));
}

window.cairn = {drawn, charts, summaries: stream.summaries, details: stream.details};

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    charts.forEach(made => made.restyle());
    painted = null;
    show();
});
new ResizeObserver(() => showPictures()).observe(byId('curves'));
fromAddress();
stream.ask(shown());
