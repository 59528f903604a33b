// What a network does with samples: decision regions of 2-D data, and the confusion matrix.

import {chip, colour, element, seriesColour} from './charts.js';
import {number} from './words.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const SMALL = '13px ' + FONT;
const TINT = 0.3;
const BELOW_AXIS = 46;
const MOST_TICKS = 7;
const AXIS_NAME = 24;
const MOST_HEIGHT = 560;
const MOST_CHIPS = 6;
const LARGEST_CELL = 120;
/** Of more classes than that neither names nor counts could be read. */
const MOST_WITH_NUMBERS = 20;
const LIGHTEST = 0.03;
const DARKEST = 0.85;
/** Up to such a share the page's ink can be read on a cell. */
const MOST_UNDER_INK = 0.75;

/** A canvas of so many points of the page, sharp on every screen, in the place of the one before. */
function canvas(figure, width, height) {
    let made = figure.querySelector('canvas');
    if (!made) {
        made = document.createElement('canvas');
        figure.append(made);
    }
    const ratio = window.devicePixelRatio || 1;
    made.width = Math.round(width * ratio);
    made.height = Math.round(height * ratio);
    made.style.width = width + 'px';
    made.style.height = height + 'px';
    const pen = made.getContext('2d');
    pen.scale(ratio, ratio);
    return pen;
}

/** The samples have a line of their own, so that the picture stays where it is when their name grows. */
function caption(figure, title, samples, ...entries) {
    let made = figure.querySelector('figcaption');
    if (!made) {
        made = element('figcaption');
        figure.prepend(made);
    }
    made.replaceChildren(element('b', title), ...entries, element('small', samples));
}

function when(part) {
    return part.set + (part.epoch === null ? '' : ', epoch ' + number(part.epoch));
}

function rgb(hex) {
    const value = parseInt(hex.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A colour between two others: the first at 0, the second at 1. */
function mixed(first, second, share) {
    const [a, b] = [rgb(first), rgb(second)];
    return a.map((part, i) => Math.round(part + (b[i] - part) * share));
}

/** The plane in the colours of the classes seen there; dots in the colour of the true class, crosses where it is not seen. */
export function showRegions(figure, regions) {
    const wrong = regions.points.filter(point => point[2] !== point[3]);
    caption(figure, 'Decision regions', when(regions),
        ...regions.classes.slice(0, MOST_CHIPS).map((name, i) => chip(name, seriesColour(i))),
        element('span', `✕ ${wrong.length} of ${regions.points.length} wrong`));
    const marks = {across: ticks(regions.left, regions.right), up: ticks(regions.bottom, regions.top)};
    const measure = canvas(figure, 10, 10);
    measure.font = SMALL;
    const room = 28 + Math.max(0, ...marks.up.map(tick => measure.measureText(number(tick)).width));
    const side = Math.max(1, Math.min(figure.clientWidth - room, MOST_HEIGHT));
    const pen = canvas(figure, figure.clientWidth, side + BELOW_AXIS);
    const left = room + (figure.clientWidth - room - side) / 2;
    const x = value => left + side * (value - regions.left) / (regions.right - regions.left);
    const y = value => side * (regions.top - value) / (regions.top - regions.bottom);
    paintAxes(pen, marks, {left, side, room}, x, y);
    pen.save();
    pen.beginPath();
    pen.rect(left, 0, side, side);
    pen.clip();
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(plane(regions), left, 0, side, side);
    regions.points.forEach(point => dot(pen, x(point[0]), y(point[1]), seriesColour(point[2])));
    wrong.forEach(point => cross(pen, x(point[0]), y(point[1])));
    pen.restore();
}

function paintAxes(pen, marks, {left, side, room}, x, y) {
    pen.font = SMALL;
    pen.fillStyle = colour('--muted');
    pen.textBaseline = 'middle';
    pen.textAlign = 'center';
    marks.across.forEach(tick => pen.fillText(number(tick), x(tick), side + 14));
    pen.fillText('first feature', left + side / 2, side + 34);
    upright(pen, 'second feature', left - room + 8, side / 2);
    pen.textAlign = 'right';
    marks.up.forEach(tick => pen.fillText(number(tick), left - 8, y(tick)));
}

/** Round numbers within a range. */
function ticks(low, high) {
    const rough = (high - low) / (MOST_TICKS - 1);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find(factor => factor * power >= rough);
    const first = Math.ceil(low / step);
    return Array.from({length: Math.min(MOST_TICKS, Math.floor(high / step) - first + 1)}, (_, i) => (first + i) * step);
}

function upright(pen, text, x, y, align = 'center') {
    pen.save();
    pen.translate(x, y);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = align;
    pen.fillText(text, 0, 0);
    pen.restore();
}

function plane(regions) {
    const side = regions.side;
    const image = new OffscreenCanvas(side, side);
    const pen = image.getContext('2d');
    const pixels = pen.createImageData(side, side);
    const paper = colour('--paper');
    const shades = new Map();
    regions.cells.forEach((seen, cell) => {
        if (!shades.has(seen)) {
            shades.set(seen, seen === null || seen < 0 ? rgb(paper) : mixed(paper, seriesColour(seen), TINT));
        }
        pixels.data.set([...shades.get(seen), 255], 4 * cell);
    });
    pen.putImageData(pixels, 0, 0);
    return image;
}

function dot(pen, x, y, paint) {
    pen.fillStyle = paint;
    pen.beginPath();
    pen.arc(x, y, 2.6, 0, 2 * Math.PI);
    pen.fill();
}

function cross(pen, x, y) {
    pen.lineCap = 'round';
    for (const [width, paint] of [[5, colour('--paper')], [2.2, colour('--ink')]]) {
        pen.lineWidth = width;
        pen.strokeStyle = paint;
        pen.beginPath();
        pen.moveTo(x - 4, y - 4);
        pen.lineTo(x + 4, y + 4);
        pen.moveTo(x - 4, y + 4);
        pen.lineTo(x + 4, y - 4);
        pen.stroke();
    }
}

/** Which class was taken for which: blue by the share of the true class, vermilion by the share of the most frequent mistake. */
export function showConfusion(figure, confusion) {
    const {classes, matrix} = confusion;
    const total = matrix.flat().reduce((sum, count) => sum + count, 0);
    const hits = matrix.reduce((sum, row, i) => sum + row[i], 0);
    caption(figure, 'Confusion matrix', when(confusion),
        chip('right', colour('--blue'), total ? number(100 * hits / total) + ' %' : ''),
        chip('wrong', colour('--vermilion'), String(total - hits)));
    const place = layout(figure, classes);
    const pen = canvas(figure, figure.clientWidth, place.height);
    pen.textBaseline = 'middle';
    paintCells(pen, matrix, place);
    paintNames(pen, place);
}

/** Where the cells are, and how their classes are named: beside the rows, and below the columns where there is room. */
function layout(figure, classes) {
    const names = classes.length > MOST_WITH_NUMBERS ? [] : classes.map(name => name.length > 14 ? name.slice(0, 13) + '…' : name);
    const pen = canvas(figure, 10, 10);
    pen.font = SMALL;
    const widest = Math.max(0, ...names.map(name => pen.measureText(name).width));
    const left = AXIS_NAME + widest + 14;
    const size = Math.min((figure.clientWidth - left) / classes.length, (MOST_HEIGHT - AXIS_NAME) / classes.length, LARGEST_CELL);
    const isUpright = widest > size - 4;
    const width = classes.length * size;
    return {
        names, size, isUpright, width,
        left: left + Math.max(0, (figure.clientWidth - 2 * left - width) / 2),
        top: AXIS_NAME,
        rowNames: widest,
        height: AXIS_NAME + width + (isUpright ? widest + 14 : 30),
    };
}

function paintCells(pen, matrix, {left, top, size, names}) {
    const mistakes = Math.max(1, ...matrix.flatMap((row, i) => row.filter((count, j) => i !== j)));
    const letters = Math.min(15, size * 0.36);
    pen.textAlign = 'center';
    matrix.forEach((row, i) => {
        const known = row.reduce((sum, count) => sum + count, 0);
        row.forEach((count, j) => {
            const share = i === j ? (known ? count / known : 0) : count / mistakes;
            pen.globalAlpha = LIGHTEST + (DARKEST - LIGHTEST) * share;
            pen.fillStyle = colour(i === j ? '--blue' : '--vermilion');
            pen.fillRect(left + j * size, top + i * size, size - 1.5, size - 1.5);
            pen.globalAlpha = 1;
            if (names.length > 0 && count > 0) {
                const isDark = share > MOST_UNDER_INK;
                pen.font = `${isDark ? 600 : 400} ${letters}px ${FONT}`;
                pen.fillStyle = isDark ? '#fefefe' : colour('--ink');
                pen.fillText(String(count), left + (j + 0.5) * size, top + (i + 0.5) * size);
            }
        });
    });
}

function paintNames(pen, {names, left, top, size, width, rowNames, isUpright}) {
    pen.fillStyle = colour('--muted');
    pen.font = SMALL;
    names.forEach((name, i) => {
        const middle = (i + 0.5) * size;
        pen.textAlign = 'right';
        pen.fillText(name, left - 8, top + middle);
        pen.textAlign = 'center';
        if (isUpright) {
            upright(pen, name, left + middle, top + width + 8, 'right');
        } else {
            pen.fillText(name, left + middle, top + width + 14);
        }
    });
    pen.fillText('predicted class', left + width / 2, 10);
    upright(pen, 'true class', left - rowNames - 22, top + width / 2);
}
