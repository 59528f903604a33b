package dev.cairn.data;

/**
 * A training set in two parts that share no sample.
 *
 * @param train what a model learns from
 * @param validation what hyperparameters are chosen on and what stops the training early
 */
public record TrainValidation(ArrayDataset train, ArrayDataset validation) {
}
