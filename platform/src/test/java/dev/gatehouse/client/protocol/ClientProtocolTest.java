package dev.gatehouse.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.ErrorTrait;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import dev.gatehouse.wire.protocol.Botocore;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.Operations;
import dev.gatehouse.wire.protocol.Protocol;
import dev.gatehouse.wire.protocol.SampleValues;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every operation of every model, both ways, against the server's half of the protocols, which is
 * held to botocore by a test of its own.
 */
@Tag("node")
class ClientProtocolTest {
    /** Their old members share names on the wire with the new ones. */
    private static final Set<String> AMBIGUOUS =
            Set.of("s3:PutBucketNotification", "s3:GetBucketNotification");

    /** Told apart by the host they are sent to. */
    private static final Set<String> SAME_PATH = Set.of("s3:ListDirectoryBuckets");

    private final List<String> differences = new ArrayList<>();
    private int compared;

    private interface Probe {
        void of(OperationModel operation, ProtocolName protocol);
    }

    private void forEachOperation(Probe probe) {
        for (String service : SampleValues.SERVICES) {
            ServiceModel model = ServiceModel.load(service);
            for (ProtocolName protocol : model.wire().protocols()) {
                if (protocol != ProtocolName.RPC_V2_CBOR) {
                    model.operations().stream()
                            .filter(operation -> !AMBIGUOUS.contains(operation.toString()))
                            .forEach(operation -> probe.of(operation, protocol));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void servicesReadFromItsRequestsWhatTheCallerGave() {
        forEachOperation(
                (operation, protocol) -> {
                    Structure sample = SampleValues.of(operation.input());
                    AwsRequest request = ClientProtocol.of(protocol).encode(operation, sample);
                    WireRequest wire = wire(request);
                    identify(operation, protocol, wire);
                    compare(operation, sample, Protocol.of(protocol).decode(operation, wire));
                });
        assertThat(compared).isGreaterThan(1_300);
    }

    private void identify(OperationModel operation, ProtocolName protocol, WireRequest request) {
        Identified wanted = new Identified.Known(Protocol.of(protocol), operation);
        Identified found = Operations.of(operation.service()).identify(request);
        boolean shared = operation.deprecated() || SAME_PATH.contains(operation.toString());
        if (!shared && !found.equals(wanted)) {
            differences.add(operation + ": identified as " + found);
        }
    }

    @Test
    void readsFromResponsesWhatTheServiceGave() {
        forEachOperation(
                (operation, protocol) -> {
                    if (streams(operation.output())) {
                        return;
                    }
                    Structure sample = SampleValues.of(operation.output());
                    WireResponse response =
                            Protocol.of(protocol).encode(operation, sample, RequestId.next());
                    Structure read =
                            ClientProtocol.of(protocol).decode(operation, received(response));
                    compare(operation, sample, read);
                });
        assertThat(compared).isGreaterThan(1_300);
    }

    @Test
    void readsCodeMessageAndStatusFromErrors() {
        forEachOperation(
                (operation, protocol) -> {
                    for (Shape error : operation.errors()) {
                        ServiceException given =
                                new ServiceException(error.name(), 418, "no <such> thing & more");
                        ServiceException read = error(operation.service(), protocol, given);
                        compared++;
                        boolean named =
                                List.of(error.name(), sharer(operation, error))
                                        .contains(read.code());
                        if (!named || read.status() != 418 || !read.text().equals(given.text())) {
                            differences.add(operation + ": " + error + " reads as " + read);
                        }
                    }
                });
        assertThat(compared).isGreaterThan(3_500);
    }

    @Test
    void keepsTheMembersOfAModelledError() {
        ServiceException given =
                new ServiceException(
                        "TooManyRequestsException", 429, "slow", Map.of("retryAfterSeconds", "7"));

        ServiceException read = error(ServiceModel.load("lambda"), ProtocolName.REST_JSON_1, given);

        assertThat(read.members()).containsEntry("Type", "User");
    }

    @Test
    void passesOverWhatANewerServiceSays() {
        OperationModel operation = ServiceModel.load("logs").operation("DescribeLogGroups");
        AwsResponse response =
                response(200, Headers.NONE, "{\"nextToken\":\"n\",\"newMember\":{\"a\":[1]}}");

        Structure read = ClientProtocol.of(operation.service()).decode(operation, response);

        assertThat(Structures.toMap(read)).isEqualTo(Map.of("nextToken", "n"));
    }

    @Test
    void namesAnErrorWithoutABodyByItsStatus() {
        AwsResponse response = response(404, Headers.NONE, "");

        ServiceException error =
                ClientProtocol.of(ServiceModel.load("s3")).error(ServiceModel.load("s3"), response);

        assertThat(error.code()).isEqualTo("NotFound");
        assertThat(error.status()).isEqualTo(404);
    }

    @Test
    void survivesAnErrorPageOfSomethingElse() {
        for (String service : List.of("s3", "lambda", "sqs", "sns")) {
            ServiceModel model = ServiceModel.load(service);
            AwsResponse response =
                    response(502, Headers.NONE, "<html><body>Bad Gateway<br></html>");

            ServiceException error = ClientProtocol.of(model).error(model, response);

            assertThat(error.code()).isEqualTo("HTTP502");
        }
    }

    /** Which error a code on the wire stands for; two of CloudWatch share theirs. */
    private static String sharer(OperationModel operation, Shape error) {
        ErrorTrait trait = error.error();
        String code = trait == null ? null : trait.code();
        Shape shared = code == null ? null : operation.service().error(code);
        return shared == null ? error.name() : shared.name();
    }

    private static ServiceException error(
            ServiceModel service, ProtocolName protocol, ServiceException given) {
        WireResponse response = Protocol.of(protocol).encodeError(service, given, RequestId.next());
        return ClientProtocol.of(protocol).error(service, received(response));
    }

    private static boolean streams(Shape output) {
        return Stream.of(output)
                .flatMap(shape -> shape.members().stream())
                .anyMatch(member -> member.shape().is(Shape.Flag.EVENT_STREAM));
    }

    private static WireRequest wire(AwsRequest request) {
        return new WireRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                "127.0.0.1");
    }

    private static AwsResponse received(WireResponse response) {
        return new AwsResponse(response.status(), response.headers(), response.body().open());
    }

    private static AwsResponse response(int status, Headers headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new AwsResponse(status, headers, new ByteArrayInputStream(bytes));
    }

    private void compare(OperationModel operation, Structure wanted, Structure got) {
        compared++;
        String tree = Botocore.canonical(Botocore.tree(wanted));
        if (!tree.equals(Botocore.canonical(Botocore.tree(got)))) {
            differences.add(operation + ":\n  wanted " + wanted + "\n  got    " + got);
        }
    }
}
