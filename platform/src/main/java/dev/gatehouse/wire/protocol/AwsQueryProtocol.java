package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.FormDecoder;
import dev.gatehouse.wire.format.FormTree;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.format.XmlWriter;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code awsQuery}: IAM, STS, CloudFormation. A form (or, for GET, a query string) with the
 * operation in {@code Action}; XML back.
 */
final class AwsQueryProtocol implements Protocol {
    static final AwsQueryProtocol INSTANCE = new AwsQueryProtocol();

    /** What is said of the request rather than to the operation, signatures of any age included. */
    private static final Pattern ENVELOPE =
            Pattern.compile(
                    "Action|Version|X-Amz-.*|AWSAccessKeyId|SecurityToken|Signature.*|Timestamp"
                            + "|Expires");

    /** What clients newer than the models say by themselves, with the value that is assumed. */
    private static final Set<UrlText.Parameter> ASSUMED =
            Set.of(
                    new UrlText.Parameter("DeploymentConfig.Mode", "STANDARD"),
                    new UrlText.Parameter("DeploymentConfig.DisableRollback", "false"));

    private static final String FORM = "application/x-www-form-urlencoded";

    private AwsQueryProtocol() {}

    /** The parameters of a request, wherever they are. */
    static List<UrlText.Parameter> parameters(WireRequest request) {
        List<UrlText.Parameter> parameters =
                new ArrayList<>(UrlText.parameters(request.rawQuery()));
        parameters.addAll(UrlText.parameters(form(request)));
        return parameters;
    }

    /** The body of a request that brings a form; empty for any other. */
    static String form(WireRequest request) {
        String type = request.headers().first("Content-Type");
        boolean form = type == null || type.startsWith(FORM);
        return form ? new String(request.body(), StandardCharsets.UTF_8) : "";
    }

    /** Every action that a query or one of some bodies names. */
    static Set<String> actions(String query, List<String> forms) {
        Set<String> names = new LinkedHashSet<>();
        for (String form : Stream.concat(Stream.of(query), forms.stream()).toList()) {
            UrlText.parameters(form).stream()
                    .filter(each -> each.name().equals("Action"))
                    .forEach(each -> names.add(each.value()));
        }
        return names;
    }

    /**
     * Whether some read a form in a request and others none, or other parameters of it: a form of
     * another type or of that type in capitals, and one beside a target or parameters in the query.
     */
    static boolean isAmbiguous(WireRequest request) {
        String type = request.headers().first("Content-Type");
        String small = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (small.startsWith("multipart/")) {
            return true;
        }
        if (type != null && small.startsWith(FORM)) {
            boolean hasTarget = request.headers().has("X-Amz-Target");
            if (hasTarget || !type.startsWith(FORM)) {
                return true;
            }
        }
        return !form(request).isEmpty()
                && UrlText.parameters(request.rawQuery()).stream()
                        .anyMatch(each -> !ENVELOPE.matcher(each.name()).matches());
    }

    @Override
    public Structure decode(OperationModel operation, WireRequest request) {
        try {
            List<UrlText.Parameter> asked =
                    parameters(request).stream()
                            .filter(each -> !ENVELOPE.matcher(each.name()).matches())
                            .filter(each -> !ASSUMED.contains(each))
                            .toList();
            FormTree form = FormTree.of(asked);
            return IdempotencyTokens.fill(FormDecoder.structure(operation.input(), form)).build();
        } catch (MalformedException malformed) {
            throw new ServiceException("MalformedInput", 400, malformed.text());
        }
    }

    @Override
    public WireResponse encode(OperationModel operation, Structure output, RequestId requestId) {
        String response = operation.name() + "Response";
        XmlWriter xml = new XmlWriter();
        xml.open(response, operation.service().wire().xmlNamespace());
        String wrapper = operation.traits().resultWrapper();
        if (wrapper == null) {
            xml.members(output);
        } else {
            xml.open(wrapper).members(output).close(wrapper);
        }
        xml.open("ResponseMetadata").text("RequestId", requestId.value());
        xml.close("ResponseMetadata").close(response);
        return new WireResponse(200, headers(requestId), xml.bytes());
    }

    @Override
    public WireResponse encodeError(
            ServiceModel service, ServiceException error, RequestId requestId) {
        XmlWriter xml = new XmlWriter();
        xml.open("ErrorResponse", service.wire().xmlNamespace()).open("Error");
        xml.text("Type", ErrorShapes.type(error));
        xml.text("Code", ErrorShapes.code(service, error));
        xml.text("Message", error.text());
        error.members().forEach((name, value) -> xml.text(name, value.toString()));
        xml.close("Error").text("RequestId", requestId.value()).close("ErrorResponse");
        return new WireResponse(error.status(), headers(requestId), xml.bytes());
    }

    @Override
    public ServiceException unknownOperation(ServiceModel service, String operation) {
        return new ServiceException(
                "InvalidAction",
                400,
                "Could not find operation "
                        + operation
                        + " for version "
                        + service.names().apiVersion());
    }

    private static Headers headers(RequestId requestId) {
        return Headers.builder()
                .add("Content-Type", "text/xml")
                .add("x-amzn-RequestId", requestId.value())
                .build();
    }
}
