package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The template of an app's folder. */
final class AppTemplate {
    private static final List<String> NAMES =
            List.of("template.yaml", "template.yml", "template.json");

    private AppTemplate() {}

    /** The file that holds it; empty where there is none. */
    static Optional<Path> file(Path app) {
        return NAMES.stream().map(app::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * What the file holds; for a folder that is a function and nothing else, a template with it.
     *
     * @throws CommandException when there is neither; the message says what to do instead
     */
    static ObjectNode of(Path app) {
        if (!Files.isDirectory(app)) {
            throw new CommandException("there is no folder " + app);
        }
        return file(app).map(AppTemplate::read).orElseGet(() -> made(app));
    }

    /** What is said against the template, with the lines of its file that it is about. */
    static String placed(Path app, String message) {
        return file(app)
                .map(file -> new TemplateLines(file, text(file)).in(message))
                .orElse(message);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new CommandException("cannot read " + file);
        }
    }

    private static ObjectNode read(Path file) {
        String text = text(file);
        try {
            return TemplateReader.readSource(text);
        } catch (ServiceException rejection) {
            throw new CommandException(file + ": " + rejection.text());
        }
    }

    private static ObjectNode made(Path app) {
        Optional<ForeignApp> foreign = ForeignApp.in(app);
        if (foreign.isPresent()) {
            throw new CommandException(foreign.get().advice(app));
        }
        return PlainFunction.in(app)
                .map(function -> function.template(Deployment.stackNameOf(app)))
                .orElseThrow(
                        () ->
                                new CommandException(
                                        app
                                                + " holds no template.yaml, and no function:"
                                                + " app.py, index.mjs or the like with a handler"));
    }
}
