package dev.cairn.io;

import dev.cairn.Shape;
import dev.cairn.data.Normalisation;
import java.util.List;

/**
 * What a model needs beside its weights to be used: on what it was trained, and how a sample becomes its input.
 *
 * @param dataset       the data set's name on the command line, as {@code mnist}
 * @param dataSeed      of generated samples and of the random choice of those for training and testing
 * @param sampleShape   the shape of one sample, as [1, 28, 28]
 * @param grey          whether colour images become grey first
 * @param normalisation from stored values to the network's input
 * @param loss          the loss it was trained with, as {@link dev.cairn.loss.Losses#named} reads it
 * @param classNames    the names of the classes; empty for a regression
 */
public record ModelCard(String dataset, long dataSeed, Shape sampleShape, boolean grey, Normalisation normalisation,
        String loss, List<String> classNames) {
    public ModelCard {
        classNames = List.copyOf(classNames);
        normalisation.requireFits(sampleShape.elements());
    }
}
