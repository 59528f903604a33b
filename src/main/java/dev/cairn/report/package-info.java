/**
 * Pictures of data, training and results in one style, as PNG and SVG files, and the HTML report of a run that holds
 * them. A {@link dev.cairn.report.Chart} is plain data that can draw itself; {@link dev.cairn.report.Charts} says
 * whether this Java can draw at all.
 */
@NullMarked
package dev.cairn.report;

import org.jspecify.annotations.NullMarked;
