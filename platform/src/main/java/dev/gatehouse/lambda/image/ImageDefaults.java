package dev.gatehouse.lambda.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image says of its program (OCI image specification, "Image Configuration").
 *
 * @param entryPoint the program and its first arguments
 * @param command its further arguments
 * @param environment its variables
 * @param workingDirectory where it starts; {@code /} where the image says nothing
 */
public record ImageDefaults(
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        String workingDirectory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public ImageDefaults {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * What the image at a root says.
     *
     * @param root an unpacked image, as {@link Images} leaves it
     */
    public static ImageDefaults of(Path root) {
        try {
            return parse(Files.readAllBytes(root.resolveSibling(Images.CONFIG)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ImageDefaults parse(byte[] document) throws IOException {
        JsonNode config = JSON.readTree(document).path("config");
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : texts(config.path("Env"))) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        String directory = config.path("WorkingDir").asText();
        return new ImageDefaults(
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                environment,
                directory.startsWith("/") ? directory : "/");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
