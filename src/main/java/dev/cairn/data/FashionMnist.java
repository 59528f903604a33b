package dev.cairn.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST, articles of clothing: 60,000 + 10,000 grey images [1, 28, 28] of 10 classes (Xiao, Rasul and Vollgraf,
 * 2017), in files of the same names and format as MNIST's.
 */
public final class FashionMnist {
    private static final String PAGE = "https://github.com/zalandoresearch/fashion-mnist";
    private static final List<String> ARTICLES = List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal",
            "Shirt", "Sneaker", "Bag", "Ankle boot");

    private FashionMnist() {
    }

    /**
     * Loads both parts from the folder of the four files.
     *
     * @throws DataException where a file is missing, damaged or not what it should be
     */
    public static TrainTest load(Path folder) {
        return Mnist.load(folder, "Fashion-MNIST", PAGE, ARTICLES);
    }
}
