package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.Shape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    @TempDir
    private Path folder;

    private Path save(BufferedImage picture) throws IOException {
        Path file = folder.resolve("picture.png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    @Test
    void greyValuesStayAsTheyAreStored() throws IOException {
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 100, 200, 255});
        Path file = save(picture);

        assertThat(Picture.read(file, Shape.of(1, 2, 2))).containsExactly(0, 100, 200, 255);
        assertThat(Picture.read(file, Shape.of(3, 2, 2)))
                .containsExactly(0, 100, 200, 255, 0, 100, 200, 255, 0, 100, 200, 255);
    }

    @Test
    void coloursComeChannelsFirst() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0x010203);
        picture.setRGB(1, 0, 0xFFFEFD);

        assertThat(Picture.read(save(picture), Shape.of(3, 1, 2))).containsExactly(1, 255, 2, 254, 3, 253);
    }

    @Test
    void largePicturesAreAveragedAndTransparencyIsWhite() throws IOException {
        BufferedImage picture = new BufferedImage(256, 256, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.BLACK);
        for (int x = 0; x < 128; x += 2) {
            pen.drawLine(x, 0, x, 255);
        }
        pen.dispose();
        float[] small = Objects.requireNonNull(Picture.read(save(picture), Shape.of(1, 8, 8)));

        assertThat(small).hasSize(64);
        assertThat(small[0]).as("black and white stripes").isCloseTo(127, Offset.offset(3f));
        assertThat(small[7]).as("transparent").isEqualTo(255);
    }

    @Test
    void tellsPicturesFromOtherFiles() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n");
        assertThat(Picture.read(rows, Shape.of(2))).isNull();
        Path picture = save(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY));
        assertThatThrownBy(() -> Picture.read(picture, Shape.of(4))).isInstanceOf(CairnException.class)
                .hasMessageContaining("is a picture, but the model takes samples of shape [4]");
    }
}
