/**
 * JMH benchmarks: the same work on every backend. NOTES.md beside says how they measure.
 */
package dev.cairn.benchmarks;
