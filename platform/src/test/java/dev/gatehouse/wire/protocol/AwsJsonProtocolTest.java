package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireResponse;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AwsJsonProtocolTest {
    private final Protocol protocol = AwsJsonProtocol.VERSION_1_1;

    @Test
    void anErrorNamesItsTypeInTheBody() {
        WireResponse response =
                protocol.encodeError(
                        Logs.MODEL,
                        new ServiceException(
                                "ResourceNotFoundException",
                                400,
                                "The specified log group does not exist."),
                        RequestId.next());

        assertThat(response.headers().first("Content-Type"))
                .isEqualTo("application/x-amz-json-1.1");
        assertThat(Requests.text(response))
                .isEqualTo(
                        "{\"__type\":\"ResourceNotFoundException\",\"message\":\"The specified log"
                                + " group does not exist.\"}");
    }

    @Test
    void anOperationWithoutOutputAnswersWithNothing() {
        WireResponse response =
                protocol.encode(
                        Logs.CREATE_LOG_GROUP.model(), Empty.EMPTY.data(), RequestId.next());

        assertThat(response.status()).isEqualTo(200);
        assertThat(Requests.bytes(response)).isEmpty();
    }

    @Test
    void anIdempotencyTokenTheClientLeftOutIsFilledIn() {
        OperationModel write =
                Objects.requireNonNull(
                        ServiceModel.load("dynamodb").operation("TransactWriteItems"));

        Structure input =
                AwsJsonProtocol.VERSION_1_0.decode(write, Requests.request("POST", "/", "{}"));

        assertThat(input.value("ClientRequestToken")).asString().hasSize(36);
    }

    @Test
    void theRejectionOfAnUnknownOperationNamesIt() {
        ServiceException rejection = protocol.unknownOperation(Logs.MODEL, "Frobnicate");

        assertThat(rejection.code()).isEqualTo("UnknownOperationException");
        assertThat(rejection.text()).contains("Frobnicate");
    }
}
