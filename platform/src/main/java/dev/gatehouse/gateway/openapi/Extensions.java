package dev.gatehouse.gateway.openapi;

import java.util.Set;

/** The names of API Gateway's extensions to OpenAPI. */
public final class Extensions {
    private static final String PREFIX = "x-amazon-apigateway-";

    public static final String ANY_METHOD = PREFIX + "any-method";
    public static final String API_KEY_SOURCE = PREFIX + "api-key-source";
    public static final String AUTH = PREFIX + "auth";
    public static final String AUTHORIZER = PREFIX + "authorizer";
    public static final String AUTHTYPE = PREFIX + "authtype";
    public static final String BINARY_MEDIA_TYPES = PREFIX + "binary-media-types";
    public static final String CORS = PREFIX + "cors";
    public static final String DOCUMENTATION = PREFIX + "documentation";
    public static final String ENDPOINT_CONFIGURATION = PREFIX + "endpoint-configuration";
    public static final String ENDPOINT_ACCESS_MODE = PREFIX + "endpoint-access-mode";
    public static final String GATEWAY_RESPONSES = PREFIX + "gateway-responses";
    public static final String IMPORT_EXPORT_VERSION = PREFIX + "importexport-version";
    public static final String INTEGRATION = PREFIX + "integration";
    public static final String MINIMUM_COMPRESSION_SIZE = PREFIX + "minimum-compression-size";
    public static final String POLICY = PREFIX + "policy";
    public static final String REQUEST_VALIDATOR = PREFIX + "request-validator";
    public static final String REQUEST_VALIDATORS = PREFIX + "request-validators";

    public static final String SECURITY_POLICY = PREFIX + "security-policy";
    public static final String TAG_VALUE = PREFIX + "tag-value";

    /** Those of a document's head, in either service. */
    private static final Set<String> OF_THE_HEAD =
            Set.of(
                    API_KEY_SOURCE,
                    BINARY_MEDIA_TYPES,
                    CORS,
                    DOCUMENTATION,
                    ENDPOINT_ACCESS_MODE,
                    ENDPOINT_CONFIGURATION,
                    GATEWAY_RESPONSES,
                    IMPORT_EXPORT_VERSION,
                    MINIMUM_COMPRESSION_SIZE,
                    POLICY,
                    REQUEST_VALIDATOR,
                    REQUEST_VALIDATORS,
                    SECURITY_POLICY);

    private Extensions() {}

    /** Warns of what a document's head has of API Gateway's that nobody reads here. */
    public static void warnOfUnknown(OpenApiDocument document, ImportReport report) {
        document.root()
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (name.startsWith(PREFIX) && !OF_THE_HEAD.contains(name)) {
                                report.warn("Ignoring the extension '%s'".formatted(name));
                            }
                        });
    }
}
