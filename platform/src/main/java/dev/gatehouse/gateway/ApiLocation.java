package dev.gatehouse.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Which API a request is for, by its host or its path.
 *
 * @param apiId the id in the host or path
 * @param region the region the host names; null when it names none
 * @param path the path below the API, its stage in front
 * @param byHost whether the host named the API
 */
record ApiLocation(String apiId, @Nullable String region, String path, boolean byHost) {
    private static final String HOST_LABEL = ".execute-api.";
    private static final String PATH = "/_aws/execute-api/";
    private static final String OLD_PATH = "/restapis/";
    private static final String OLD_MARK = "_user_request_";

    /**
     * Reads the forms {@code {apiId}.execute-api.{region}.…}, {@code
     * /_aws/execute-api/{apiId}/{stage}/…} and {@code /restapis/{apiId}/{stage}/_user_request_/…};
     * null when the request is for none.
     *
     * @param host without port
     */
    static @Nullable ApiLocation of(String host, String path) {
        int label = host.indexOf(HOST_LABEL);
        if (label > 0) {
            int region = label + HOST_LABEL.length();
            int dot = host.indexOf('.', region);
            return new ApiLocation(
                    host.substring(0, label),
                    dot < 0 ? null : host.substring(region, dot),
                    path,
                    true);
        }
        if (path.startsWith(PATH)) {
            int slash = slashOrEnd(path, PATH.length());
            return new ApiLocation(
                    path.substring(PATH.length(), slash),
                    null,
                    orRoot(path.substring(slash)),
                    false);
        }
        return path.startsWith(OLD_PATH) ? oldForm(path) : null;
    }

    private static @Nullable ApiLocation oldForm(String path) {
        int id = slashOrEnd(path, OLD_PATH.length());
        int stage = slashOrEnd(path, Math.min(id + 1, path.length()));
        int mark = slashOrEnd(path, Math.min(stage + 1, path.length()));
        if (stage >= path.length() || !path.substring(stage + 1, mark).equals(OLD_MARK)) {
            return null;
        }
        return new ApiLocation(
                path.substring(OLD_PATH.length(), id),
                null,
                path.substring(id, stage) + path.substring(mark),
                false);
    }

    private static int slashOrEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    private static String orRoot(String path) {
        return path.isEmpty() ? "/" : path;
    }
}
