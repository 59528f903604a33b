// What a network does with samples: decision regions of 2-D data, and the confusion matrix.

import {chip, colour, element, number, seriesColour} from './charts.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const TINT = 0.3;
const MOST_WITH_NUMBERS = 20;
const DARKEST = 0.85;

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

function caption(figure, title, ...entries) {
    let made = figure.querySelector('figcaption');
    if (!made) {
        made = element('figcaption');
        figure.prepend(made);
    }
    made.replaceChildren(element('b', title), ...entries);
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
    const wrong = regions.points.filter(point => point[2] !== point[3]).length;
    caption(figure, 'Decision regions',
        ...regions.classes.slice(0, 6).map((name, i) => chip(name, seriesColour(i))),
        element('span', `✕ ${wrong} of ${regions.points.length} wrong`),
        element('span', when(regions)));
    const side = Math.min(figure.clientWidth, 560);
    const pen = canvas(figure, figure.clientWidth, side);
    const left = (figure.clientWidth - side) / 2;
    pen.save();
    pen.beginPath();
    pen.roundRect(left, 0, side, side, 6);
    pen.clip();
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(plane(regions), left, 0, side, side);
    const x = value => left + side * (value - regions.left) / (regions.right - regions.left);
    const y = value => side * (regions.top - value) / (regions.top - regions.bottom);
    const right = regions.points.filter(point => point[2] === point[3]);
    right.forEach(point => dot(pen, x(point[0]), y(point[1]), seriesColour(point[2])));
    regions.points.filter(point => point[2] !== point[3]).forEach(point => {
        dot(pen, x(point[0]), y(point[1]), seriesColour(point[2]));
        cross(pen, x(point[0]), y(point[1]));
    });
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
    caption(figure, 'Confusion matrix',
        chip('right', colour('--blue'), total ? number(100 * hits / total) + ' %' : ''),
        chip('wrong', colour('--vermilion'), String(total - hits)),
        element('span', when(confusion)));
    const mistakes = Math.max(1, ...matrix.flatMap((row, i) => row.filter((count, j) => i !== j)));
    const width = figure.clientWidth;
    const names = classes.map(name => name.length > 14 ? name.slice(0, 13) + '…' : name);
    const measure = canvas(figure, 10, 10);
    measure.font = '13px ' + FONT;
    const withNames = classes.length <= MOST_WITH_NUMBERS;
    const room = withNames ? 14 + Math.max(...names.map(name => measure.measureText(name).width)) : 8;
    const margin = 24;
    const size = Math.min((width - room - margin) / classes.length, (516 - margin) / classes.length, 120);
    const pen = canvas(figure, width, margin + classes.length * size + (withNames ? 30 : 6));
    const left = margin + room + Math.max(0, (width - 2 * (margin + room) - classes.length * size) / 2);
    pen.textBaseline = 'middle';
    matrix.forEach((row, i) => {
        const known = row.reduce((sum, count) => sum + count, 0);
        row.forEach((count, j) => {
            const share = i === j ? (known ? count / known : 0) : count / mistakes;
            pen.globalAlpha = 0.03 + (DARKEST - 0.03) * share;
            pen.fillStyle = colour(i === j ? '--blue' : '--vermilion');
            pen.fillRect(left + j * size, margin + i * size, size - 1.5, size - 1.5);
            pen.globalAlpha = 1;
            if (withNames && count > 0) {
                pen.font = Math.min(15, size * 0.36) + 'px ' + FONT;
                pen.fillStyle = share > 0.75 ? '#fefefe' : colour('--ink');
                pen.textAlign = 'center';
                pen.fillText(String(count), left + (j + 0.5) * size, margin + (i + 0.5) * size);
            }
        });
    });
    pen.fillStyle = colour('--muted');
    pen.font = '13px ' + FONT;
    if (withNames) {
        nameCells(pen, names, left, margin, size);
    }
    pen.textAlign = 'center';
    pen.fillText('predicted class', left + classes.length * size / 2, 10);
    pen.save();
    pen.translate(left - room - 6, margin + classes.length * size / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText('true class', 0, 0);
    pen.restore();
}

function nameCells(pen, names, left, top, size) {
    names.forEach((name, i) => {
        pen.textAlign = 'right';
        pen.fillText(name, left - 8, top + (i + 0.5) * size);
        pen.textAlign = 'center';
        pen.fillText(name, left + (i + 0.5) * size, top + names.length * size + 14, size - 4);
    });
}
