package dev.cairn.backend;

/** What each part of {@link OpsContract} is given. */
interface Contract {
    /** The backend under test. */
    Ops ops();

    /** A new comparison of it with the reference. */
    Trial trial();
}
