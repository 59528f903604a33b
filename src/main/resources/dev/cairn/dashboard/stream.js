// What the server tells of the runs: kept here by the run's name, and told on after every round that brought news.

const RETRY_MILLIS = 1000;

export class Stream {
    /**
     * @param changed   called when a round of news is complete
     * @param connected called with whether the server is being heard
     */
    constructor(changed, connected) {
        this.summaries = new Map();
        this.histories = new Map();
        this.details = new Map();
        this.changed = changed;
        this.connected = connected;
        this.source = null;
    }

    /** Asks for the summaries of all runs, and for histories and details of these. */
    ask(names) {
        this.source?.close();
        this.histories.clear();
        this.details.clear();
        const source = new EventSource('/events?' + names.map(name => 'run=' + encodeURIComponent(name)).join('&'));
        this.source = source;
        let fresh = new Set();
        const on = (event, action) => source.addEventListener(event, message => {
            if (source === this.source) {
                action(JSON.parse(message.data));
            }
        });
        on('summary', summary => {
            this.summaries.set(summary.run, summary);
            fresh?.add(summary.run);
        });
        on('gone', ({run}) => this.forget(run));
        on('history', added => this.addHistory(added));
        on('details', detail => this.details.set(detail.run, detail));
        on('complete', () => {
            // The first round names all runs there are: those from before a break in the connection may be gone.
            [...this.summaries.keys()].filter(name => fresh && !fresh.has(name)).forEach(name => this.forget(name));
            fresh = null;
            this.changed();
        });
        source.onopen = () => this.connected(true);
        source.onerror = () => {
            source.close();
            if (source === this.source) {
                this.connected(false);
                setTimeout(() => source === this.source && this.ask(names), RETRY_MILLIS);
            }
        };
    }

    forget(name) {
        [this.summaries, this.histories, this.details].forEach(map => map.delete(name));
    }

    addHistory({run, from, columns, rows}) {
        const before = this.histories.get(run);
        const kept = from > 0 && before ? before.rows.slice(0, from) : [];
        this.histories.set(run, {columns, rows: [...kept, ...rows]});
    }
}
