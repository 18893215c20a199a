package dev.gatehouse.cli.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running node leaves in its data folder, so that later commands find it.
 *
 * @param endpoint URL of its AWS APIs
 * @param pid its process
 * @param account its home account
 * @param region its home region
 * @param ownKeys whether its root has keys of its own rather than the well-known pair
 */
public record NodeFile(String endpoint, long pid, String account, String region, boolean ownKeys) {
    private static final String NAME = "node.json";

    /**
     * Leaves it in a data folder.
     *
     * @throws CommandException when the folder cannot be written
     */
    public void write(Path data) {
        try {
            Files.write(data.resolve(NAME), json());
        } catch (IOException problem) {
            throw new CommandException(
                    "cannot write " + data.resolve(NAME) + ": " + problem.getMessage());
        }
    }

    /** Member by member: a start loads no object mapper for it. */
    private byte[] json() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("endpoint", endpoint);
            json.writeNumberField("pid", pid);
            json.writeStringField("account", account);
            json.writeStringField("region", region);
            json.writeBooleanField("ownKeys", ownKeys);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Takes it away again, as a node does that stops. */
    public static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException problem) {
            // Left behind it names a dead process, which read() recognises.
        }
    }

    /** The node that runs on a data folder; empty when none does. */
    public static Optional<NodeFile> read(Path data) {
        try {
            NodeFile node =
                    new ObjectMapper().readValue(data.resolve(NAME).toFile(), NodeFile.class);
            return ProcessHandle.of(node.pid()).filter(ProcessHandle::isAlive).map(alive -> node);
        } catch (IOException problem) {
            return Optional.empty();
        }
    }
}
