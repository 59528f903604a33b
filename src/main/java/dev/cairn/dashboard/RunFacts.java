package dev.cairn.dashboard;

/**
 * What is known of a run before it starts.
 *
 * @param dataset    the data set's name
 * @param backend    the backend that computes
 * @param network    the network in words
 * @param parameters how many numbers are learned
 * @param seed       of all randomness
 * @param epochs     how often the training set will be seen, unless the run ends early
 */
public record RunFacts(String dataset, String backend, String network, long parameters, long seed, int epochs) {
}
