// The page: follows one run, compares it with others, and shows what the server streams. Everything that comes from a run is
// set as text, never as HTML.

import {chip, Curves, element, number, seriesColour} from './charts.js';
import {showConfusion, showRegions} from './pictures.js';

const RETRY_MILLIS = 1000;
const SETS = ['train', 'validation', 'test'];
const PERCENT = /^accuracy$|^top[0-9]+$/;
const NAMES = {r2: 'R²', rmse: 'RMSE', mae: 'MAE'};

const byId = id => document.getElementById(id);
const summaries = new Map();
const histories = new Map();
const details = new Map();
const compared = new Set();
const charts = new Map();
const entries = new Map();
let followed = null;
let chosen = false;
let source = null;
let told = 0;

// ---- what is shown, and what the server is asked for

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

function shown() {
    return [followed, ...[...compared].filter(name => name !== followed)].filter(name => name !== null);
}

function follow(name) {
    followed = name;
    connect();
}

/** The run that trains, else the newest: what one most likely wants to see. */
function mostInteresting() {
    const all = sorted();
    return (all.find(run => run.state === 'running') ?? all[0])?.run ?? null;
}

function sorted() {
    return [...summaries.values()].sort((a, b) => (b.state === 'running') - (a.state === 'running') || b.time - a.time);
}

// ---- the stream

function connect() {
    source?.close();
    histories.clear();
    details.clear();
    const names = shown().map(name => 'run=' + encodeURIComponent(name)).join('&');
    const stream = new EventSource('/events?' + names);
    source = stream;
    const on = (event, action) => stream.addEventListener(event, message => {
        if (stream === source) {
            action(JSON.parse(message.data));
        }
    });
    let fresh = new Set();
    on('summary', summary => {
        summaries.set(summary.run, summary);
        fresh?.add(summary.run);
    });
    on('gone', ({run}) => [summaries, histories, details].forEach(map => map.delete(run)));
    on('history', addHistory);
    on('details', detail => details.set(detail.run, detail));
    on('complete', () => {
        if (fresh) {
            [...summaries.keys()].filter(name => !fresh.has(name)).forEach(name => summaries.delete(name));
            fresh = null;
        }
        show();
    });
    stream.onopen = () => {
        connection(true);
        fresh = new Set();
    };
    stream.onerror = () => {
        connection(false);
        stream.close();
        if (stream === source) {
            setTimeout(() => stream === source && connect(), RETRY_MILLIS);
        }
    };
}

function connection(isOpen) {
    byId('connection').textContent = isOpen ? 'live' : 'not connected: what you see is the last that was heard';
    byId('connection').classList.toggle('open', isOpen);
}

function addHistory({run, from, columns, rows}) {
    const before = histories.get(run);
    const kept = from > 0 && before ? before.rows.slice(0, from) : [];
    histories.set(run, {columns, rows: [...kept, ...rows]});
}

// ---- the page

function show() {
    if (!chosen && (followed === null || summaries.get(followed)?.state !== 'running')) {
        const best = mostInteresting();
        if (best !== followed) {
            follow(best);
            return;
        }
    }
    showList();
    const run = summaries.get(followed);
    byId('empty').hidden = summaries.size > 0;
    byId('run').hidden = !run;
    if (run) {
        showRun(run);
        showCurves();
        showPictures();
        showComparison();
    }
    document.title = run ? `${percentDone(run)} ${run.run} – Cairn` : 'Cairn';
    told++;
}

function percentDone(run) {
    return run.state === 'running' && run.totalSteps ? Math.floor(100 * run.step / run.totalSteps) + ' %' : '';
}

/** Entries stay where they are from round to round, so that a click always meets its entry. */
function showList() {
    const order = sorted();
    [...entries.keys()].filter(name => !summaries.has(name)).forEach(name => {
        entries.get(name).item.remove();
        entries.delete(name);
    });
    order.forEach((run, at) => {
        if (!entries.has(run.run)) {
            entries.set(run.run, entry(run.run));
        }
        const {item, box, state, figure} = entries.get(run.run);
        item.className = run.run === followed ? 'followed' : '';
        box.checked = run.run === followed || compared.has(run.run);
        box.disabled = run.run === followed;
        state.textContent = `${run.state} ${percentDone(run)}`;
        state.className = run.state;
        figure.textContent = best(run);
        if (byId('runs').children[at] !== item) {
            byId('runs').insertBefore(item, byId('runs').children[at] ?? null);
        }
    });
}

function entry(name) {
    const [item, button, state, figure] = [element('li'), element('button'), element('span'), element('span')];
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.setAttribute('aria-label', 'compare ' + name);
    box.addEventListener('change', () => {
        box.checked ? compared.add(name) : compared.delete(name);
        choose(followed);
    });
    button.append(element('b', name), state, figure);
    button.title = name;
    button.addEventListener('click', () => {
        compared.delete(name);
        choose(name);
    });
    item.append(box, button);
    return {item, box, state, figure};
}

function choose(name) {
    chosen = true;
    followed = name;
    toAddress();
    connect();
}

/** The figure one asks for first. */
function best(run) {
    const {name, value, isPercent} = headline(run);
    return name ? `${name} ${isPercent ? percent(value) : number(value)}` : '';
}

function headline(run) {
    for (const set of ['test', 'validation', 'train']) {
        for (const figure of ['accuracy', 'rmse', 'loss']) {
            const value = run.sets[set]?.[figure] ?? run.figures[set + '_' + figure];
            if (value !== null && value !== undefined) {
                return {name: `${set} ${NAMES[figure] ?? figure}`, value, isPercent: figure === 'accuracy'};
            }
        }
    }
    return {name: ''};
}

function percent(share) {
    return share === null ? '–' : (100 * share).toFixed(1) + ' %';
}

function duration(seconds) {
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

function count(value) {
    return value === null ? '–' : Math.round(value).toLocaleString('en');
}

function showRun(run) {
    byId('name').textContent = run.run;
    byId('state').textContent = run.state;
    byId('state').className = 'badge ' + run.state;
    byId('network').textContent = run.network + (run.backend ? ` on ${run.backend}` : '');
    const done = run.state === 'running' || run.state === 'stopped';
    const epoch = histories.get(run.run)?.rows.at(-1)?.[0];
    const {name, value, isPercent} = headline(run);
    const pairs = [];
    if (name) {
        pairs.push([name, isPercent ? percent(value) : number(value)]);
    }
    const loss = run.sets.test?.loss ?? run.figures.validation_loss ?? run.figures.train_loss;
    if (loss !== null && loss !== undefined) {
        pairs.push([run.sets.test ? 'test loss' : run.figures.validation_loss !== undefined ? 'validation loss' : 'train loss',
            number(loss)]);
    }
    pairs.push(['epoch', done ? `${epoch === undefined ? 0 : number(epoch)} / ${count(run.epochs)}` : count(run.epochs)]);
    pairs.push(['samples/s', count(run.samplesPerSecond)]);
    pairs.push(run.state === 'running' ? ['left', duration(run.secondsLeft)] : ['training time', duration(run.seconds)]);
    pairs.push(['parameters', count(run.parameters)]);
    byId('figures').replaceChildren(...pairs.map(([term, text]) => {
        const pair = element('div');
        pair.append(element('dt', term), element('dd', text));
        return pair;
    }));
    const share = run.state === 'finished' ? 1 : run.totalSteps ? Math.min(1, run.step / run.totalSteps) : 0;
    byId('bar').className = 'bar ' + run.state;
    byId('bar').setAttribute('aria-valuenow', Math.round(100 * share));
    byId('bar').firstElementChild.style.width = 100 * share + '%';
    byId('problems').replaceChildren(...run.problems.map(problem => element('li', problem)));
}

/** One chart a figure. One run: a line for each set. Several: a line for each run, of the set that says most. */
function showCurves() {
    const names = shown().filter(name => histories.has(name));
    const wanted = new Map();
    names.forEach(name => histories.get(name).columns.forEach(column => {
        const set = SETS.find(prefix => column.startsWith(prefix + '_')) ?? column.split('_')[0];
        const figure = column.slice(set.length + 1) || column;
        wanted.set(figure, wanted.get(figure) ?? new Map());
        const runs = wanted.get(figure);
        runs.set(name, runs.get(name) ?? []);
        runs.get(name).push({set, column});
    }));
    wanted.forEach((runs, figure) => {
        const lines = names.length > 1 ? comparingLines(runs, names) : ownLines(runs.get(names[0]) ?? [], names[0]);
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

function chart(figure) {
    if (!charts.has(figure)) {
        const made = new Curves(NAMES[figure] ?? figure, PERCENT.test(figure) ? '%' : '');
        byId('curves').append(made.figure);
        charts.set(figure, made);
    }
    return charts.get(figure);
}

function end(names) {
    return Math.max(...names.map(name => {
        const run = summaries.get(name);
        return run?.state === 'running' ? run.epochs ?? 0 : 0;
    }));
}

function line(run, column, name, number) {
    const {columns, rows} = histories.get(run);
    const at = 3 + columns.indexOf(column);
    const factor = PERCENT.test(column.replace(/^[^_]*_/, '')) ? 100 : 1;
    return {name, number, xs: rows.map(row => row[0]), ys: rows.map(row => row[at] === null ? null : factor * row[at])};
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
        return line(name, column, `${name}, ${set}`, names.indexOf(name));
    });
}

function showPictures() {
    const detail = details.get(followed);
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
    const names = shown().filter(name => summaries.has(name));
    byId('comparison').hidden = names.length < 2;
    const head = element('tr');
    ['run', 'data', 'best known', 'test loss', 'epochs', 'training time', 'samples/s', 'parameters']
        .forEach(title => head.append(element('th', title)));
    const rows = names.map((name, i) => {
        const run = summaries.get(name);
        const row = element('tr');
        const first = element('td');
        first.append(chip(name, seriesColour(i)));
        row.append(first, ...[run.dataset, best(run), number(run.sets.test?.loss), count(run.epochs), duration(run.seconds),
            count(run.samplesPerSecond), count(run.parameters)].map(text => element('td', text)));
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

window.cairn = {drawn, charts, summaries, details, rounds: () => told};

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    charts.forEach(made => made.restyle());
    show();
});
new ResizeObserver(() => showPictures()).observe(byId('curves'));
fromAddress();
connect();
