package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.HostRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set in memory: values as 8-bit images or floats, with labels or targets. Operations return new data sets and leave
 * this one as it is; samples keep their order unless the operation is about order.
 */
public final class ArrayDataset implements Dataset {
    private final String name;
    private final Shape sampleShape;
    private final Features features;
    private final Answers answers;
    private final int size;

    /** The parts must fit each other: {@link DatasetChecks} says so where they come from outside. */
    ArrayDataset(String name, Shape sampleShape, Features features, Answers answers) {
        this.name = name;
        this.sampleShape = sampleShape;
        this.features = features;
        this.answers = answers;
        this.size = features.length() / sampleShape.elements();
    }

    /**
     * Labelled 8-bit images, from arrays that are shared, not copied.
     *
     * @param pixels the images one after another, each channel first, values 0 to 255 as unsigned bytes
     * @param sampleShape the shape of one image, [C, H, W]
     * @param labels a class for each image, from 0
     * @param classNames as many names as there are classes
     */
    public static ArrayDataset ofImages(
            String name, byte[] pixels, Shape sampleShape, int[] labels, List<String> classNames) {
        return checked(name, sampleShape, Features.of(pixels), Answers.of(labels, classNames));
    }

    /** Labelled float data, from arrays that are shared, not copied; otherwise as {@link #ofImages}. */
    public static ArrayDataset ofFloats(
            String name, float[] values, Shape sampleShape, int[] labels, List<String> classNames) {
        return checked(name, sampleShape, Features.of(values), Answers.of(labels, classNames));
    }

    /** Float data with {@code targetWidth} targets a sample, from arrays that are shared, not copied. */
    public static ArrayDataset ofFloats(
            String name, float[] values, Shape sampleShape, float[] targets, int targetWidth) {
        return checked(name, sampleShape, Features.of(values), Answers.of(targets, targetWidth));
    }

    /** Samples by row and a label for each, copied. There are as many classes as the largest label says. */
    public static ArrayDataset of(float[][] rows, int[] labels) {
        DatasetChecks.sameCount(rows.length, labels.length, "labels");
        return ofFloats("data", DatasetChecks.flat("values", rows), Shape.of(rows[0].length), labels.clone(),
                DatasetChecks.numberedClasses(labels));
    }

    /** Samples by row and the targets of each, copied. */
    public static ArrayDataset of(float[][] rows, float[][] targets) {
        DatasetChecks.sameCount(rows.length, targets.length, "rows of targets");
        return ofFloats("data", DatasetChecks.flat("values", rows), Shape.of(rows[0].length),
                DatasetChecks.flat("targets", targets), targets[0].length);
    }

    /** Reads every sample of a user's data set once. */
    public static ArrayDataset copyOf(Dataset source) {
        return source instanceof ArrayDataset array ? array : DatasetCopy.of(source);
    }

    private static ArrayDataset checked(String name, Shape sampleShape, Features features, Answers answers) {
        DatasetChecks.fit(name, sampleShape, features, answers);
        return new ArrayDataset(name, sampleShape, features, answers);
    }

    /** What the data set is called in messages and reports, such as MNIST. */
    public String name() {
        return name;
    }

    /** The same data under another name. */
    public ArrayDataset named(String newName) {
        return new ArrayDataset(newName, sampleShape, features, answers);
    }

    @Override
    public int size() {
        return size;
    }

    /** The shape of a sample: [features] or [C, H, W]. */
    @Override
    public Shape sampleShape() {
        return sampleShape;
    }

    /** The number of classes; 0 where there are targets. */
    @Override
    public int classes() {
        return answers.classNames().size();
    }

    /** The names of the classes; empty where there are targets. */
    public List<String> classNames() {
        return answers.classNames();
    }

    /** The number of targets a sample; 0 where there are labels. */
    public int targetWidth() {
        return answers.targetWidth();
    }

    /** A copy of one sample; the values of 8-bit images are 0 to 255. */
    @Override
    public Sample sample(int index) {
        DatasetChecks.index("sample", index, size);
        float[] values = new float[sampleShape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = features.value(index * values.length + i);
        }
        if (answers.areLabels()) {
            return Sample.labelled(values, answers.labels()[index]);
        }
        float[] targets = new float[answers.targetWidth()];
        System.arraycopy(answers.targets(), index * targets.length, targets, 0, targets.length);
        return Sample.of(values, targets);
    }

    /** Whether the values are 8-bit, in {@link #bytes}, rather than in {@link #floats}. */
    public boolean isBytes() {
        return features.isBytes();
    }

    /** The 8-bit values of all samples, unsigned, one sample after another: the array itself, not to be changed. */
    public byte[] bytes() {
        DatasetChecks.has(features.isBytes(), name, "8-bit values", "floats");
        return features.bytes();
    }

    /** The float values of all samples, one sample after another: the array itself, not to be changed. */
    public float[] floats() {
        DatasetChecks.has(!features.isBytes(), name, "float values", "bytes");
        return features.floats();
    }

    /** The values of all samples, whichever kind they are. */
    Features features() {
        return features;
    }

    /** The same, a row a sample. */
    HostRows featureRows() {
        return features.rows(sampleShape.elements());
    }

    /** The labels or targets, a row a sample. */
    HostRows answerRows() {
        return answers.rows();
    }

    /** The label of every sample: the array itself, not to be changed. */
    public int[] labels() {
        DatasetChecks.has(answers.areLabels(), name, "labels", "targets");
        return answers.labels();
    }

    /** The targets of all samples, one sample after another: the array itself, not to be changed. */
    public float[] targets() {
        DatasetChecks.has(!answers.areLabels(), name, "targets", "labels");
        return answers.targets();
    }

    /** How many samples each class has. */
    public int[] classHistogram() {
        int[] histogram = new int[classes()];
        for (int label : labels()) {
            histogram[label]++;
        }
        return histogram;
    }

    /** The samples of these numbers, in this order; a number may occur more than once. */
    public ArrayDataset subset(int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("subset of data set " + name + ": chooses no sample");
        }
        for (int index : indices) {
            DatasetChecks.index("subset", index, size);
        }
        return new ArrayDataset(name, sampleShape, features.select(indices, sampleShape.elements()),
                answers.select(indices));
    }

    /** The samples {@code from} to {@code to - 1}. */
    public ArrayDataset range(int from, int to) {
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException(
                    "range " + from + " to " + to + " of data set " + name + ": must be non-empty and within 0 to "
                            + size);
        }
        return subset(IntStream.range(from, to).toArray());
    }

    /** The first {@code count} samples. */
    public ArrayDataset take(int count) {
        return range(0, count);
    }

    /** All samples in an order that depends on the seed alone. */
    public ArrayDataset shuffled(long seed) {
        return subset(Partition.order(size, seed));
    }

    /** Splits off {@code fraction} of the samples for validation, chosen at random; rounded to whole samples. */
    public TrainValidation split(double fraction, long seed) {
        DatasetChecks.fraction(fraction);
        return splitCount((int) Math.round(fraction * size), seed);
    }

    /** Splits off exactly {@code count} samples for validation, chosen at random. */
    public TrainValidation splitCount(int count, long seed) {
        if (count < 1 || count >= size) {
            throw new IllegalArgumentException("split of data set " + name + ": " + count + " of " + size
                    + " samples for validation leaves a part empty");
        }
        return partition(Partition.choose(size, count, seed));
    }

    /** Splits off {@code fraction} of every class for validation, chosen at random, each class rounded on its own. */
    public TrainValidation splitStratified(double fraction, long seed) {
        DatasetChecks.fraction(fraction);
        int[] chosen = Partition.chooseOfEachClass(labels(), classes(), fraction, seed);
        if (chosen.length == 0 || chosen.length == size) {
            throw new IllegalArgumentException("stratified split of data set " + name + ": a fraction of " + fraction
                    + " of each class leaves a part empty");
        }
        return partition(chosen);
    }

    /** k-fold cross-validation: {@code k} pairs in which every sample is in exactly one validation set. */
    public List<TrainValidation> folds(int k, long seed) {
        return folds(k, Partition.order(size, seed));
    }

    /** As {@link #folds}, with every class spread evenly over the folds. */
    public List<TrainValidation> foldsStratified(int k, long seed) {
        return folds(k, Partition.orderByClass(labels(), classes(), seed));
    }

    private List<TrainValidation> folds(int k, int[] order) {
        if (k < 2 || k > size) {
            throw new IllegalArgumentException(
                    k + " folds of data set " + name + ": must be 2 to its " + size + " samples");
        }
        return IntStream.range(0, k).mapToObj(fold -> partition(Partition.dealt(order, fold, k))).toList();
    }

    private TrainValidation partition(int[] validation) {
        return new TrainValidation(subset(Partition.others(size, validation)), subset(validation));
    }

    /** These samples, then those of {@code other}, which must have the same sample shape, kind of values and classes. */
    public ArrayDataset concat(ArrayDataset other) {
        DatasetChecks.joinable(this, other);
        return new ArrayDataset(name, sampleShape, features.join(other.features), answers.join(other.answers));
    }

    /** RGB images [3, H, W] as grey ones [1, H, W]; see {@link Grey}. Grey images stay as they are. */
    public ArrayDataset grey() {
        Shape shape = Grey.shape(name, sampleShape);
        return shape.equals(sampleShape)
                ? this
                : new ArrayDataset(name, shape, Grey.of(features, sampleShape), answers);
    }

    /** As "10 classes" or "2 targets", for messages. */
    String describeAnswers() {
        return answers.areLabels() ? classes() + " classes" : answers.targetWidth() + " targets";
    }

    /** This data in batches of a size; more settings are {@link Batches}' own. */
    public Batches batches(int batchSize) {
        return Batches.of(this, batchSize);
    }

    /** As {@code MNIST: 60000 samples [1, 28, 28], 10 classes}. */
    @Override
    public String toString() {
        return name + ": " + size + " samples " + sampleShape + ", " + describeAnswers();
    }
}
