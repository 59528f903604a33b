package com.example;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Iris;
import dev.cairn.data.Normalisation;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Classification;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.serve.Predictor;
import dev.cairn.train.Evaluator;
import dev.cairn.train.Trainer;

/** Trains on Iris with a layer and a loss of its own, and serves the result. */
public final class Flowers {
    private Flowers() {
    }

    private static final class Gain extends Layer {
        private final Parameter gain;

        Gain(int features) {
            gain = parameter("gain", Shape.of(features), Initializers.constant(1));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.multiply(gain);
        }
    }

    public static void main(String[] arguments) {
        TrainTest flowers = Iris.load(1);
        ArrayDataset test = flowers.test();
        Normalisation scaling = Scaling.standard().fit(flowers.train());
        Layer model = new Sequential(new Dense(4, 16), new Gain(16), new Relu(), new Dense(16, flowers.train().classes()));
        Loss crossEntropy = new SoftmaxCrossEntropy();
        Loss modest = (logits, labels) -> crossEntropy.apply(logits, labels).add(logits.square().mean().multiply(1e-3));

        try (Device device = Device.open(Backend.AUTO)) {
            Trainer.of(model, modest, new Adam(0.02)).on(device).seed(1)
                    .fit(flowers.train().batches(20).normalised(scaling), 40);
            Classification result = (Classification) new Evaluator(model, crossEntropy)
                    .evaluate(test.batches(30).normalised(scaling));
            if (result.accuracy() < 0.8) {
                throw new IllegalStateException("learned too little: " + result);
            }
            System.out.println("accuracy " + result.accuracy() + " on " + device.describe());
            try (Predictor predictor = Predictor.of(model, test.sampleShape(), scaling, Backend.AUTO)) {
                float[] logits = predictor.predict(test.sample(0).values());
                System.out.println(logits.length + " logits for a flower of class " + test.sample(0).label());
            }
        }
    }
}
