package dev.cairn;

/**
 * One way in which a backend can compute matrix products, which take most of the time.
 *
 * @param name      what it is, as {@code oneDNN}
 * @param available whether it works on this machine, or nothing is known that speaks against it
 * @param used      whether it is the one that computes
 * @param reason    why it is used or not, with advice where something can be done
 */
public record Implementation(String name, boolean available, boolean used, String reason) {
}
