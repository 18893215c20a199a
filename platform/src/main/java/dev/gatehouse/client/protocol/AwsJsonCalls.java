package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.format.TreeDecoder;
import dev.gatehouse.wire.message.Headers;

/** {@code awsJson1_0} and {@code awsJson1_1}: the operation in a header, all else in JSON. */
final class AwsJsonCalls implements ClientProtocol {
    static final AwsJsonCalls VERSION_1_0 = new AwsJsonCalls("application/x-amz-json-1.0");
    static final AwsJsonCalls VERSION_1_1 = new AwsJsonCalls("application/x-amz-json-1.1");

    private final String contentType;

    private AwsJsonCalls(String contentType) {
        this.contentType = contentType;
    }

    @Override
    public AwsRequest encode(OperationModel operation, Structure input) {
        String target = operation.service().wire().targetPrefix() + "." + operation.name();
        Headers headers =
                Headers.builder()
                        .add("Content-Type", contentType)
                        .add("X-Amz-Target", target)
                        .build();
        return new AwsRequest("POST", "/", "", headers, JsonWriter.write(input));
    }

    @Override
    public Structure decode(OperationModel operation, AwsResponse response) {
        return Responses.read(
                operation,
                () -> {
                    Structure.Builder members = Structure.builder(operation.output());
                    byte[] body = response.bytes();
                    if (body.length > 0) {
                        TreeDecoder.RESPONSES.members(members, JsonTree.read(body));
                    }
                    return members.build();
                });
    }

    @Override
    public ServiceException error(ServiceModel service, AwsResponse response) {
        return JsonErrors.read(service, response);
    }
}
