package dev.gatehouse.client;

import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.kernel.ServiceException;

/** Requests that name their operation, for the protocols in which requests do. */
final class ActionRequests {
    private ActionRequests() {}

    /**
     * @throws ServiceException {@code ValidationException} for a service whose operations are paths
     */
    static AwsRequest of(ServiceModel service, String action, AwsRequest request) {
        if (service.wire().queryCompatible()) {
            // API Gateway speaks to these as they were before they spoke JSON.
            return query(service, action, request);
        }
        for (ProtocolName protocol : service.wire().protocols()) {
            switch (protocol) {
                case AWS_JSON_1_0 -> {
                    return json(service, action, request, "application/x-amz-json-1.0");
                }
                case AWS_JSON_1_1 -> {
                    return json(service, action, request, "application/x-amz-json-1.1");
                }
                case AWS_QUERY -> {
                    return query(service, action, request);
                }
                case REST_JSON_1, REST_XML, RPC_V2_CBOR -> {}
            }
        }
        throw new ServiceException(
                "ValidationException",
                400,
                "The operations of %s have paths, not actions".formatted(service));
    }

    private static AwsRequest json(
            ServiceModel service, String action, AwsRequest request, String contentType) {
        String target = service.wire().targetPrefix() + "." + action;
        return new AwsRequest("POST", "/", request.query(), request.headers(), request.body())
                .withDefault("X-Amz-Target", target)
                .withDefault("Content-Type", contentType);
    }

    private static AwsRequest query(ServiceModel service, String action, AwsRequest request) {
        String named = "Action=%s&Version=%s".formatted(action, service.names().apiVersion());
        String query = request.query().isEmpty() ? named : named + '&' + request.query();
        return new AwsRequest("POST", "/", query, request.headers(), request.body())
                .withDefault("Content-Type", "application/x-www-form-urlencoded");
    }
}
