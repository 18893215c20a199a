package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.XmlDecoder;
import dev.gatehouse.wire.format.XmlElement;
import dev.gatehouse.wire.message.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code awsQuery}: a form goes, XML comes. */
final class AwsQueryCalls implements ClientProtocol {
    static final AwsQueryCalls INSTANCE = new AwsQueryCalls();

    private static final Headers FORM =
            Headers.builder()
                    .add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .build();

    private AwsQueryCalls() {}

    @Override
    public AwsRequest encode(OperationModel operation, Structure input) {
        String form =
                new FormWriter()
                        .add("Action", operation.name())
                        .add("Version", operation.service().names().apiVersion())
                        .members(input)
                        .toString();
        return new AwsRequest("POST", "/", "", FORM, form.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Structure decode(OperationModel operation, AwsResponse response) {
        return Responses.read(
                operation,
                () -> {
                    Structure.Builder members = Structure.builder(operation.output());
                    byte[] body = response.bytes();
                    XmlElement result = body.length == 0 ? null : result(operation, body);
                    if (result != null) {
                        XmlDecoder.RESPONSES.members(members, result);
                    }
                    return members.build();
                });
    }

    private static @Nullable XmlElement result(OperationModel operation, byte[] body) {
        XmlElement root = XmlElement.read(body);
        String wrapper = operation.traits().resultWrapper();
        return wrapper == null ? root : root.child(wrapper);
    }

    @Override
    public ServiceException error(ServiceModel service, AwsResponse response) {
        return XmlErrors.read(service, response);
    }
}
