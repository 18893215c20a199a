package dev.gatehouse.gateway.plan.host;

import org.jspecify.annotations.Nullable;

/**
 * Which API a request is for, by its host or its path.
 *
 * @param apiId the id in the host or path
 * @param region the region the host names; null when it names none
 * @param path the path below the API, its stage in front
 * @param form how it was addressed
 */
record ApiLocation(String apiId, @Nullable String region, String path, Form form) {
    private static final String HOST_LABEL = ".execute-api.";
    private static final String VPC_ENDPOINT = "-vpce-";
    private static final String PATH = "/_aws/execute-api/";
    private static final String PLAIN_PATH = "/execute-api/";
    private static final String OLD_PATH = "/restapis/";
    private static final String OLD_MARK = "_user_request_";
    private static final String CONNECTIONS = "/@connections/";

    enum Form {
        HOST,
        PATH,
        /** A path that S3 may mean too: an object of a bucket {@code execute-api}. */
        AMBIGUOUS_PATH
    }

    /**
     * Reads the forms {@code {apiId}.execute-api.{region}.…}, {@code
     * {apiId}-{vpceId}.execute-api.{region}.…}, {@code /_aws/execute-api/{apiId}/{stage}/…}, {@code
     * /execute-api/{apiId}/{stage}/…} and {@code /restapis/{apiId}/{stage}/_user_request_/…}; null
     * when the request is for none.
     *
     * @param host in lower case, without port
     */
    static @Nullable ApiLocation of(String host, String path) {
        int label = host.indexOf(HOST_LABEL);
        if (label > 0) {
            int region = label + HOST_LABEL.length();
            int link = host.indexOf(VPC_ENDPOINT);
            int dot = host.indexOf('.', region);
            return new ApiLocation(
                    host.substring(0, link < 0 ? label : Math.min(link, label)),
                    dot < 0 ? null : host.substring(region, dot),
                    path,
                    Form.HOST);
        }
        if (path.startsWith(PATH)) {
            return below(PATH, path, Form.PATH);
        }
        if (path.startsWith(PLAIN_PATH)) {
            return below(PLAIN_PATH, path, Form.AMBIGUOUS_PATH);
        }
        return path.startsWith(OLD_PATH) ? oldForm(path) : null;
    }

    /**
     * Whether a service of AWS has such addresses too: S3, where a bucket is named {@code
     * execute-api}, and API Gateway's management API, at {@code /{stage}/@connections/{id}} under
     * the host of a WebSocket API.
     */
    boolean ofAService() {
        return form == Form.AMBIGUOUS_PATH
                || path.startsWith(CONNECTIONS, Math.max(0, path.indexOf('/', 1)));
    }

    private static ApiLocation below(String prefix, String path, Form form) {
        int slash = slashOrEnd(path, prefix.length());
        String rest = path.substring(slash);
        return new ApiLocation(
                path.substring(prefix.length(), slash), null, rest.isEmpty() ? "/" : rest, form);
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
                Form.PATH);
    }

    private static int slashOrEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }
}
