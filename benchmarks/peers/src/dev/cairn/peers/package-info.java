/**
 * The same training steps and inference in other frameworks: a program for each that waits for orders, and one that gives them
 * in turns. Nothing here is part of Cairn or of its tests.
 */
package dev.cairn.peers;
