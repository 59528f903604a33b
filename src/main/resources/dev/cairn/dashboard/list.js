// The list of runs, where one chooses which to follow and which to compare it with.

import {element} from './charts.js';
import {headline, percentDone} from './words.js';

export class RunList {
    /**
     * @param place   the list's element
     * @param follow  called with the name of the run to follow
     * @param compare called with the name of a run and whether it is to be compared
     */
    constructor(place, follow, compare) {
        this.place = place;
        this.follow = follow;
        this.compare = compare;
        this.entries = new Map();
    }

    /** Entries stay where they are from round to round, so that a click always meets its entry. */
    show(runs, followed, compared) {
        const names = new Set(runs.map(run => run.run));
        [...this.entries.keys()].filter(name => !names.has(name)).forEach(name => {
            this.entries.get(name).item.remove();
            this.entries.delete(name);
        });
        runs.forEach((run, at) => {
            const {item, box, state, figure} = this.entry(run.run);
            item.className = run.run === followed ? 'followed' : '';
            box.checked = run.run === followed || compared.has(run.run);
            box.disabled = run.run === followed;
            state.textContent = `${run.state} ${percentDone(run)}`;
            state.className = run.state;
            figure.textContent = headline(run)?.join(' ') ?? '';
            if (this.place.children[at] !== item) {
                this.place.insertBefore(item, this.place.children[at] ?? null);
            }
        });
    }

    entry(name) {
        if (!this.entries.has(name)) {
            this.entries.set(name, this.made(name));
        }
        return this.entries.get(name);
    }

    made(name) {
        const [item, button, state, figure] = [element('li'), element('button'), element('span'), element('span')];
        const box = element('input');
        box.type = 'checkbox';
        box.setAttribute('aria-label', 'compare ' + name);
        box.addEventListener('change', () => this.compare(name, box.checked));
        button.append(element('b', name), state, figure);
        button.title = name;
        button.addEventListener('click', () => this.follow(name));
        item.append(box, button);
        return {item, box, state, figure};
    }
}
