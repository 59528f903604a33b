package dev.cairn.train;

import dev.cairn.data.Batches;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Layer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether every step of a run is the same program, so that one recording stands for all. */
final class Repetition {
    private Repetition() {
    }

    /** Why the steps are computed as they are written; null if they may be replayed. */
    static @Nullable String obstacle(Trainer settings, Batches batches) {
        Boolean wanted = settings.replay;
        if (batches.augmentation() != null) {
            return "the images are changed on the host before each step";
        }
        if (wanted != null) {
            return wanted ? null : "the trainer was told replay(false)";
        }
        Optional<Layer> own = settings.model.firstOwn();
        if (own.isPresent()) {
            return "layer " + own.get() + " is the program's own and may do something new in each step;"
                    + " replay(true) on the trainer says that it does not";
        }
        if (!settings.loss.getClass().getPackageName().equals(Loss.class.getPackageName())) {
            return "the loss is the program's own and may do something new in each step;"
                    + " replay(true) on the trainer says that it does not";
        }
        return null;
    }
}
