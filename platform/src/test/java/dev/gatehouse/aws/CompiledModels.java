package dev.gatehouse.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models that a test compiled itself. */
public final class CompiledModels {
    private CompiledModels() {}

    /** The model of a service that the product has, by the name of its file. */
    public static ServiceModel of(String service) {
        return TableReader.read(service);
    }

    /** The model of a service from the folder that the wire compiler wrote resources to. */
    public static ServiceModel load(Path resources, String service) throws IOException {
        Path table = resources.resolve("dev/gatehouse/aws/tables/" + service + ".bin");
        return TableReader.read(Files.readAllBytes(table));
    }
}
