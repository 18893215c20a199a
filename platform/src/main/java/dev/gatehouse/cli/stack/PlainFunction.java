package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.node.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that is a function, without a template: its file and its handler have the names that
 * AWS's console and guides give them.
 *
 * @param runtime Lambda's id of the runtime
 * @param handler in the runtime's notation
 */
record PlainFunction(String runtime, String handler) {
    private static final List<String> MODULES =
            List.of("lambda_function", "app", "index", "handler", "main", "lambda");

    private static final Pattern HANDLER =
            Pattern.compile("\\b(lambda_handler|lambdaHandler|handler)\\b");

    /** How a language names its files. */
    private record Language(String runtime, List<String> endings) {}

    private static final List<Language> LANGUAGES =
            List.of(
                    new Language("python3.13", List.of(".py")),
                    new Language("nodejs22.x", List.of(".mjs", ".js", ".cjs")),
                    new Language("ruby3.3", List.of(".rb")));

    /** The function in a folder; empty when none is recognised. */
    static Optional<PlainFunction> in(Path folder) {
        for (Language language : LANGUAGES) {
            for (String module : MODULES) {
                for (String ending : language.endings()) {
                    Optional<String> name = handlerIn(folder.resolve(module + ending));
                    if (name.isPresent()) {
                        return Optional.of(
                                new PlainFunction(language.runtime(), module + '.' + name.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> handlerIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Matcher handler = HANDLER.matcher(Files.readString(file));
            return handler.find() ? Optional.of(handler.group(1)) : Optional.empty();
        } catch (IOException problem) {
            throw new CommandException("cannot read " + file);
        }
    }

    /** A template with the function and a URL for it. */
    ObjectNode template(String name) {
        ObjectNode template = JsonNodeFactory.instance.objectNode();
        template.put("Transform", "AWS::Serverless-2016-10-31");
        ObjectNode properties =
                template.putObject("Resources")
                        .putObject("Function")
                        .put("Type", "AWS::Serverless::Function")
                        .putObject("Properties");
        properties
                .put("FunctionName", name)
                .put("CodeUri", ".")
                .put("Runtime", runtime)
                .put("Handler", handler)
                .put("Timeout", 30);
        properties.putObject("FunctionUrlConfig").put("AuthType", "NONE");
        template.putObject("Outputs")
                .putObject("Url")
                .putObject("Value")
                .putArray("Fn::GetAtt")
                .add("FunctionUrl")
                .add("FunctionUrl");
        return template;
    }
}
