package dev.cairn.cli;

import dev.cairn.files.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an enum's constant by its name on the command line, {@code fashion-mnist} for {@code FASHION_MNIST}; of a mistyped
 * one it says which was most likely meant.
 */
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    Choice(Class<E> type) {
        this.type = type;
    }

    /** The name of a constant on the command line. */
    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String text) {
        for (E constant : type.getEnumConstants()) {
            if (nameOf(constant).equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        throw unknown(text, Arrays.stream(type.getEnumConstants()).map(Choice::nameOf).toList());
    }

    private static TypeConversionException unknown(String text, List<String> names) {
        return new TypeConversionException("'" + text + "' is unknown; "
                + Suggestion.of(text.strip().toLowerCase(Locale.ROOT), names) + "known are "
                + String.join(", ", names));
    }
}
