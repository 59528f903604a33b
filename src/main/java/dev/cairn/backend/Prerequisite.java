package dev.cairn.backend;

/**
 * One thing that a backend needs of a machine.
 *
 * @param name   what it is, as {@code driver}
 * @param met    whether it is there and works
 * @param detail what was found, or what is missing and how to get it
 */
public record Prerequisite(String name, boolean met, String detail) {
}
