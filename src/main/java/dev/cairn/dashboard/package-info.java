/**
 * A page in the browser that follows training runs. {@link dev.cairn.dashboard.LiveRun} writes how a run goes into its folder,
 * {@link dev.cairn.dashboard.Dashboard} serves the folders of runs to browsers on the same machine; files are all that the two
 * share, so the page may be served by the training program or by another one.
 */
@NullMarked
package dev.cairn.dashboard;

import org.jspecify.annotations.NullMarked;
