package dev.gatehouse.aws;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of CloudFormation's resource types, one JSON file a service, as {@code
 * tools/ImportResourceTypes.java} writes them from AWS's published resource schemas.
 */
public final class ResourceTypeFiles {
    private ResourceTypeFiles() {}

    /**
     * Opens a service's file.
     *
     * @param service in small letters, as in {@code AWS::Lambda::Function}: {@code lambda}
     * @return null when there is none
     */
    public static @Nullable InputStream open(String service) {
        return ResourceTypeFiles.class.getResourceAsStream("/resource-types/" + service + ".json");
    }
}
