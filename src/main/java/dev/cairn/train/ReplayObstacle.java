package dev.cairn.train;

import dev.cairn.loss.Loss;
import dev.cairn.nn.Layer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps one recording from standing for all batches: that they may not all meet the same program. */
final class ReplayObstacle {
    private ReplayObstacle() {
    }

    /**
     * Why every batch is computed as it is written; null if it may be replayed.
     *
     * @param wanted what the user said, or null
     */
    static @Nullable String of(Layer model, Loss loss, @Nullable Boolean wanted) {
        if (wanted != null) {
            return wanted ? null : "the trainer was told replay(false)";
        }
        Optional<Layer> own = model.firstOwn();
        if (own.isPresent()) {
            return "layer " + own.get()
                    + " is the program's own and may do something new each time; replay(true) on the"
                    + " trainer says that it does not";
        }
        if (!loss.getClass().getPackageName().equals(Loss.class.getPackageName())) {
            return "the loss is the program's own and may do something new each time; replay(true) on the trainer says"
                    + " that it does not";
        }
        return null;
    }
}
