package dev.gatehouse.cli.build;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Words for what the JDK says with the name of an exception and a path. */
final class FileProblem {
    private FileProblem() {}

    static String of(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return switch (problem) {
            case AccessDeniedException _ -> message + " may not be read or written";
            case NoSuchFileException _ -> message + " is not there";
            case FileSystemLoopException _ -> message + " is a link to a folder it lies in";
            default -> message;
        };
    }
}
