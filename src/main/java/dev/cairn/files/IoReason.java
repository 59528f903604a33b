package dev.cairn.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says why a file operation failed, where the JDK's message is only the file's name. */
public final class IoReason {
    private IoReason() {
    }

    /** The reason as the end of a sentence, without the file's name. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no such file or folder";
            case AccessDeniedException e -> "permission denied";
            case FileAlreadyExistsException e -> "a file of that name is in the way";
            case NotDirectoryException e -> "that is not a folder";
            case CharacterCodingException e -> "it is not UTF-8 text";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> {
                String message = failure.getMessage();
                yield message != null ? message : failure.getClass().getSimpleName();
            }
        };
    }
}
