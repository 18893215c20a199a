package dev.gatehouse.cloudformation.sam.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Where the policies that AWS manages stand, for templates that give a bare name. */
final class ManagedPolicyNames {
    /** Loads once, when a name is first asked for. */
    private static final class Loaded {
        static final Map<String, String> PATHS = load();
    }

    private ManagedPolicyNames() {}

    /** The ARN of a policy that AWS manages; anything else as it is. */
    static String arn(String partition, String name) {
        String path = Loaded.PATHS.get(name);
        return path == null ? name : of(partition, path);
    }

    /**
     * @param path a name with its path: {@code service-role/AWSLambdaBasicExecutionRole}
     */
    static String of(String partition, String path) {
        return "arn:" + partition + ":iam::aws:policy/" + path;
    }

    private static Map<String, String> load() {
        try (InputStream file =
                ManagedPolicyNames.class.getResourceAsStream("managed-policies.txt")) {
            String text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(
                            Collectors.toMap(
                                    path -> path.substring(path.lastIndexOf('/') + 1),
                                    path -> path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
